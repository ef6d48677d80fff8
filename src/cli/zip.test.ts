import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fromBufferPromise } from 'yauzl';
import { zipFiles } from './zip.ts';

test('a zip archive can be read', async () => {
  const files: [string, string][] = [
    ['índex.js', 'exports.a = 1;'],
    ['src/empty', ''],
  ];
  assert.deepEqual(await entries(zipped(files)), files);
});

test('the same files give the same archive', () => {
  assert.deepEqual(zipped([['a', 'x']]), zipped([['a', 'x']]));
});

function zipped(files: readonly (readonly [string, string])[]): Buffer {
  return zipFiles(
    files.map(([name, content]) => ({ name, content: Buffer.from(content), isExecutable: false })),
  );
}

async function entries(zip: Buffer): Promise<[string, string][]> {
  const archive = await fromBufferPromise(zip);
  const found: [string, string][] = [];
  for await (const entry of archive.eachEntry()) {
    found.push([entry.fileName, await text(await archive.openReadStreamPromise(entry))]);
  }
  return found;
}
