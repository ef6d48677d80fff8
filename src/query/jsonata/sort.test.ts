import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/jsonata/expression-under-test.ts';

describe('Sorting', () => {
  test('goes up', () => gives('[3, 1, 2]^($)', [1, 2, 3]));
  test('goes down', () => gives('[3, 1, 2]^(>$)', [3, 2, 1]));
  test('has several terms', () =>
    gives(
      '$^(a, >b).b',
      [2, 1, 3],
      [
        { a: 2, b: 3 },
        { a: 1, b: 1 },
        { a: 1, b: 2 },
      ],
    ));
  test('is stable', () =>
    gives(
      '$^(a).b',
      [1, 2],
      [
        { a: 1, b: 1 },
        { a: 1, b: 2 },
      ],
    ));
  test('puts nothing last', () => gives('$^(a)', [{ a: 1 }, {}], [{}, { a: 1 }]));
  test('does not mix types', () => fails('[1, "a"]^($)', 'T2007'));
  test('sorts no objects', () => fails('[{}, {}]^($)', 'T2008'));
});
