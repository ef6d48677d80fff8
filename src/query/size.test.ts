import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../base/json.ts';
import { sizeUpTo } from './size.ts';

test('A size is about the length of the text', () => {
  const value = { name: ['abc', { deep: 'text' }, 12, null] };
  const length = JSON.stringify(value).length;
  assert.ok(Math.abs(sizeUpTo(value, 1000) - length) < length / 2);
});

test('A size is counted no further than asked', () => {
  let bomb: Json = 'x'.repeat(100);
  for (let i = 0; i < 60; i++) bomb = [bomb, bomb];
  assert.ok(sizeUpTo(bomb, 1000) < 1300);
});
