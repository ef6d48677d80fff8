import assert from 'node:assert/strict';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';

describe('A thread that stands back', { skip: process.platform !== 'linux' }, () => {
  test('lets the others of its process go first', async () => {
    const before = getPriority(0);
    assert.ok((await priorityOfThread()) > before);
    assert.equal(getPriority(0), before);
  });
});

async function priorityOfThread(): Promise<number> {
  const source = `
    import { getPriority } from 'node:os';
    import { parentPort } from 'node:worker_threads';
    import { standBack } from '${new URL('./stand-back.ts', import.meta.url)}';
    standBack();
    parentPort.postMessage(getPriority(0));
  `;
  const [priority] = await once(new Worker(dataUrl(source)), 'message');
  return Number(priority);
}

function dataUrl(source: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}
