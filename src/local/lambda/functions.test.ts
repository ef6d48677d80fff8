import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { memoryRecords } from '../../../test/lambda/host-under-test.ts';
import { CodeStore } from './code-store.ts';
import type { FunctionDefinition } from './definition.ts';
import { FunctionFolders } from './function-folders.ts';
import { type FunctionRecords, Functions } from './functions.ts';
import { Refusal } from './refusal.ts';
import { DEFAULTS } from './settings.ts';

describe('Functions', () => {
  test('are found in their account and region only', async () => {
    const functions = functionsOn(recordsOf());
    await functions.create(HERE, definition('f'));
    assert.equal((await functions.find(HERE, 'f'))?.definition.name, 'f');
    assert.equal(await functions.find({ ...HERE, region: 'eu-west-1' }, 'f'), undefined);
  });

  test('are listed by name', async () => {
    const functions = functionsOn(recordsOf());
    for (const name of ['b', 'a', 'B']) await functions.create(HERE, definition(name));
    assert.deepEqual(
      (await functions.list(HERE)).map((found) => found.definition.name),
      ['B', 'a', 'b'],
    );
  });

  test('cannot be created twice', async () => {
    const functions = functionsOn(recordsOf());
    await functions.create(HERE, definition('f'));
    await refuses(functions.create(HERE, definition('f')), 'ResourceConflictException');
  });

  test('are changed from the newest state when two change them at once', async () => {
    const functions = functionsOn(recordsOf());
    await functions.create(HERE, definition('f'));
    const longer = () => functions.update(HERE, 'f', (now) => ({ ...now, timeout: now.timeout + 1 }));
    await Promise.all([longer(), longer(), longer()]);
    assert.equal((await functions.find(HERE, 'f'))?.definition.timeout, 6);
  });

  test('are gone at once when they are removed', async () => {
    const functions = functionsOn(recordsOf());
    await functions.create(HERE, definition('f'));
    await functions.find(HERE, 'f');
    await functions.remove(HERE, 'f');
    assert.equal(await functions.find(HERE, 'f'), undefined);
    await refuses(functions.remove(HERE, 'f'), 'ResourceNotFoundException');
  });

  test('are read from the records once while they are warm', async () => {
    const records = recordsOf();
    const functions = functionsOn(records);
    await functions.create(HERE, definition('f'));
    for (let call = 0; call < 10; call++) await functions.find(HERE, 'f');
    assert.equal(records.reads, 1);
  });

  test('in folders are looked for among the records once while they are warm', () =>
    withFolder('f', async (folders) => {
      const records = recordsOf();
      const functions = functionsOn(records, folders);
      for (let call = 0; call < 10; call++) await functions.find(HERE, 'f');
      assert.ok(records.reads < 5, `${records.reads} looks`);
    }));

  test('of folders give way at once to a created one of their name', () =>
    withFolder('f', async (folders) => {
      const functions = functionsOn(recordsOf(), folders);
      assert.equal((await functions.find(HERE, 'f'))?.origin, 'folder');
      await functions.create(HERE, definition('f'));
      assert.equal((await functions.find(HERE, 'f'))?.origin, 'created');
    }));
});

const HERE = { account: '123456789012', region: 'us-east-1' };

function functionsOn(records: FunctionRecords, folders?: FunctionFolders): Functions {
  return new Functions(records, new CodeStore('/nowhere'), folders);
}

async function withFolder(name: string, claim: (folders: FunctionFolders) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'stepwell-folders-'));
  await mkdir(join(directory, name));
  await writeFile(join(directory, name, 'index.js'), '');
  const folders = new FunctionFolders(directory, () => '1');
  try {
    await claim(folders);
  } finally {
    folders.close();
    await rm(directory, { recursive: true });
  }
}

function definition(name: string): FunctionDefinition {
  const made = { name, id: 'id', role: 'r', codeSha256: 'ab', codeSize: 1, revisionId: '1', lastModified: 0 };
  return { ...DEFAULTS, ...made, runtime: 'nodejs24.x', handler: 'index.handler' };
}

/** Counts how often it is read. */
function recordsOf(): FunctionRecords & { reads: number } {
  const records = memoryRecords();
  return {
    ...records,
    reads: 0,
    read(key) {
      this.reads += 1;
      return records.read(key);
    },
  };
}

async function refuses(action: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(action, (error) => error instanceof Refusal && error.code === code);
}
