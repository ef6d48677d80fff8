import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadFile } from './thread-file.ts';

test('The file of a thread is beside its starter, in the language that this is in', () => {
  assert.equal(threadFile('./a-thread.ts', 'file:///x/b.ts').href, 'file:///x/a-thread.ts');
  assert.equal(threadFile('./a-thread.ts', 'file:///x/b.js').href, 'file:///x/a-thread.js');
});
