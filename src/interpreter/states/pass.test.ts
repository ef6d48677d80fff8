import { describe, test } from 'node:test';
import { MachineRun } from '../../../test/interpreter/machine-run.ts';
import { pass } from '../../../test/interpreter/states.ts';

describe('Pass', () => {
  test('enters and exits; the first state and the start point at nothing', () => {
    const run = new MachineRun({ A: pass({ Next: 'B' }), B: pass() });
    run.tells(
      ...['PassStateEntered <0', 'PassStateExited <2', 'PassStateEntered <3', 'PassStateExited <4'],
      'ExecutionSucceeded <5',
    );
  });

  test('keeps the text of what it does not touch', () => {
    const input = '{ "a":0.0, "b":1.10, "n":12345678901234567890, "__proto__": {"a":1} }';
    new MachineRun({ A: pass({ Next: 'B' }), B: pass() }, { input }).outputs(input);
  });

  test('passes its Result on', () => {
    new MachineRun({ A: pass({ Result: { a: 1 } }) }, { input: '[1]' }).outputs('{"a":1}');
  });

  test('puts its Result where ResultPath says', () => {
    const run = new MachineRun({ A: pass({ Result: 1, ResultPath: '$.b' }) }, { input: '{"a":0.0}' });
    run.outputs('{"a":0.0,"b":1}');
  });

  test('a Parameters path without a match fails the execution, which points at the entry', () => {
    const run = new MachineRun({ A: pass({ Parameters: { 'a.$': '$.none' } }) });
    run.tells('PassStateEntered <0', 'ExecutionFailed <2');
    run.ends('FAILED', 'States.Runtime');
  });

  test('an output over 256 KiB fails the execution, counted in UTF-8', () => {
    const passed = (letters: number) =>
      new MachineRun(
        { A: pass({ Parameters: { 'a.$': "States.Format('{}', $)" } }) },
        {
          input: JSON.stringify('ä'.repeat(letters)),
        },
      );
    // {"a":""} are 8 bytes.
    passed((262_144 - 8) / 2).ends('SUCCEEDED');
    const cause =
      "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.";
    passed((262_144 - 8) / 2 + 1).ends('FAILED', 'States.DataLimitExceeded', cause);
  });
});
