import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { compileIntrinsic } from './intrinsic.ts';

describe('Numbers', () => {
  for (const [a, b, sum] of [
    [1.49, 1.5, 3],
    [-1.49, -1.5, -2],
    [-1.5, -1.51, -3],
    [-0.5, 0.5, 1],
    [-2.5, 0, -2],
  ]) {
    test(`are rounded half up, then added: ${a} and ${b}`, () =>
      gives(`States.MathAdd(${a}, ${b})`, null, sum ?? 0));
  }
  test('have 32 bits', () => fails('States.MathAdd(2147483648, 0)', null, /from -2147483648 to 2147483647/));
  test('are no texts', () => fails("States.MathAdd('1', 0)", null, /must be a number, not string/));
  test('are random between two others', () => gives('States.MathRandom(10, 20)', null, 15));
  test('are the same for the same seed', () => gives('States.MathRandom(0, 100, 42)', null, 30));
  test('need a range', () => fails('States.MathRandom(2, 2)', null, /must be greater/));
});

function evaluate(text: string, input: Json): Json {
  const scope = {
    input,
    context: () => ({}),
    variable: () => undefined,
    entropy: { random: () => 0.5, uuid: () => 'uuid' },
  };
  return compileIntrinsic(text)(input, scope);
}

function gives(text: string, input: Json, expected: Json): void {
  assert.deepEqual(evaluate(text, input), expected);
}

function fails(text: string, input: Json, message: RegExp): void {
  assert.throws(() => evaluate(text, input), { error: 'States.IntrinsicFailure', message });
}
