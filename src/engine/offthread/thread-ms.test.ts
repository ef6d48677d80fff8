import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadMs } from './thread-ms.ts';

test('Work takes time of the thread: no more than has gone by, and no less than a quarter of it', () => {
  const before = { wallMs: performance.now(), threadMs: threadMs() };
  while (performance.now() < before.wallMs + 200);
  const tookMs = threadMs() - before.threadMs;
  const wallMs = performance.now() - before.wallMs;
  // Some kernels count a thread's time in ticks of 10 ms.
  assert.ok(tookMs <= wallMs + 20 && tookMs >= wallMs / 4 - 1, `${tookMs} of ${wallMs} ms`);
});
