import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Unavailable } from '../../base/unavailable.ts';
import { writeThrough } from './durable-file.ts';

const root = mkdtempSync(join(tmpdir(), 'durable-file-'));
after(() => rmSync(root, { recursive: true }));

describe('What is written through', () => {
  test('is synced behind its last byte, before anybody is told', async () => {
    assert.deepEqual(await written(['abc', 'de']), { text: 'abcde', lengthsAtSync: [5] });
  });

  test('is refused for now when it cannot be synced', async () => {
    await assert.rejects(written(['abc'], new Error('EIO')), Unavailable);
  });
});

async function written(chunks: readonly string[], failure?: Error) {
  const path = join(root, `${chunks.join('-')}-${failure?.message}`);
  const file = await open(path, 'wx');
  const lengthsAtSync: number[] = [];
  file.sync = async () => {
    lengthsAtSync.push(readFileSync(path).length);
    if (failure !== undefined) throw failure;
  };
  try {
    await writeThrough(file, of(chunks), () => {});
  } finally {
    await file.close();
  }
  return { text: readFileSync(path, 'utf8'), lengthsAtSync };
}

async function* of(chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
