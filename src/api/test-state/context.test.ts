import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSingleState } from '../../asl/single-state.ts';
import { checkContext } from './context.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';

describe('a mocked context object', () => {
  test('may be empty, or have empty parts', () => {
    checks({});
    checks({ Execution: {}, State: {}, StateMachine: {} });
  });
  test('may have any input', () => checks({ Execution: { Input: [1] } }));
  test('has no field of its own', () => {
    refuses({ Other: 1 }, "Field 'Other' is not allowed");
    refuses({ State: { Other: 1 } }, "Field 'State.Other' is not allowed");
    refuses({ constructor: {} }, "Field 'constructor' is not allowed");
  });
  test('has fields of the right type', () => {
    refuses({ Execution: { Id: 1 } }, 'Execution.Id must be a string');
    refuses({ State: { RetryCount: '1' } }, 'State.RetryCount must be a number');
    refuses({ State: 1 }, 'State must be an object');
  });
  test('has no Map', () =>
    refuses({ Map: {} }, "'Map' field is not supported when mocking a Context object"));
  test('has a Task where there is a token or a job', () => {
    checks({ Task: { Token: 't' } }, `${LAMBDA}.waitForTaskToken`);
    checks({ Task: { Token: 't' } }, 'arn:aws:states:::glue:startJobRun.sync');
    assert.throws(() => checks({ Task: { Token: 't' } }), /Context object contains 'Task' when state is not/);
  });
});

function checks(context: object, Resource = LAMBDA): void {
  const state = readSingleState(JSON.stringify({ Type: 'Task', Resource, End: true }));
  checkContext(JSON.parse(JSON.stringify(context)), state);
}

function refuses(context: object, reason: string): void {
  assert.throws(() => checks(context), { message: `Invalid Context object provided: ${reason}` });
}
