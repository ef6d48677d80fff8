import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../../test/interpreter/machine-run.ts';
import { pass } from '../../../test/interpreter/states.ts';

describe('Choice', () => {
  test('goes where the first true rule says', () => {
    goesTo('{"n":1}', 'One');
  });

  test('goes to Default when no rule is true', () => {
    goesTo('{"n":3}', 'Other');
  });

  test('passes its input on as it was written', () => {
    machine('{ "n": 1, "x": 0.0 }').outputs('{ "n": 1, "x": 0.0 }');
  });

  test('without a match and a Default it fails with States.Runtime and the words of AWS', () => {
    const run = new MachineRun({ C: { Type: 'Choice', Choices: [rule(1, 'One')] }, One: pass() });
    run.tells('ChoiceStateEntered <0', 'ExecutionFailed <2');
    const where = "An error occurred while executing the state 'C' (entered at the event id #2). ";
    const cause = 'Failed to transition out of the state. The state does not point to a next state.';
    assert.equal(run.execution.failure.error, 'States.Runtime');
    assert.equal(run.execution.failure.cause, where + cause);
  });

  test("a rule's Assign replaces the state's", () => {
    assert.deepEqual(machine('{"n":1}').detail(3, 'assignedVariables'), { by: '"rule"' });
    assert.deepEqual(machine('{"n":3}').detail(3, 'assignedVariables'), { by: '"state"' });
  });
});

function goesTo(input: string, name: string): void {
  assert.equal(machine(input).detail(4, 'name'), name);
}

function machine(input: string): MachineRun {
  const choices = [{ ...rule(1, 'One'), Assign: { by: 'rule' } }, rule(1, 'Two'), rule(2, 'Two')];
  const choice = { Type: 'Choice', Choices: choices, Default: 'Other', Assign: { by: 'state' } };
  return new MachineRun({ C: choice, One: pass(), Two: pass(), Other: pass() }, { input });
}

function rule(n: number, next: string): object {
  // A rule without a match looks at nothing that could be missing.
  return {
    And: [
      { Variable: '$.n', IsPresent: true },
      { Variable: '$.n', NumericEquals: n },
    ],
    Next: next,
  };
}
