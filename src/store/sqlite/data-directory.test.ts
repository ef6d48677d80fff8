import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { StoreRefused } from '../refused.ts';
import { createPrivateFile, prepareDirectory } from './data-directory.ts';

describe('preparing a data directory', () => {
  test('makes it, and what leads to it', () => inDirectory(makesIt));

  test('closes an empty one to others', () => inDirectory(closesEmpty));

  test('refuses one with files that others may enter', () => inDirectory(refusesShared));
});

describe('a private file', () => {
  test('is made empty and for its owner only', () => inDirectory(isPrivate));

  test('keeps its content when it was there, and loses the rights of others', () =>
    inDirectory(keepsContent));
});

function makesIt(parent: string): void {
  const { path } = prepareDirectory(join(parent, 'a', 'b'));
  assert.equal(modeOf(path), '700');
}

function closesEmpty(parent: string): void {
  const path = join(parent, 'empty');
  mkdirSync(path);
  chmodSync(path, 0o755);
  prepareDirectory(path);
  assert.equal(modeOf(path), '700');
}

function refusesShared(parent: string): void {
  const path = join(parent, 'shared');
  mkdirSync(path);
  writeFileSync(join(path, 'file'), '');
  chmodSync(path, 0o750);
  assert.throws(() => prepareDirectory(path), StoreRefused);
  assert.equal(modeOf(path), '750');
}

function isPrivate(parent: string): void {
  const path = join(parent, 'file');
  createPrivateFile(path);
  assert.equal(existsSync(path), true);
  assert.equal(modeOf(path), '600');
}

function keepsContent(parent: string): void {
  const path = join(parent, 'file');
  writeFileSync(path, 'text', { mode: 0o644 });
  createPrivateFile(path);
  assert.equal(statSync(path).size, 4);
  assert.equal(modeOf(path), '600');
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

function inDirectory(claim: (parent: string) => void): void {
  const parent = mkdtempSync(join(tmpdir(), 'stepwell-directory-'));
  try {
    claim(parent);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
