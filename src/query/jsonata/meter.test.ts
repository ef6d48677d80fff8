import { describe, test } from 'node:test';
import { fails, gives, TOO_LARGE, TOO_LONG } from '../../../test/jsonata/expression-under-test.ts';

const LIMIT = /memory limit|timeout/;
const READ = '$map([1..1000], function($i) { $length($pad("x", 100000) & $string($i)) })';

function doubled(times: number): string {
  return `($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("x", ${times}))`;
}

describe('An evaluation', () => {
  test('makes no text longer than AWS allows', () => fails('$pad("x", 200000000)', TOO_LARGE));
  test('may make texts of 4 million characters', () => gives(`$length(${doubled(22)})`, 4_194_304));
  test('makes no text of 8 million characters', () => fails(doubled(23), TOO_LARGE));
  test('pays for texts that are put together once they are read', () => fails(READ, TOO_LARGE));
  test('may read one text again and again', () =>
    gives('$count([1..150][$length($$) > 0])', 150, 'x'.repeat(250_000)));
  test('makes no endless list', () => fails('[1..1e9]', TOO_LARGE));
  test('makes no list of lists without end', () =>
    fails('$map([1..800000], function($x) { [$x, $x, $x] })', LIMIT));
  test('ends in a second', () => fails('($f := function($x) { $f($x + 1) }; $f(1))', TOO_LONG));
});
