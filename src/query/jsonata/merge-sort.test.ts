import { describe, test } from 'node:test';
import { gives } from '../../../test/jsonata/expression-under-test.ts';

describe('A comparator of the author', () => {
  test('decides the order', () =>
    gives('$sort(["bb", "a"], function($l, $r) { $length($l) > $length($r) })', ['a', 'bb']));
  test('may say yes for ever', () => gives('$count($sort([1..100], function() { true }))', 100));
});
