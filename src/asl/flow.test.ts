import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf, stateOf } from '../../test/asl/state-under-test.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';

describe('Data flow of a JSONPath state', () => {
  test('leaves out every step that changes nothing', () => {
    const state = task({ InputPath: '$', ResultPath: '$', OutputPath: '$' });
    assert.deepEqual([state.arguments, state.output, state.assign], [undefined, undefined, undefined]);
  });

  test('InputPath selects, then Parameters fills its template from that', () => {
    works({ InputPath: '$.a' }, { a: 7 }, 7);
    works({ InputPath: '$.a', Parameters: { 'x.$': '$.b', y: 1 } }, { a: { b: 2 } }, { x: 2, y: 1 });
  });

  test('InputPath null gives an empty object', () => {
    works({ InputPath: null }, { a: 7 }, {});
  });

  test('InputPath reads the context object and variables', () => {
    works({ InputPath: '$$.Execution.Name' }, {}, 'run');
    works({ InputPath: '$seen.at[1]' }, {}, 'there');
  });

  test('a missing InputPath fails with the words of AWS', () => {
    failsToWork({ InputPath: '$.NoSuch' }, {}, "Invalid path '$.NoSuch' : No results for path: $['NoSuch']");
    failsToWork(
      { InputPath: '$.no.such' },
      {},
      "Invalid path '$.no.such' : Missing property in path $['no']",
    );
  });

  test('ResultSelector sees the result, ResultPath writes into the raw input, OutputPath selects', () => {
    gives({ ResultSelector: { 'x.$': '$.r' } }, { a: 1 }, { r: 2 }, { x: 2 });
    gives({ ResultPath: '$.out' }, { a: 1 }, 2, { a: 1, out: 2 });
    gives({ ResultPath: '$.out', OutputPath: '$.out' }, { a: 1 }, 2, 2);
    const all = {
      InputPath: '$.a',
      ResultSelector: { 'x.$': '$.r' },
      ResultPath: '$.o',
      OutputPath: '$.o.x',
    };
    gives(all, { a: 1 }, { r: 2 }, 2);
  });

  test('OutputPath null gives an empty object', () => {
    gives({ OutputPath: null }, { a: 1 }, 2, {});
  });

  test('ResultPath null gives the very input that came in', () => {
    const input = { a: 1 };
    assert.equal(task({ ResultPath: null }).output?.(scopeOf(input, { result: 2 })), input);
  });

  test('a Pass has no ResultSelector but the rest', () => {
    const pass = stateOf({ Type: 'Pass', Parameters: { 'x.$': '$.a' }, ResultPath: '$.p', End: true });
    assert.deepEqual(pass.arguments?.(scopeOf({ a: 1 })), { x: 1 });
    assert.deepEqual(pass.output?.(scopeOf({ a: 1 }, { result: { x: 1 } })), { a: 1, p: { x: 1 } });
  });

  test('OutputPath of a Wait, Choice or Succeed reads what InputPath gave', () => {
    const wait = stateOf({ Type: 'Wait', Seconds: 1, InputPath: '$.a', OutputPath: '$.b', End: true });
    assert.equal(wait.output?.(scopeOf({ a: { b: 3 } }, { result: { b: 3 } })), 3);
  });

  test('Assign reads the result and makes own members of any name', () => {
    const assign = task({ Assign: { 'x.$': '$.r', y: 1 } }).assign;
    assert.deepEqual(assign?.(scopeOf({ r: 0 }, { result: { r: 2 } })), { x: 2, y: 1 });
  });

  test('a catcher writes the error output into the raw input, and assigns from it', () => {
    const [catcher] = task({
      Catch: [{ ErrorEquals: ['E'], Next: 'A', ResultPath: '$.e', Assign: { 'why.$': '$.Error' } }],
    }).catch;
    const scope = scopeOf({ a: 1 }, { errorOutput: { Error: 'E', Cause: 'c' } });
    assert.deepEqual(catcher?.output?.(scope), { a: 1, e: { Error: 'E', Cause: 'c' } });
    assert.deepEqual(catcher?.assign?.(scope), { why: 'E' });
  });

  test('a catcher without ResultPath has no step of its own', () => {
    const [catcher] = task({ Catch: [{ ErrorEquals: ['E'], Next: 'A' }] }).catch;
    assert.equal(catcher?.output, undefined);
  });
});

function task(fields: JsonObject) {
  return stateOf({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields });
}

function works(fields: JsonObject, input: Json, expected: Json): void {
  const context = { Execution: { Name: 'run' } };
  const scope = scopeOf(input, { context }, { seen: { at: ['here', 'there'] } });
  assert.deepEqual(task(fields).arguments?.(scope), expected);
}

function failsToWork(fields: JsonObject, input: Json, cause: string): void {
  assert.throws(() => task(fields).arguments?.(scopeOf(input)), new StateError('States.Runtime', cause));
}

function gives(fields: JsonObject, input: Json, result: Json, expected: Json): void {
  assert.deepEqual(task(fields).output?.(scopeOf(input, { result })), expected);
}
