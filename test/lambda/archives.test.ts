import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { HostUnderTest } from './host-under-test.ts';
import { ROLE, startHost } from './host-under-test.ts';
import { type ZipEntry, zip } from './zip.ts';

let host: HostUnderTest;
before(async () => {
  host = await startHost();
});
after(() => host[Symbol.asyncDispose]());

const INDEX: ZipEntry = {
  name: 'index.js',
  content: 'exports.handler = async () => require("./lib/x.js")',
  deflated: true,
};

describe('An archive', () => {
  test('may be packed and have folders', () =>
    accepts(
      [INDEX, { name: 'lib/', mode: 0o040755 }, { name: 'lib/x.js', content: 'module.exports = 7' }],
      '7',
    ));

  test('may come from a system without file types', () =>
    accepts(
      [
        { ...INDEX, mode: 0 },
        { name: 'lib/x.js', content: 'module.exports = 8', mode: 0 },
      ],
      '8',
    ));

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
  test('must not be encrypted', () => refuses([{ ...INDEX, encrypted: true }], /is encrypted/));
  test('must not be larger than it says', () =>
    refuses([{ ...INDEX, claimedBytes: 3 }], /too many bytes in the stream/));
  test('must not claim more than the limit', () =>
    refuses([{ ...INDEX, claimedBytes: 300_000_000 }], /must be smaller than 262144000 bytes/));
  test('must not be a bomb', () =>
    refuses(
      [{ name: 'zeros', content: Buffer.alloc(3_000_000), deflated: true }],
      /100 times larger than itself/,
    ));
  test('must not have too many entries', () =>
    refuses(
      Array.from({ length: 10_001 }, (_, n) => ({ name: `${n}` })),
      /10001 entries/,
    ));
  test('must not be empty', () => refuses([], /non-empty zip/));
  test('must be one', () => refusesBytes(Buffer.from('not a zip'), /Could not unzip uploaded file/));

  test('that is refused leaves nothing behind', async () => {
    const before = await readdir(join(host.directory, 'functions'), { recursive: true });
    await refuses([{ name: 'ok.js' }, { name: '../escaped.js' }], /invalid relative path/);
    const left = await readdir(join(host.directory, 'functions'), { recursive: true });
    assert.deepEqual(
      left.filter((path) => path.includes('.new-')),
      [],
    );
    assert.deepEqual(
      left.filter((path) => path.includes('ok.js')),
      [],
    );
    assert.ok(left.length <= before.length + 1);
  });
});

let functions = 0;

function create(archive: Buffer) {
  functions += 1;
  return host.request('POST', '', {
    FunctionName: `f${functions}`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: ROLE,
    Code: { ZipFile: archive.toString('base64') },
  });
}

async function accepts(entries: readonly ZipEntry[], expected: string): Promise<void> {
  const { status, body } = await create(zip(entries));
  assert.equal(status, 201, String(body));
  assert.equal((await host.call(`f${functions}`, {})).payload, expected);
}

function refuses(entries: readonly ZipEntry[], reason: RegExp): Promise<void> {
  return refusesBytes(zip(entries), reason);
}

async function refusesBytes(archive: Buffer, reason: RegExp): Promise<void> {
  const { status, headers, body } = await create(archive);
  assert.equal(status, 400, String(body));
  assert.equal(headers['x-amzn-ErrorType'], 'InvalidParameterValueException');
  assert.match(JSON.parse(String(body)).message, reason);
}
