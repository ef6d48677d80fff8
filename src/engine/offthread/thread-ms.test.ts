import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadMs } from './thread-ms.ts';

test('Work takes time of the thread: no more than has gone by, and no less than a quarter of it', () => {
  const before = { wallMs: performance.now(), threadMs: threadMs() };
  while (threadMs() < before.threadMs + 5);
  const wallMs = performance.now() - before.wallMs;
  const tookMs = threadMs() - before.threadMs;
  assert.ok(tookMs <= wallMs + 2 && tookMs >= wallMs / 4, `${tookMs} of ${wallMs} ms`);
});
