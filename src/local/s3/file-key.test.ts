import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFileKey, fileContentType, whyNoPath } from './file-key.ts';

test('A key is a path in a folder, or it is said why not', () => {
  assert.equal(whyNoPath('a/..b/é c'), undefined);
  assert.equal(whyNoPath(`a/${'é'.repeat(128)}`), 'has a segment of more than 255 bytes');
  assert.equal(whyNoPath('a//b'), 'has an empty segment');
  assert.throws(() => checkFileKey('../x'), /has a segment of dots alone/);
});

test('What a file holds is told by its extension', () => {
  assert.equal(fileContentType('a.b/c.JSON'), 'application/json');
  assert.equal(fileContentType('a.json/c'), 'binary/octet-stream');
  assert.equal(fileContentType('a.constructor'), 'binary/octet-stream');
});
