import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Alias, FunctionDefinition } from './definition.ts';
import { versionAt, withVersions } from './qualifier.ts';
import { DEFAULTS } from './settings.ts';

describe('A qualifier', () => {
  test('is the newest state when there is none', () => names(undefined, '$LATEST'));
  test('may be $LATEST', () => names('$LATEST', '$LATEST'));
  test('may be the number of a version', () => names('2', '2'));
  test('may be an alias', () => names('live', '1'));
  test('may be an alias of the newest state', () => names('edge', '$LATEST'));
  test('may be an alias that is drawn', () => {
    names('both', '2', 0.24);
    names('both', '1', 0.25);
  });
  test('may be nothing that is there', () => {
    names('3', undefined);
    names('toString', undefined);
  });
});

test('A function goes with its versions', () => assert.equal(withVersions(LATEST).length, 3));

const alias = (name: string, version: string, weights: Alias['weights'] = {}): Alias => {
  return { name, version, weights, description: '', revisionId: 'r' };
};

const MADE = {
  name: 'f',
  id: 'i',
  role: 'r',
  codeSha256: 'ab',
  codeSize: 1,
  revisionId: '1',
  lastModified: 0,
};
const BASE: FunctionDefinition = { ...DEFAULTS, ...MADE, runtime: 'nodejs24.x', handler: 'index.handler' };
const LATEST: FunctionDefinition = {
  ...BASE,
  versions: [
    { ...BASE, version: '1' },
    { ...BASE, version: '2' },
  ],
  aliases: [alias('live', '1'), alias('edge', '$LATEST'), alias('both', '1', { 2: 0.25 })],
};

function names(qualifier: string | undefined, version: string | undefined, random = 0): void {
  const found = versionAt(LATEST, qualifier, () => random);
  assert.equal(found && (found.version ?? '$LATEST'), version);
}
