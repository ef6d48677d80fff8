import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { LogsWorld } from '../../../test/logs/logs-world.ts';

describe('The local CloudWatch Logs', () => {
  test('finds again what it has written', () =>
    onDisk(async (world) => {
      await world.put(['a']);
      await world.restart();
      await world.put(['b']);
      assert.deepEqual(await world.messages(), ['a', 'b']);
    }));
  test('removes what a crash has left of a deleted group', () =>
    onDisk(async (world, folder) => {
      await world.put(['a']);
      await mkdir(join(folder, '4711'));
      await world.restart();
      await world.restart();
      assert.deepEqual(readdirSync(folder), ['1']);
      assert.deepEqual([await world.messages(), world.said], [['a'], []]);
    }));
  test('removes the files of a group that is deleted', () =>
    onDisk(async (world, folder) => {
      await world.put(['a']);
      await world.call('DeleteLogGroup', { logGroupName: 'g' });
      assert.deepEqual(readdirSync(folder), []);
    }));
});

async function onDisk(claim: (world: LogsWorld, folder: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-logs-'));
  const world = new LogsWorld({ directory });
  try {
    await claim(world, join(directory, 'logs'));
  } finally {
    await world.close();
    rmSync(directory, { recursive: true });
  }
}
