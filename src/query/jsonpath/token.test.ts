import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDefinite, isPlain, type Token, tokensText } from './token.ts';

const NAME: Token = { kind: 'property', names: ['a'] };
const NAMES: Token = { kind: 'property', names: ['a', 'b'] };
const INDEX: Token = { kind: 'index', indexes: [0] };
const INDEXES: Token = { kind: 'index', indexes: [0, 1] };
const SLICE: Token = { kind: 'slice', from: 1, to: undefined };
const WILDCARD: Token = { kind: 'wildcard' };
const SCAN: Token = { kind: 'scan' };
const FILTER: Token = {
  kind: 'filter',
  condition: { kind: 'exists', path: { kind: 'path', from: 'item', tokens: [NAME] }, isWanted: true },
};
const SCRIPT: Token = { kind: 'script' };
const LENGTH: Token = { kind: 'function', name: 'length', parameters: [] };

test('One name and one index are plain', () => assert.ok([NAME, INDEX].every(isPlain)));

test('What may lead to several values is not plain', () =>
  assert.ok(![NAMES, INDEXES, SLICE, WILDCARD, SCAN, FILTER, SCRIPT].some(isPlain)));

test('Plain steps are definite, with or without a function at the end', () =>
  areDefinite([], [NAME, INDEX], [NAME, LENGTH]));

test('Several names are definite at the end only', () => {
  areDefinite([NAME, NAMES], [NAMES, LENGTH]);
  areIndefinite([NAMES, NAME]);
});

test('An operator anywhere makes a path indefinite', () =>
  areIndefinite([INDEXES], [SLICE], [WILDCARD, NAME], [SCAN, NAME], [NAME, FILTER, LENGTH], [SCRIPT]));

test('Every step prints in the form that AWS shows', () => {
  prints([NAME, NAMES, INDEX, INDEXES], "['a']['a','b'][0][0,1]");
  prints([SLICE, { kind: 'slice', from: undefined, to: -1 }], '[1:][:-1]');
  prints([SCAN, WILDCARD, FILTER, SCRIPT, LENGTH], '..[*][?][()].length()');
});

test('Quotes and backslashes in names are escaped', () =>
  prints([{ kind: 'property', names: ["it's", 'a\\b'] }], "['it\\'s','a\\\\b']"));

function areDefinite(...paths: Token[][]): void {
  for (const tokens of paths) assert.equal(isDefinite(tokens), true, tokensText(tokens));
}

function areIndefinite(...paths: Token[][]): void {
  for (const tokens of paths) assert.equal(isDefinite(tokens), false, tokensText(tokens));
}

function prints(tokens: readonly Token[], text: string): void {
  assert.equal(tokensText(tokens), text);
}
