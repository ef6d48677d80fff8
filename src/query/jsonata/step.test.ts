import { describe, test } from 'node:test';
import { gives } from '../../../test/jsonata/expression-under-test.ts';

describe('Steps', () => {
  test('run on every item', () => gives('[1, 2].($ * 2)', [2, 4]));
  test('drop what is nothing', () => gives('a.b', [1, 3], { a: [{ b: 1 }, {}, { b: 3 }] }));
  test('filter their own items', () => gives('a.b[0]', [1, 3], { a: [{ b: [1, 2] }, { b: [3] }] }));
  test('filter all items in brackets', () => gives('(a.b)[0]', 1, { a: [{ b: [1, 2] }, { b: [3] }] }));
});
