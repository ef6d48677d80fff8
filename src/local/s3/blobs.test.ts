import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Unavailable } from '../../base/unavailable.ts';
import { Blobs } from './blobs.ts';

const root = mkdtempSync(join(tmpdir(), 'blobs-'));
after(() => rmSync(root, { recursive: true }));

describe('Blobs', () => {
  test('keep bytes as they come, and give any range of them', async () => {
    const { blobs } = await place();
    const pieces = [await blobs.write(of('abc', 'de'), () => {}), await blobs.write(of('fgh'), () => {})];
    assert.deepEqual(
      pieces.map(({ bytes }) => bytes),
      [5, 3],
    );
    assert.equal(await text(blobs, pieces), 'abcdefgh');
    assert.equal(await text(blobs, pieces, { first: 3, last: 5 }), 'def');
    assert.equal(await text(blobs, pieces, { first: 6, last: 6 }), 'g');
  });

  test('have nothing of what was refused or broke off', async () => {
    const { blobs, directory } = await place();
    const refuse = () => {
      throw new RangeError('no');
    };
    await assert.rejects(blobs.write(of('abc'), refuse), RangeError);
    assert.deepEqual(readdirSync(directory), []);
  });

  test('that are being read stay until that has ended', async () => {
    const { blobs, directory } = await place();
    const piece = await blobs.write(of('abc'), () => {});
    const reading = blobs.read([piece], undefined);
    blobs.remove([piece]);
    assert.equal(await textOf(reading.chunks), 'abc');
    reading.close();
    reading.close();
    await gone(directory);
  });

  test('that nobody names go with the next start', async () => {
    const { blobs, directory } = await place();
    const kept = await blobs.write(of('a'), () => {});
    await blobs.write(of('b'), () => {});
    await new Blobs(directory).open(new Set([kept.id]));
    assert.deepEqual(readdirSync(directory), [kept.id]);
  });

  test('are unavailable when the disk is', async () => {
    await assert.rejects(
      new Blobs(join(root, 'none')).write(of('a'), () => {}),
      Unavailable,
    );
  });
});

async function place(): Promise<{ blobs: Blobs; directory: string }> {
  const directory = mkdtempSync(join(root, 'd-'));
  const blobs = new Blobs(directory);
  await blobs.open(new Set());
  return { blobs, directory };
}

/** Removing is nobody's to wait for. */
async function gone(directory: string): Promise<void> {
  while (readdirSync(directory).length > 0) await new Promise(setImmediate);
}

async function* of(...chunks: readonly string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

function text(
  blobs: Blobs,
  ...[pieces, range]: [Parameters<Blobs['read']>[0], Parameters<Blobs['read']>[1]?]
) {
  return textOf(blobs.read(pieces, range).chunks);
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}
