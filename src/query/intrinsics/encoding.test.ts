import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { compileIntrinsic } from './intrinsic.ts';

describe('Texts', () => {
  test('become Base64', () => gives('States.Base64Encode($)', 'Hello ü', 'SGVsbG8gw7w='));
  test('come from Base64', () => gives('States.Base64Decode($)', 'SGVs\r\nbG8gw7w=', 'Hello ü'));
  test('beyond 10,000 characters do not', () =>
    fails('States.Base64Encode($)', 'x'.repeat(10_001), /10000 characters/));
  test('that are no Base64 fail', () => fails('States.Base64Decode($)', 'SGVsb', /no Base64/));
  test('are hashed', () =>
    gives("States.Hash('input', 'SHA-1')", null, '140f86aae51ab9e1cda9b4254fe98a74eb54c1a1'));
  test('are hashed by five algorithms', () =>
    fails("States.Hash('a', 'SHA-3')", null, /must be one of MD5,SHA-1,SHA-256,SHA-384,SHA-512/));
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
