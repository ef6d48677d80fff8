import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findSnippets, SNIPPETS } from './catalog.ts';

describe('The catalog of snippets', () => {
  test('is asked in large or small letters', () => {
    assert.deepEqual(
      findSnippets('SQS', 'sendmessage').map(({ name }) => name),
      ['Amazon SQS: SendMessage'],
    );
  });

  test('gives all of a service', () => {
    assert.equal(findSnippets('lambda', undefined).length, 2);
  });

  test('finds nothing where there is nothing', () => {
    assert.deepEqual(findSnippets('lambda', 'publish'), []);
  });

  test('has each name once', () => {
    assert.equal(new Set(SNIPPETS.map(({ name }) => name)).size, SNIPPETS.length);
  });
});
