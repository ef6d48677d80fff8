import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { compileIntrinsic } from './intrinsic.ts';
import { INTRINSICS } from './table.ts';

test('There are 18 intrinsic functions', () => assert.equal(INTRINSICS.size, 18));

describe('Format', () => {
  test('fills in texts, numbers and null', () =>
    gives("States.Format('{}-{}-{}', 'a', 1.1, null)", [], 'a-1.1-null'));
  test('prints objects and lists as Java does', () =>
    gives("States.Format('{}', $)", { Arg1: 1, Arg2: [] }, '{Arg1=1, Arg2=[]}'));
  test('leaves escaped braces', () => gives("States.Format('\\{\\} {}', 1)", [], '{} 1'));
  test('takes its template from data', () => gives('States.Format($, 1)', "It's {} \\{\\}", "It's 1 {}"));
  test('counts its arguments', () => fails("States.Format('{} {}', 1)", [], /2 {} for 1 arguments/));
  test('is bounded', () =>
    fails(`States.Format('${'{}'.repeat(9)}'${', $'.repeat(9)})`, 'x'.repeat(200_000), /too large/));
});

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
  test('have no other items', () =>
    fails('States.ArrayGetItem($, 2)', [1, 2], /index 2 is out of range for an array of 2/));
  test('have a length', () => gives('States.ArrayLength($)', [1, 2], 2));
  test('have unique items, the first of each', () =>
    gives('States.ArrayUnique($)', [{ a: 1, b: 2 }, 1, { b: 2, a: 1 }, '1', 1], [{ a: 1, b: 2 }, 1, '1']));
});

describe('Texts', () => {
  test('become JSON', () => gives('States.StringToJson($)', '{"a":[1]}', { a: [1] }));
  test('that are no JSON do not', () => fails('States.StringToJson($)', '{', /no JSON/));
  test('come from JSON', () => gives('States.JsonToString($)', { a: [1] }, '{"a":[1]}'));
  test('come from JSON again and again, but not for ever', () =>
    fails(`${'States.JsonToString('.repeat(11)}$${')'.repeat(11)}`, '"'.repeat(9000), /too large/));
  test('are split at each character', () =>
    gives("States.StringSplit('This.is+a', '.+')", null, ['This', 'is', 'a']));
  test('keep blanks when split, not empty pieces', () =>
    gives("States.StringSplit(', , ,', ',')", null, [' ', ' ']));
  test('of separators only have no pieces', () => gives("States.StringSplit(',,,,', ',')", null, []));
  test('become Base64', () => gives('States.Base64Encode($)', 'Hello ü', 'SGVsbG8gw7w='));
  test('come from Base64', () => gives('States.Base64Decode($)', 'SGVs\r\nbG8gw7w=', 'Hello ü'));
  test('beyond 10,000 characters do not', () =>
    fails('States.Base64Encode($)', 'x'.repeat(10_001), /10000 characters/));
  test('that are no Base64 fail', () => fails('States.Base64Decode($)', 'SGVsb', /no Base64/));
  test('are hashed', () =>
    gives("States.Hash('input', 'SHA-1')", null, '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'));
  test('are hashed by five algorithms', () =>
    fails("States.Hash('a', 'SHA-3')", null, /must be one of MD5,SHA-1,SHA-256,SHA-384,SHA-512/));
  test('are UUIDs', () => gives('States.UUID()', null, 'uuid'));
});

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

describe('JsonMerge', () => {
  test('lets the second win, at the top only', () =>
    gives(
      'States.JsonMerge($.a, $.b, false)',
      { a: { x: { y: 1 }, z: 1 }, b: { x: { w: 2 } } },
      { x: { w: 2 }, z: 1 },
    ));
  test('is never deep', () => fails('States.JsonMerge($, $, true)', {}, /shallow/));
  test('takes objects', () => fails('States.JsonMerge($, $, false)', [], /must be an object, not array/));
  test('keeps __proto__ as data', () => {
    const merged = evaluate('States.JsonMerge($, $, false)', JSON.parse('{"__proto__":{"x":1}}'));
    assert.equal(JSON.stringify(merged), '{"__proto__":{"x":1}}');
  });
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
