import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fromBufferPromise } from 'yauzl';
import { zipOf } from './zip.ts';

test('a zip archive of one file can be read', async () => {
  assert.deepEqual(await entries(zipOf('índex.js', Buffer.from('exports.a = 1;'))), [
    ['índex.js', 'exports.a = 1;'],
  ]);
});

test('an empty file can be read', async () => {
  assert.deepEqual(await entries(zipOf('a', Buffer.alloc(0))), [['a', '']]);
});

async function entries(zip: Buffer): Promise<[string, string][]> {
  const archive = await fromBufferPromise(zip);
  const found: [string, string][] = [];
  for await (const entry of archive.eachEntry()) {
    found.push([entry.fileName, await text(await archive.openReadStreamPromise(entry))]);
  }
  return found;
}
