import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileIntrinsic } from './intrinsic.ts';
import { INTRINSICS } from './table.ts';

test('There are 18 intrinsic functions', () => assert.equal(INTRINSICS.size, 18));

test('A UUID comes from the entropy of the scope', () => {
  const entropy = { random: () => 0, uuid: () => 'a uuid' };
  const scope = {
    input: null,
    context: () => ({}),
    variable: () => undefined,
    now: 0,
    elapsedMs: () => 0,
    entropy,
  };
  assert.equal(compileIntrinsic('States.UUID()')(null, scope), 'a uuid');
});
