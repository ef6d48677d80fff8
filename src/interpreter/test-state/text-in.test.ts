import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textIn } from './text-in.ts';

test('a value is found with its white space', () => is('{"a": [1,\n 2]}', '[1,2]', '[1,\n 2]'));
test('white space in strings counts', () => is('[["a b"], [ "ab" ]]', '["ab"]', '[ "ab" ]'));
test('an escaped quote ends no string', () => is('[ "\\" ]" ]', '["\\" ]"]', '[ "\\" ]" ]'));
test('what is not there is not found', () => is('{"a": [1, 2]}', '[1,3]', undefined));
test('what ends too early is not found', () => is('[1, 2', '[1,2]', undefined));

function is(source: string, compact: string, expected: string | undefined): void {
  assert.equal(textIn(source, compact), expected);
}
