import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { emptyStack, StackFolder } from './stack-record.ts';

describe('The folder of stacks', () => {
  test('keeps what is written, for its owner alone', async () => {
    await withFolder(async (stacks, folder) => {
      assert.equal(stacks.read('a'), undefined);
      stacks.write({ ...emptyStack('a'), exports: { Url: 'x' } });
      assert.deepEqual(stacks.read('a')?.exports, { Url: 'x' });
      assert.deepEqual([...stacks.exports()], [['Url', 'x']]);
      assert.equal(statSync(join(folder, 'a.json')).mode & 0o777, 0o600);
      stacks.remove('a');
      assert.deepEqual(stacks.names(), []);
    });
  });
  test('refuses a file that is none of its own', async () => {
    await withFolder(async (stacks, folder) => {
      for (const text of ['{', '{"format":2}', '[]']) {
        writeFileSync(join(folder, 'a.json'), text);
        assert.throws(() => stacks.read('a'), /no stack that this version of stepwell can read/);
      }
    });
  });
  test('lets one process at a time work on a stack', async () => {
    await withFolder(async (stacks) => {
      await stacks.locked('a', async () => {
        await assert.rejects(
          stacks.locked('a', async () => {}),
          /process \d+ is at work on stack a/,
        );
        await stacks.locked('b', async () => {});
      });
      await stacks.locked('a', async () => {});
    });
  });
  test('takes over the lock of a process that has ended', async () => {
    await withFolder(async (stacks, folder) => {
      writeFileSync(join(folder, 'a.lock'), '999999999');
      assert.equal(await stacks.locked('a', async () => 'done'), 'done');
    });
  });
});

async function withFolder(work: (stacks: StackFolder, folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-stacks-'));
  try {
    await work(new StackFolder(folder), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
