import { describe, test } from 'node:test';
import { fails, gives } from '../../../test/jsonata/expression-under-test.ts';

describe('Groups', () => {
  test('collect items by key', () =>
    gives(
      'a{k: v}',
      { x: [1, 3], y: 2 },
      {
        a: [
          { k: 'x', v: 1 },
          { k: 'y', v: 2 },
          { k: 'x', v: 3 },
        ],
      },
    ));
  test('have text for keys', () => fails('{1: 2}', 'T1003'));
  test('have each key from one pair', () => fails('{"a": 1, "a": 2}', 'D1009'));
  test('leave out nothing', () => gives('{"a": b, "c": 1}', { c: 1 }, {}));
  test('may have any key', () =>
    gives('$keys({"__proto__": 1, "constructor": 2})', ['__proto__', 'constructor']));
});
