import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { zip } from '../../../test/lambda/zip.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { CodeStore } from './code-store.ts';
import { Refusal } from './refusal.ts';

describe('The code of a function', () => {
  test('lies under the hash of its archive', () => using(liesUnderItsHash));
  test('may be installed twice at once', () => using(installsTwice));
  test('that is refused leaves nothing behind', () => using(leavesNothing));
  test('is swept away when no function has it', () => using(sweeps));
  test('cannot be stored without a disk', () => using(needsDisk));
});

const ARCHIVE = zip([{ name: 'index.js', content: 'x' }]);

interface Place {
  readonly directory: string;
  readonly store: CodeStore;
  /** All files, by their path in the directory. */
  files(): Promise<string[]>;
}

async function using(claim: (place: Place) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'stepwell-code-'));
  const files = async () =>
    (await readdir(directory, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1));
  try {
    await claim({ directory, store: new CodeStore(directory), files });
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function liesUnderItsHash({ directory, store, files }: Place): Promise<void> {
  const { codeSha256, codeSize } = await store.install('a', ARCHIVE);
  assert.deepEqual([codeSize, await files()], [ARCHIVE.length, [`a/${codeSha256}/index.js`]]);
  assert.equal(store.rootOf({ id: 'a', codeSha256 }), join(directory, 'a', codeSha256));
}

async function installsTwice({ store, files }: Place): Promise<void> {
  await Promise.all([store.install('a', ARCHIVE), store.install('a', ARCHIVE)]);
  assert.equal((await files()).length, 1);
}

async function leavesNothing({ store, files }: Place): Promise<void> {
  const hostile = zip([{ name: 'ok.js' }, { name: '../escaped.js' }]);
  await assert.rejects(store.install('a', hostile), Refusal);
  assert.deepEqual(await files(), []);
}

async function sweeps({ directory, store, files }: Place): Promise<void> {
  const kept = { id: 'a', ...(await store.install('a', ARCHIVE)) };
  await store.install('a', zip([{ name: 'index.js', content: 'replaced' }]));
  await store.install('b', ARCHIVE);
  await mkdir(join(directory, 'a/.new-1'));
  await writeFile(join(directory, 'a/.new-1/index.js'), 'unfinished');
  await store.sweep([kept]);
  assert.deepEqual(await files(), [`a/${kept.codeSha256}/index.js`]);
}

async function needsDisk({ directory }: Place): Promise<void> {
  await writeFile(join(directory, 'file'), '');
  await assert.rejects(new CodeStore(join(directory, 'file')).install('a', ARCHIVE), Unavailable);
}
