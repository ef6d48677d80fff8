import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { map, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';

describe('The context object', () => {
  test('of a Pass has execution, machine and state, in the order of AWS', () => {
    const run = new MachineRun({ A: pass({ Parameters: WHOLE }) }, { input: '{"in":1}' });
    const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
    const context = {
      Execution: {
        ...{ Id: 'arn:aws:states:us-east-1:123456789012:execution:m:e', Input: { in: 1 } },
        ...{ StartTime: '2026-01-01T12:00:00Z', Name: 'e', RoleArn: 'arn:aws:iam::123456789012:role/r' },
        RedriveCount: 0,
      },
      StateMachine: { Id: machine, Name: 'm' },
      State: { Name: 'A', EnteredTime: '2026-01-01T12:00:00Z' },
    };
    run.outputs(JSON.stringify({ c: context }));
  });

  test('has a RetryCount in states that can be retried', () => {
    assert.equal(seen(new MachineRun({ T: task({ Parameters: WHOLE }) }), 3).State.RetryCount, 0);
  });

  test('shows when its state was entered, also in a retry', () => {
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const run = new MachineRun({ W: wait(5, { Next: 'T' }), T: task({ Parameters: WHOLE, Retry }) }).pass(5);
    run.failed(5, 'Bad').pass(60);
    assert.equal(seen(run, 8).State.EnteredTime, '2026-01-01T12:00:05Z');
  });

  test('has a token only in a task that waits for it', () => {
    const token = tokenTask({
      Parameters: { FunctionName: 'f', Payload: { 't.$': '$$.Task.Token' }, ...WHOLE },
    });
    assert.equal(seen(new MachineRun({ T: token }), 3, 'parameters').Task.Token, 'token-3');
    assert.equal(seen(new MachineRun({ T: task({ Parameters: WHOLE }) }), 3).Task, undefined);
  });

  test("has the nearest Map's item", () => {
    const inner = map({
      A: pass({ Parameters: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' } }),
    });
    new MachineRun({ M: map({ N: inner }) }, { input: '[["a"],["b"]]' }).outputs(
      '[[{"i":0,"v":"a"}],[{"i":0,"v":"b"}]]',
    );
  });

  test('keeps numbers of the input as they were written', () => {
    const Parameters = { 'in.$': '$$.Execution.Input' };
    new MachineRun({ A: pass({ Parameters }) }, { input: '12345678901234567890' }).outputs(
      '{"in":12345678901234567890}',
    );
  });
});

const WHOLE = { 'c.$': '$$' };

function seen(run: MachineRun, event: number, name = 'input') {
  return JSON.parse(String(run.detail(event, name))).c;
}
