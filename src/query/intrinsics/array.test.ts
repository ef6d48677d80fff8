import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/query/intrinsic-under-test.ts';

describe('Lists', () => {
  test('are put together', () => gives("States.Array('a', $)", 1, ['a', 1]));
  test('are not put together to more than can be text', () =>
    fails(`States.Array($${', $'.repeat(40)})`, 'x'.repeat(200_000), /too large/));
  test('are partitioned', () => gives('States.ArrayPartition($, 2.9)', [1, 2, 3], [[1, 2], [3]]));
  test('are not partitioned by nothing', () => fails('States.ArrayPartition($, 0)', [1], /positive integer/));
  test('partitioned from nothing are empty', () => gives('States.ArrayPartition($, 2)', [], []));
  test('contain equal values', () => gives('States.ArrayContains($, $[0])', [{ a: [1] }], true));
  test('contain no other', () => gives("States.ArrayContains($, '1')", [1], false));
  test('are ranges', () => gives('States.ArrayRange(1, 9, 2)', null, [1, 3, 5, 7, 9]));
  test('are ranges downwards', () => gives('States.ArrayRange(3, 0, -2)', null, [3, 1]));
  test('are ranges of rounded numbers', () => gives('States.ArrayRange(0.5, 3.4, 1)', null, [1, 2, 3]));
  test('are ranges of at most 1000', () =>
    fails('States.ArrayRange(0, 1000000000, 1)', null, /more than 1000/));
  test('are no ranges by 0', () => fails('States.ArrayRange(0, 1, 0)', null, /must not be 0/));
  test('have items', () => gives('States.ArrayGetItem($, 1)', [1, null], null));
  test('have no items before the first', () =>
    fails('States.ArrayGetItem($, -1)', [1], /index -1 is out of range/));

  test('have no other items', () =>
    fails('States.ArrayGetItem($, 2)', [1, 2], /index 2 is out of range for an array of 2/));
  test('have a length', () => gives('States.ArrayLength($)', [1, 2], 2));
  test('have unique items, the first of each', () =>
    gives('States.ArrayUnique($)', [{ a: 1, b: 2 }, 1, { b: 2, a: 1 }, '1', 1], [{ a: 1, b: 2 }, 1, '1']));
});
