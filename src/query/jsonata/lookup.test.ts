import { describe, test } from 'node:test';
import { gives, givesNothing } from '../../../test/jsonata/expression-under-test.ts';

describe('Looking up', () => {
  test('finds a member', () => gives('$lookup({"a": 1}, "a")', 1));
  test('finds the members of items', () => gives('$lookup([{"a": 1}, {"a": [2, 3]}], "a")', [1, 2, 3]));
  test('finds no inherited member', () => givesNothing('$lookup({}, "toString")'));
  test('does not look into functions', () => givesNothing('$sum.*'));
});
