import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { filterPattern } from './filter-pattern.ts';

describe('A filter pattern of terms', () => {
  test('wants all of them, in any order and in their case', () => {
    passes('WARN disk', 'disk: WARN', 'WARN disk');
    stops('WARN disk', 'WARN', 'warn disk');
  });
  test('in quotes takes them as they stand', () => {
    passes('"a - b"', 'x a - b y');
    stops('"a - b"', 'a b -');
    passes('"say \\"hi\\""', 'say "hi"');
  });
  test('with ? wants one of them, unless others are needed', () => {
    passes('?a ?b', 'a', 'b');
    stops('?a ?b', 'c');
    passes('x ?a', 'x');
  });
  test('with - wants them not to be there', () => {
    passes('ERROR -timeout', 'ERROR');
    stops('ERROR -timeout', 'ERROR: timeout', 'fine');
    stops('-"out of memory"', 'out of memory');
  });
  test('that is empty lets everything through', () => passes('  ', '', 'a'));
  test('that is none is refused', () => {
    refuses('"open', /Invalid filter pattern/);
    refuses('[ip, user]', /no filter patterns of columns/);
    refuses('%a+%', /regular expressions/);
  });
});

function passes(pattern: string, ...messages: readonly string[]): void {
  for (const message of messages) assert.ok(filterPattern(pattern)(message), `${pattern}: ${message}`);
}

function stops(pattern: string, ...messages: readonly string[]): void {
  for (const message of messages) assert.ok(!filterPattern(pattern)(message), `${pattern}: ${message}`);
}

function refuses(pattern: string, message: RegExp): void {
  assert.throws(() => filterPattern(pattern), { name: 'ServiceRefusal', message });
}
