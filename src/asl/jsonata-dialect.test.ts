import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { machineOf, scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { compile } from './compile.ts';

describe('A state in JSONata', () => {
  test('makes its arguments, output and variables of expressions at any depth', () => {
    const state = task({
      Arguments: { n: ['{% $states.input.a + 1 %}'] },
      Output: '{% $states.result.a %}',
      Assign: { v: '{% null %}', w: 2 },
    });
    assert.deepEqual(state.arguments?.(scopeOf({ a: 1 })), { n: [2] });
    assert.equal(state.output?.(scopeOf({}, { result: { a: 'b' } })), 'b');
    assert.deepEqual(state.assign?.(scopeOf({})), { v: null, w: 2 });
  });

  test('keeps the very value that an expression passes on', () => {
    const input = { big: [1] };
    assert.equal(task({ Output: '{% $states.input.big %}' }).output?.(scopeOf(input)), input.big);
  });

  test('takes a machine in JSONata for its own language', () => {
    const [state] = compile(machineOf({ Type: 'Pass', Output: '{% 1 %}', End: true }, JSONATA)).states;
    assert.equal(state?.type === 'Pass' && state.output?.(scopeOf({})), 1);
  });

  test('names the catcher whose output fails', () => {
    const Catch = [0, 1].map((n) => ({ ErrorEquals: [`E${n}`], Next: 'A', Output: '{% $no %}' }));
    failsAt('Catch[1]/Output', () => task({ Catch }).catch[1]?.output?.(scopeOf({})));
  });

  test('has limits in seconds from 1 to 99999999', () => {
    const { timeoutSeconds } = task({ TimeoutSeconds: '{% $states.input %}' });
    assert.equal(timeoutSeconds?.(scopeOf(99_999_999)), 99_999_999);
    for (const wrong of [0, 1.5, 100_000_000])
      failsAt('TimeoutSeconds', () => timeoutSeconds?.(scopeOf(wrong)));
  });

  test('says which type a limit in seconds should have', () => {
    const { heartbeatSeconds } = task({ HeartbeatSeconds: '{% $states.input %}' });
    const cause =
      "The JSONata expression '$states.input' specified for the field 'HeartbeatSeconds' returned an unexpected " +
      `result type. Expected 'number', but was 'string' for value: "1"`;
    failsAt('HeartbeatSeconds', () => heartbeatSeconds?.(scopeOf('1')), cause);
  });

  test('may compute the role that it assumes', () => {
    const { roleArn } = task({ Credentials: { RoleArn: "{% 'arn:' & $states.input %}" } });
    assert.equal(roleArn?.(scopeOf('r')), 'arn:r');
    failsAt('Credentials/RoleArn', () =>
      task({ Credentials: { RoleArn: '{% 1 %}' } }).roleArn?.(scopeOf({})),
    );
  });
});

describe('A choice rule in JSONata', () => {
  test('goes by its condition, literal or computed', () => {
    assert.deepEqual(conditions([true, false, '{% $states.input > 1 %}'], 2), [true, false, true]);
  });

  test('names itself when its condition is no boolean, and when its output fails', () => {
    failsAt('Choices[1]/Condition', () => conditions([false, '{% 1 %}'], 0));
    const choice = choiceOf([{ Condition: true, Next: 'A', Output: { v: '{% $no %}' } }]);
    failsAt('Choices[0]/Output/v', () => choice.rules[0]?.output?.(scopeOf({})));
  });
});

describe('Fail in JSONata', () => {
  test('computes its error and its cause', () => {
    const state = stateOf({ Type: 'Fail', ...JSONATA, Error: "{% 'E' & $states.input %}", Cause: 'plain' });
    assert.equal(state.error?.(scopeOf('1')), 'E1');
    assert.equal(state.cause?.(scopeOf('1')), 'plain');
  });

  test('fails another way when its error is no text', () => {
    failsAt('Error', () => stateOf({ Type: 'Fail', ...JSONATA, Error: '{% 1 %}' }).error?.(scopeOf({})));
  });
});

const JSONATA = { QueryLanguage: 'JSONata' };

function task(fields: JsonObject) {
  const Resource = 'arn:aws:states:::lambda:invoke';
  return stateOf({ Type: 'Task', ...JSONATA, Resource, ...fields, End: true });
}

function choiceOf(rules: readonly JsonObject[]) {
  return stateOf({ Type: 'Choice', ...JSONATA, Choices: rules, Default: 'B' });
}

function conditions(written: readonly Json[], input: Json): boolean[] {
  const choice = choiceOf(written.map((Condition) => ({ Condition, Next: 'A' })));
  return choice.rules.map(({ condition }) => condition(scopeOf(input)));
}

function failsAt(location: string, action: () => unknown, cause?: string): void {
  assert.throws(action, (error) => {
    assert.ok(error instanceof StateError);
    assert.deepEqual([error.error, error.location], ['States.QueryEvaluationError', location]);
    if (cause !== undefined) assert.equal(error.message, cause);
    return true;
  });
}
