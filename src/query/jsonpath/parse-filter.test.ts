import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from './cursor.ts';
import { InvalidPath } from './invalid-path.ts';
import { parseTokens } from './parse.ts';
import { parseFilter } from './parse-filter.ts';
import type { Condition } from './token.ts';

test('And binds closer than or', () => {
  assert.equal(shape(filter('(@.a || @.b && @.c)')), 'any(exists,all(exists,exists))');
  assert.equal(shape(filter('((@.a || @.b) && !(@.c))')), 'all(any(exists,exists),not(exists))');
});

test('Symbols need no blanks, words do', () => {
  assert.equal(shape(filter('(@.a==1)')), 'compare==');
  assert.equal(shape(filter('(@.a IN [1])')), 'comparein');
  assert.equal(shape(filter('(@.a=~/x/i)')), 'compare=~');
});

test('Arithmetic is part of a name, as in Jayway', () => {
  const condition = filter('(@.key*2==100)');
  assert.deepEqual(condition.kind === 'compare' && condition.left, {
    kind: 'path',
    from: 'item',
    tokens: [{ kind: 'property', names: ['key*2'] }],
  });
});

test('A division is an open pattern', () => assert.throws(() => filter('(@.key == /5)'), InvalidPath));

function filter(text: string): Condition {
  return parseFilter(text, (path) => parseTokens(new Cursor(path), 1));
}

function shape(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return `${condition.kind}(${condition.terms.map(shape)})`;
    case 'not':
      return `not(${shape(condition.term)})`;
    case 'compare':
      return `compare${condition.operator}`;
    case 'exists':
      return 'exists';
  }
}
