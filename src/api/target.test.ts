import assert from 'node:assert/strict';
import { test } from 'node:test';
import { split } from './target.ts';

test('A target is a decoded path and a query', () => {
  const { path, query } = split('/a%20b/%2F?x=1&y');
  assert.equal(path, '/a b//');
  assert.deepEqual(
    [...query],
    [
      ['x', '1'],
      ['y', ''],
    ],
  );
  assert.equal(split('/').path, '/');
});

test('A path that is no UTF-8 is none', () => {
  assert.equal(split('/%ff').path, undefined);
});
