import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidPath } from './invalid-path.ts';
import { parseFilter } from './parse-filter.ts';
import type { Condition } from './token.ts';

test('And binds closer than or', () => {
  assert.equal(shape(parseFilter('(@.a || @.b && @.c)', 1)), 'any(exists,all(exists,exists))');
  assert.equal(shape(parseFilter('((@.a || @.b) && !(@.c))', 1)), 'all(any(exists,exists),not(exists))');
});

test('Symbols need no blanks, words do', () => {
  assert.equal(shape(parseFilter('(@.a==1)', 1)), 'compare==');
  assert.equal(shape(parseFilter('(@.a IN [1])', 1)), 'comparein');
  assert.equal(shape(parseFilter('(@.a=~/x/i)', 1)), 'compare=~');
});

test('Arithmetic is part of a name, as in Jayway', () => {
  const condition = parseFilter('(@.key*2==100)', 1);
  assert.deepEqual(condition.kind === 'compare' && condition.left, {
    kind: 'path',
    from: 'item',
    tokens: [{ kind: 'property', names: ['key*2'] }],
  });
});

test('A division is an open pattern', () =>
  assert.throws(() => parseFilter('(@.key == /5)', 1), InvalidPath));

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
