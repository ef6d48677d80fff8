import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadMs } from './thread-ms.ts';

test('Work takes time of the thread, and no more than has gone by', () => {
  const before = { wallMs: performance.now(), threadMs: threadMs() };
  while (threadMs() < before.threadMs + 5);
  const after = { wallMs: performance.now(), threadMs: threadMs() };
  assert.ok(after.threadMs - before.threadMs <= after.wallMs - before.wallMs + 1);
});
