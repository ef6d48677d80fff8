import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { namedBy } from './named.ts';

describe('What a document names beside the database', () => {
  test('is the code of a function', () => {
    names('function', { id: 'f', codeSha256: 'abc' }, ['functions/f/abc']);
  });

  test('is the code of every version of it, too', () => {
    const versions = [{ id: 'f', codeSha256: 'old' }];
    names('function', { id: 'f', codeSha256: 'new', versions }, ['functions/f/new', 'functions/f/old']);
  });

  test('is every file of an object', () => {
    names('s3-object', { pieces: [{ id: 'a' }, { id: 'b' }] }, ['s3/a', 's3/b']);
  });

  test('is nothing where an object is a file of a watched folder', () => {
    names('s3-object', { pieces: [] }, []);
  });

  test('is the file of an uploaded part', () => {
    names('s3-part', { piece: { id: 'a' } }, ['s3/a']);
  });

  test('is nothing for any other kind', () => {
    names('machine', { id: 1 }, []);
  });
});

function names(kind: string, document: object, paths: readonly string[]): void {
  const named = namedBy(kind, JSON.parse(JSON.stringify(document)));
  assert.deepEqual(
    named.map(({ path }) => path),
    paths,
  );
}
