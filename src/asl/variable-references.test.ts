import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { machineOf } from '../../test/asl/state-under-test.ts';
import type { JsonObject } from '../base/json.ts';
import { variableReferences } from './variable-references.ts';

describe('Variable references', () => {
  test('are found in paths of every kind', () => {
    reads({ Type: 'Pass', InputPath: '$a.x', OutputPath: '$b', End: true }, ['a', 'b']);
    reads({ Type: 'Wait', SecondsPath: '$seconds', End: true }, ['seconds']);
    reads({ Type: 'Fail', ErrorPath: '$e', CausePath: "States.Format('{}', $c)" }, ['c', 'e']);
  });

  test('are found in templates, under names that end in .$ alone', () => {
    reads({ Type: 'Pass', Parameters: { in: [{ 'x.$': '$a' }], text: '$b', somePath: '$c' }, End: true }, [
      'a',
    ]);
    reads({ Type: 'Pass', Assign: { 'x.$': '$x' }, End: true }, ['x']);
  });

  test('are found in the arguments of intrinsic functions, nested too', () => {
    reads({ Type: 'Pass', Parameters: { 'x.$': 'States.MathAdd(States.MathAdd($b, $a), $.c)' }, End: true }, [
      'a',
      'b',
    ]);
  });

  test('are found in choice rules, nested too, and in catchers', () => {
    const rule = {
      And: [
        { Variable: '$a', IsPresent: true },
        { Variable: '$.x', StringEqualsPath: '$b' },
      ],
    };
    reads({ Type: 'Choice', Choices: [{ ...rule, Next: 'A' }], Default: 'B' }, ['a', 'b']);
    reads({ ...TASK, Catch: [{ ErrorEquals: ['E'], Next: 'A', Assign: { 'x.$': '$a' } }] }, ['a']);
  });

  test('are found in JSONata, but not what an expression binds itself, functions or $states', () => {
    readsInJsonata({ Output: ['{% ($own := 1; $own + $a + $sum($b)) %}', '{% $states.input %}', '$c'] }, [
      'a',
      'b',
    ]);
  });

  test('are told for the state that reads them, not for the state around it', () => {
    const inner = { Type: 'Pass', InputPath: '$a', End: true };
    const ItemProcessor = { StartAt: 'I', States: { I: inner } };
    const map = { Type: 'Map', ItemsPath: '$list', ItemProcessor, End: true };
    assert.deepEqual(variableReferences(machineOf(map)), { S: ['list'], I: ['a'] });
  });

  test('are not told for states that read none', () => {
    assert.deepEqual(variableReferences(machineOf({ Type: 'Pass', Result: { 'x.$': '$a' }, End: true })), {});
  });

  test('are told under names that every object has', () => {
    const State = { Type: 'Pass', InputPath: '$a', End: true };
    const text = `{"StartAt":"__proto__","States":{"__proto__":${JSON.stringify(State)}}}`;
    assert.deepEqual(Object.entries(variableReferences(text)), [['__proto__', ['a']]]);
  });
});

const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };

function reads(state: JsonObject, names: readonly string[]): void {
  assert.deepEqual(variableReferences(machineOf(state)), { S: names });
}

function readsInJsonata(fields: JsonObject, names: readonly string[]): void {
  const state = { Type: 'Pass', QueryLanguage: 'JSONata', ...fields, End: true };
  assert.deepEqual(variableReferences(machineOf(state)), { S: names });
}
