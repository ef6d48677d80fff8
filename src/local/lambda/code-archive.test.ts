import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type ZipEntry, zip } from '../../../test/lambda/zip.ts';
import { unpack } from './code-archive.ts';
import { Refusal } from './refusal.ts';

const LIMITS = { unpackedBytesMax: 5_000_000, entriesMax: 3, ratioMax: 100 };
const INDEX: ZipEntry = { name: 'index.js', content: 'exports.handler = 1', deflated: true };

describe('An archive', () => {
  test('may be packed and have folders', () =>
    accepts([INDEX, { name: 'lib/', mode: 0o040755 }, { name: 'lib/x.js', content: 'x' }], {
      'index.js': 'exports.handler = 1',
      'lib/x.js': 'x',
    }));

  test('need not name its folders', () => accepts([{ name: 'a/b/c', content: 'x' }], { 'a/b/c': 'x' }));

  test('may come from a system without file types', () =>
    accepts([{ name: 'lib/x.js', content: 'x', mode: 0 }], { 'lib/x.js': 'x' }));

  test('may reach its limits', () =>
    accepts([{ name: 'a' }, { name: 'b' }, { name: 'c' }], { a: '', b: '', c: '' }));

  test('keeps what is executable executable, and sets no other bits', async () => {
    await hasMode(0o104777, 0o755);
    await hasMode(0o100600, 0o644);
  });

  test('must not leave its folder', () => refuses([{ name: '../escaped.js' }], /invalid relative path/));
  test('must not leave its folder from within', () =>
    refuses([{ name: 'a/../../escaped.js' }], /invalid relative path/));
  test('must not be absolute', () => refuses([{ name: '/tmp/escaped.js' }], /absolute path/));
  test('must not use the separators of another system', () =>
    refuses([{ name: 'a\\..\\b.js' }], /invalid characters/));
  test('must not have links', () =>
    refuses([{ name: 'link', content: '/etc/passwd', mode: 0o120777 }], /is not a file but a link/));
  test('must not have devices', () =>
    refuses([{ name: 'null', mode: 0o020666 }], /is not a file but a link or a device/));
  test('must not have a file twice', () => refuses([INDEX, INDEX], /index\.js is in it twice/));
  test('must not have a file where it has a folder', () =>
    refuses([{ name: 'a' }, { name: 'a/b' }], /EEXIST|ENOTDIR/));
  test('must not have NUL in names', () => refuses([{ name: 'a\0b' }], /NUL character/));
  test('must not be encrypted', () => refuses([{ ...INDEX, encrypted: true }], /index\.js is encrypted/));
  test('must not be larger than it says', () =>
    refuses([{ ...INDEX, claimedBytes: 3 }], /too many bytes in the stream/));
  test('must not claim more than the limit', () =>
    refuses([{ ...INDEX, claimedBytes: 5_000_001 }], /must be smaller than 5000000 bytes/));
  test('must not be a bomb', () =>
    refuses(
      [{ name: 'zeros', content: Buffer.alloc(3_000_000), deflated: true }],
      /100 times larger than itself/,
    ));
  test('must not have too many entries', () =>
    refuses([INDEX, { name: 'b' }, { name: 'c' }, { name: 'd' }], /it has 4 entries, at most 3/));
  test('must not be empty', () => refuses([], /non-empty zip/));
  test('must be one', () => refusesBytes(Buffer.from('not a zip'), /Could not unzip uploaded file/));
});

async function accepts(
  entries: readonly ZipEntry[],
  expected: Readonly<Record<string, string>>,
): Promise<void> {
  await inFolder(async (folder) => {
    await unpack(zip(entries), folder, LIMITS);
    const found = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    assert.equal(found.length, Object.keys(expected).length);
    for (const [path, text] of Object.entries(expected))
      assert.equal(await readFile(join(folder, path), 'utf8'), text);
  });
}

async function hasMode(mode: number, expected: number): Promise<void> {
  await inFolder(async (folder) => {
    await unpack(zip([{ name: 'f', mode }]), folder, LIMITS);
    assert.equal((await stat(join(folder, 'f'))).mode & 0o7777, expected);
  });
}

function refuses(entries: readonly ZipEntry[], reason: RegExp): Promise<void> {
  return refusesBytes(zip(entries), reason);
}

async function refusesBytes(archive: Buffer, reason: RegExp): Promise<void> {
  await inFolder((folder) =>
    assert.rejects(unpack(archive, folder, LIMITS), (thrown) => {
      assert.ok(thrown instanceof Refusal);
      assert.equal(thrown.code, 'InvalidParameterValueException');
      assert.match(thrown.message, reason);
      return true;
    }),
  );
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stepwell-archive-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
