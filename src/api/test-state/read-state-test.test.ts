import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SCOPE } from '../../../test/api/states.ts';
import { activityTask, map, parallel, pass, task } from '../../../test/interpreter/states.ts';
import { diagnose } from '../../asl/diagnose.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { StateTestRequest } from '../../engine/test-state/run-state-test.ts';
import type { TestStateInput } from '../model/test-state.ts';
import { definedBy } from '../operations/test-state.ts';
import { readStateTest } from './read-state-test.ts';

const ROLE = 'arn:aws:iam::123456789012:role/r';
const ITEMS = map({ Inner: pass() });
const PUBLISH = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sns:publish',
  Parameters: { Message: 'm' },
  End: true,
};
const START = {
  ...PUBLISH,
  Resource: 'arn:aws:states:::states:startExecution',
  Parameters: { StateMachineArn: 'm' },
};
const MOCKED = { mock: { result: '{}' } };

describe('a request of TestState', () => {
  test('has an empty object as its input unless it says another', () => {
    assert.equal(read(pass()).input.text, '{}');
    assert.equal(read(pass(), { input: '[ 1 ]' }).input.text, '[ 1 ]');
  });

  test('names a state of a machine, at any depth', () => {
    const machine = { StartAt: 'M', States: { M: ITEMS } };
    assert.equal(read(machine, { stateName: 'Inner' }).state.name, 'Inner');
    refuses(machine, { stateName: 'Other' }, 'State not found in definition');
  });

  test('has a valid definition', () => {
    refuses(
      { Type: 'Pass' },
      {},
      /only one of the following fields: \[Next, End\] at \//,
      'InvalidDefinition',
    );
    const machine = { StartAt: 'A', States: { A: pass(), B: pass() } };
    refuses(machine, { stateName: 'A' }, /"B" is not reachable/, 'InvalidDefinition');
  });

  test('has an input that is JSON', () => {
    refuses(pass(), { input: '{' }, /Unexpected end-of-input/, 'InvalidExecutionInput');
  });

  test('has variables that are an object', () => {
    assert.deepEqual(read(pass(), { variables: '{"x":1}' }).variables, { x: 1 });
    refuses(pass(), { variables: '[]' }, 'Variables must be a JSON object');
  });

  test('has items for a Map that reads them: JSON or lines of it', () => {
    const items = (mapItemReaderData: string) =>
      read(ITEMS, { mock: { result: '[]' }, stateConfiguration: { mapItemReaderData } }).readItems;
    assert.deepEqual(items('[1, 2]'), [1, 2]);
    assert.deepEqual(items('{"a":1}\n{"a":2}\n'), [{ a: 1 }, { a: 2 }]);
    assert.throws(() => items('a,b'), /must be JSON, or lines of JSON/);
  });

  test('has items where an ItemsPointer leads', () => {
    const ReaderConfig = { InputType: 'JSON', ItemsPointer: '/a' };
    const Parameters = { Bucket: 'b', Key: 'k' };
    const reading = distributed({
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig, Parameters },
    });
    const given = (mapItemReaderData: string) => ({
      mock: { result: '[]' },
      stateConfiguration: { mapItemReaderData },
    });
    assert.deepEqual(read(reading, given('{"a":[1]}')).readItems, [1]);
    refuses(reading, given('{"a":1}'), "MapItemReaderData has no array where ItemsPointer '/a' leads.");
  });
});

describe('without a mock', () => {
  test('a Task needs a role', () => {
    refuses(task(), {}, 'RoleArn must be specified when testing a Task state');
    read(task(), { roleArn: ROLE });
  });

  test('what only an execution can do is not tested', () => {
    const types = /does not support Map or Parallel states/;
    for (const one of [ITEMS, parallel([{ A: pass() }])]) refuses(one, {}, types, 'InvalidDefinition');
    const token = { ...PUBLISH, Resource: `${PUBLISH.Resource}.waitForTaskToken` };
    for (const one of [activityTask(), token]) {
      refuses(one, { roleArn: ROLE }, /does not support the resource arn/, 'InvalidDefinition');
    }
  });

  test('there is nothing to configure', () => {
    for (const field of [
      'retrierRetryCount',
      'mapIterationFailureCount',
      'errorCausedByState',
      'mapItemReaderData',
    ]) {
      refuses(
        pass(),
        { stateConfiguration: { [field]: 1 } },
        /^TestState does not support .* when a mock is not/,
      );
    }
    refuses(pass(), { context: '{}' }, /^TestState does not support Context/);
  });
});

describe('a mock', () => {
  test('is for states that do work', () => {
    refuses(pass(), MOCKED, "State type 'Pass' is not supported when a mock is specified");
    refuses({ Type: 'Wait', Seconds: 1, End: true }, MOCKED, /^State type 'Wait' is not supported/);
  });

  test('may be an error', () => {
    assert.deepEqual(read(task(), { mock: { errorOutput: { error: 'X' } } }).mock, {
      failure: { error: 'X', cause: undefined },
    });
  });

  test('has an error of a state that is there', () => {
    const from = (errorCausedByState: string) => ({
      mock: { errorOutput: {} },
      stateConfiguration: { errorCausedByState },
    });
    read(ITEMS, from('Inner'));
    refuses(ITEMS, from('Other'), 'State not found in definition');
  });

  test('is JSON', () => refuses(task(), { mock: { result: 'x' } }, 'Mocked result must be valid JSON'));

  test('is what the type of state gives', () => {
    refuses(ITEMS, MOCKED, 'Mocked result must be an array.');
    const one = { mock: { result: '[1]' } };
    refuses(parallel([{ A: pass() }, { B: pass() }]), one, /the same number of items as number of Parallel/);
    const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } };
    refuses(distributed({ ResultWriter }), one, 'Mocked result must be a JSON object.');
    read(distributed({ ResultWriter }), MOCKED);
  });

  test('is what the service answers: wholly, as far as it goes, or not at all', () => {
    const result = (result: string, fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE') => ({
      mock: { result, ...(fieldValidationMode === undefined ? {} : { fieldValidationMode }) },
    });
    refuses(START, MOCKED, "Mock result schema validation error: Required field 'ExecutionArn' is missing");
    read(START, result('{}', 'PRESENT'));
    refuses(START, result('{"ExecutionArn":1}', 'PRESENT'), /Field 'ExecutionArn' must be a string$/);
    read(START, result('{"ExecutionArn":1}', 'NONE'));
  });

  test('of a task that waits for its token may be anything', () => {
    const waiting = { ...START, Resource: `${START.Resource}.waitForTaskToken` };
    read({ ...waiting, Parameters: { StateMachineArn: 'm', 'Input.$': '$$.Task.Token' } }, MOCKED);
  });
});

function read(definition: object, more: Partial<TestStateInput> = {}): StateTestRequest {
  const request = { definition: JSON.stringify(definition), ...more };
  return readStateTest(request, SCOPE, diagnose(definedBy(request)));
}

function refuses(
  definition: object,
  more: Partial<TestStateInput>,
  message: string | RegExp,
  code = 'ValidationException',
): void {
  assert.throws(
    () => read(definition, more),
    (error) => {
      assert.ok(error instanceof ServiceError, String(error));
      assert.equal(error.code, code);
      if (typeof message === 'string') assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    },
  );
}

function distributed(more: object): object {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const ItemProcessor = { ProcessorConfig, StartAt: 'Inner', States: { Inner: pass() } };
  return { ...ITEMS, ItemProcessor, ...more };
}
