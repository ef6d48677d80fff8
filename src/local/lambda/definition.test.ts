import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configurationOf, type FunctionDefinition, snapshotOf } from './definition.ts';
import { DEFAULTS } from './settings.ts';

const HERE = { account: '123456789012', region: 'us-east-1' };
const MADE = {
  name: 'f',
  id: 'i',
  role: 'r',
  codeSha256: 'ab',
  codeSize: 1,
  revisionId: '1',
  lastModified: 0,
};
const LATEST: FunctionDefinition = {
  ...{ ...DEFAULTS, ...MADE, runtime: 'nodejs24.x', handler: 'index.handler' },
  ...{ tags: { a: '1' }, versionsPublished: 0, versions: [], aliases: [], permissions: [] },
  reservedConcurrency: 1,
};

describe('A function', () => {
  test('is told with the qualifier it was asked for by', () => {
    assert.equal(arn(LATEST), 'f');
    assert.equal(arn(LATEST, '$LATEST'), 'f:$LATEST');
    assert.equal(arn({ ...LATEST, version: '2' }), 'f:2');
    assert.equal(arn({ ...LATEST, version: '2' }, 'live'), 'f:live');
  });
  test('is published without what only its newest state has', () => {
    const { tags, versions, versionsPublished, aliases, permissions, reservedConcurrency, ...rest } = LATEST;
    assert.deepEqual(snapshotOf(LATEST), { ...rest, tags: {} });
  });
});

function arn(definition: FunctionDefinition, qualifier?: string): unknown {
  const { FunctionArn } = configurationOf(definition, HERE, qualifier);
  return String(FunctionArn).replace('arn:aws:lambda:us-east-1:123456789012:function:', '');
}
