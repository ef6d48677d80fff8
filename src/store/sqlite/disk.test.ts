import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeDurability } from './disk.ts';

describe('the durability line', () => {
  test('names the file system and the cost of a sync', () => {
    assert.equal(describeDurability('ext4', 0.234), 'sqlite wal full, ext4, fsync 0.2 ms');
  });

  test('leaves out a file system it does not know', () => {
    assert.equal(describeDurability(undefined, 12), 'sqlite wal full, fsync 12.0 ms');
  });

  test('warns of tmpfs', () => {
    assert.match(describeDurability('tmpfs', 0.001), /\(tmpfs: nothing survives a power cut\)$/);
  });

  test('warns of a disk that answers before it can have synced', () => {
    assert.match(describeDurability('ext4', 0.02), /fsync 0\.02 ms \(faster than a disk can be/);
  });
});
