import { describe, test } from 'node:test';
import { fails, gives, TOO_LARGE } from '../../../../test/jsonata/expression-under-test.ts';

describe('What AWS adds', () => {
  test('partitions', () => gives('[$partition([1, 2, 3, 4], 2), $partition([0], 5)]', [[1, 2], [3, 4], [0]]));
  test('partitions a list of one into one', () => gives('$partition([0], 1)', [[0]]));
  test('counts in steps, the end included', () => gives('$range(0, 6, 2)', [0, 2, 4, 6]));
  test('counts down', () => gives('$range(3, 1, -1)', [3, 2, 1]));
  test('rounds towards nothing', () => gives('$range(-1.7, 2, 1)', [-1, 0, 1, 2]));
  test('unwraps a range of one', () => gives('$range(1, 9, 9)', 1));
  test('counts not without end', () => fails('$range(0, 1e15, 1)', TOO_LARGE));
  test('hashes', () => gives('$hash("input", "SHA-1")', '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'));
  test('hashes by known algorithms', () => fails('$hash("input", "CRC")', /algorithm/));
  test('draws as Java does', () => gives('$random(42)', 0.7275636800328681));
  test('draws without a seed', () => gives('$random() < 1', true));
  test('makes ids', () => gives('$length($uuid())', 36));
  test('reads JSON', () => gives('$parse("{\\"a\\": 1.50}").a', 1.5));
  test('reads nothing else', () => fails('$parse("{")', /no JSON/));
  test('evaluates no text', () => fails('$eval("1")', 'T1006'));
});
