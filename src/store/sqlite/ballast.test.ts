import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ballast } from './ballast.ts';

describe('the ballast', () => {
  test('grows in steps to 16 MiB and no further', () => atPath(growsToWhole));

  test('goes on where an earlier process stopped', () => atPath(goesOn));

  test('gives its room back', () => atPath(drops));

  test('is none where it cannot be written', () => atPath((path) => assert.equal(growAll(`${path}/no`), 0)));
});

function growsToWhole(path: string): void {
  assert.equal(growAll(path), 15);
  assert.equal(statSync(path).size, 16 * 1024 * 1024);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(new Ballast(path).grow(), false);
}

function goesOn(path: string): void {
  new Ballast(path).grow();
  assert.equal(growAll(path), 14);
}

function drops(path: string): void {
  const ballast = new Ballast(path);
  ballast.grow();
  ballast.drop();
  ballast.drop();
  assert.equal(existsSync(path), false);
  assert.equal(ballast.isWhole, false);
}

/** @returns how often another step was asked for. */
function growAll(path: string): number {
  const ballast = new Ballast(path);
  let more = 0;
  while (ballast.grow()) more++;
  return more;
}

function atPath(claim: (path: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-ballast-'));
  try {
    claim(join(directory, 'ballast'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
