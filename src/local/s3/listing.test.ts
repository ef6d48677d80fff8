import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type ListingQuery, listingOf } from './listing.ts';
import { compareKeys, ObjectIndex } from './object-index.ts';

describe('A listing', () => {
  test('has the keys of a prefix', () => {
    lists({ prefix: 'a' }, ['a', 'a/1', 'a/2', 'a/b/3', 'ab'], []);
    lists({ prefix: 'a/' }, ['a/1', 'a/2', 'a/b/3'], []);
    lists({ prefix: 'x' }, [], []);
  });

  test('has what shares a prefix as one entry', () => {
    lists({ delimiter: '/' }, ['a', 'ab', 'c'], ['a/', 'd/']);
    lists({ delimiter: '/', prefix: 'a/' }, ['a/1', 'a/2'], ['a/b/']);
  });

  test('starts behind a key, or behind a group', () => {
    lists({ after: 'a/1' }, ['a/2', 'a/b/3', 'ab', 'c', 'd/e'], []);
    lists({ after: 'a/', delimiter: '/' }, ['ab', 'c'], ['d/']);
    lists({ after: 'A', prefix: 'c' }, ['c'], []);
    lists({ after: 'z', prefix: 'c' }, [], []);
  });

  test('has no page of nothing', () => lists({ limit: 0 }, [], []));

  test('in pages of any size has each entry once', () => {
    const key = fc.string({
      unit: fc.constantFrom('a', 'b', '/', '\u{1F600}', '\uFFFD'),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.uniqueArray(key), key, fc.integer({ min: 1, max: 4 }), (keys, prefix, limit) => {
        const index = indexOf(keys);
        const found: string[] = [];
        for (let after = '', isMore = true; isMore; ) {
          const page = listingOf(index, { prefix, delimiter: '/', after, limit });
          found.push(...page.keys, ...page.prefixes);
          isMore = page.next !== undefined;
          after = page.next ?? '';
        }
        assert.deepEqual(found.sort(compareKeys), naive(keys, prefix));
      }),
    );
  });
});

function naive(keys: readonly string[], prefix: string): string[] {
  const entries = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = key.indexOf('/', prefix.length);
      return end < 0 ? key : key.slice(0, end + 1);
    });

  return [...new Set(entries)].sort(compareKeys);
}

function lists(query: Partial<ListingQuery>, keys: readonly string[], prefixes: readonly string[]): void {
  const index = indexOf(['c', 'a/2', 'a', 'a/b/3', 'ab', 'a/1', 'd/e']);
  const found = listingOf(index, { prefix: '', delimiter: '', after: '', limit: 1000, ...query });
  assert.deepEqual(found, { keys, prefixes, next: undefined });
}

function indexOf(keys: readonly string[]): ObjectIndex<true> {
  const index = new ObjectIndex<true>();
  for (const key of keys) index.load(key, true);
  return index;
}
