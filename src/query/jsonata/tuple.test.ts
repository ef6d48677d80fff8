import { describe, test } from 'node:test';
import { gives } from '../../../test/jsonata/expression-under-test.ts';

describe('Variables of a path', () => {
  test('hold the position', () => gives('a#$i.($ & $i)', ['x0', 'y1'], { a: ['x', 'y'] }));
  test('hold the item', () =>
    gives('a@$x.b[c = $x.c].[$x.c, d]', [1, 2], { a: { c: 1 }, b: [{ c: 1, d: 2 }] }));
  test('hold positions after a filter', () => gives('a[$ > 1]#$i.$i', [0, 1], { a: [1, 2, 3] }));
  test('are sorted with the items', () => gives('a#$i^(>$).$i', [1, 0], { a: [1, 2] }));
  test('are grouped with the items', () => gives('a#$i{$: $i}', { x: [0, 2], y: 1 }, { a: ['x', 'y', 'x'] }));
});
