import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/query/intrinsic-under-test.ts';

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
