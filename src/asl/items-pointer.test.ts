import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../base/json.ts';
import { followPointer, itemsPointerOf } from './items-pointer.ts';

const DOCUMENT = { a: [{ 'b/c~d': 1 }], '': 2 };

test('a pointer goes by names and indexes', () => leads('/a/0/b~1c~0d', 1));
test('the empty pointer is the document', () => leads('', DOCUMENT));
test('an empty name is a name', () => leads('/', 2));
test('what is not there is nowhere', () => {
  for (const pointer of ['/x', '/a/1', '/a/00', '/a/length', '/toString', '/a/0/b/c'])
    leads(pointer, undefined);
});

test('the pointer of a state is in its ReaderConfig', () => {
  assert.equal(itemsPointerOf({ ItemReader: { ReaderConfig: { ItemsPointer: '/a' } } }), '/a');
  assert.equal(itemsPointerOf({ ItemReader: {} }), undefined);
  assert.equal(itemsPointerOf({}), undefined);
});

function leads(pointer: string, to: Json | undefined): void {
  assert.deepEqual(followPointer(DOCUMENT, pointer), to);
}
