import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scopeOf } from '../../../test/jsonata/scope-under-test.ts';
import type { Json } from '../../base/json.ts';
import { compileJsonata } from './jsonata.ts';

describe('An expression of a state', () => {
  test('sees the input', () => gives('$states.input.a', 1));
  test('sees the result', () => gives('$states.result', [2]));
  test('sees the context object', () => gives('$states.context.Execution.Id', 'arn'));
  test('sees all of it in the order of AWS', () => gives('$keys($states)', ['input', 'context', 'result']));
  test('sees variables', () => gives('$x + 1', 4));
  test('sees a variable that is named like a function', () => gives('$now', 'later'));
  test('sees one moment', () =>
    gives('$millis() = $millis() ? $fromMillis($millis())', '1970-01-01T00:00:00.000Z'));
  test('has no blanks around it', () => assert.equal(compileJsonata(' 1 ').text, '1'));
});

function gives(text: string, expected: Json): void {
  const scope = scopeOf({ input: { a: 1 }, result: [2], variables: { x: 3, now: 'later' } });
  assert.deepEqual(compileJsonata(text).evaluate(scope), expected);
}
