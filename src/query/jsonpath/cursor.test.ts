import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor, closingBracket, unescapeQuoted } from './cursor.ts';

test('A closing bracket is found behind texts and patterns', () => {
  assert.equal(closingBracket(new Cursor("(')' (a))"), 0, false), 8);
  assert.equal(closingBracket(new Cursor('(/\\)/)'), 0, true), 5);
  assert.throws(() => closingBracket(new Cursor("(')'"), 0, false), { name: 'InvalidPath' });
});

test('Blanks are passed over only before what was asked for', () => {
  const cursor = new Cursor('  ]');
  assert.equal(cursor.accepts('['), false);
  assert.equal(cursor.at, 0);
  assert.equal(cursor.accepts(']'), true);
});

test('Escapes are those of JSON, and any character for itself', () => {
  assert.equal(unescapeQuoted("\\u0041\\n\\'\\\\"), "A\n'\\");
});
