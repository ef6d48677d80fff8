import { describe, test } from 'node:test';
import { gives } from '../../../../test/jsonata/expression-under-test.ts';

describe('Functions', () => {
  test('may be passed on', () => gives('["a"].($f := $uppercase; $f($))', 'A'));
  test('may be hidden by variables', () => gives('($sum := 1; $sum)', 1));
});
