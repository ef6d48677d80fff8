import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/query/intrinsic-under-test.ts';

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
