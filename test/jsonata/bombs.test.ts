import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../src/base/json.ts';
import { InvalidJsonata } from '../../src/query/jsonata/invalid-jsonata.ts';
import { JsonataFailure } from '../../src/query/jsonata/jsonata-failure.ts';
import { run } from './run.ts';

/** A second for the expression, and what a busy machine adds. */
const TIME_MS_MAX = 30_000;
const HEAP_BYTES_MAX = 200 * 1024 * 1024;

/** Expressions that end the process, the memory or the patience of an evaluator without bounds. */
const BOMBS: readonly string[] = [
  '$pad("x", 200000000)',
  '$pad("x", 2e8, "ab")',
  '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("x", 40))',
  '[1..1e9]',
  '$sum([1..9999999])',
  '($f := function($x) { $f($x + 1) }; $f(1))',
  '($f := function($n) { $n + $f($n - 1) }; $f(5))',
  '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)',
  '$contains($, /a+b/)',
  '$match($, /a/)',
  '$map([1..3000], function($i) { $length($ & $string($i)) })',
  '$string([1..1000].$$)',
  '[1..1000].{"a": $$}',
  '$map([1..800000], function($x) { [$x, $x, $x] })',
  '$reduce([1..20000], function($a, $b) { $append($a, [$b]) }, [])',
  '[1..2000].([1..2000])',
  '($f := function($a, $n) { $n = 0 ? $a : $f({"a": $a}, $n - 1) }; $f(1, 100000) = $f(1, 100000))',
  '($f := function($a, $n) { $n = 0 ? $a : $f({"a": $a}, $n - 1) }; $f(1, 100000))',
  '($f := function($a, $n) { $n = 0 ? $a : $f([[$a]], $n - 1) }; $f(1, 100000).**)',
  '$merge([1..500000].{$string($): 1})',
  '$distinct([1..800000].{"a": $})',
  '$range(0, 1e15, 1)',
  '$partition([1..800000], 1)',
  `$toMillis("${', '.repeat(200)}!", "[Yw][Mw][Dw][Hw][mw]")`,
  `$formatNumber(1, "${'0'.repeat(2000)}")`,
  '('.repeat(50_000),
  `1${'+1'.repeat(50_000)}`,
];

describe('What would never end, ends:', () => {
  const text = 'a'.repeat(262_144);
  for (const bomb of BOMBS) test(bomb.slice(0, 80), () => ends(bomb, text));
});

function ends(bomb: string, input: Json): void {
  const [startMs, startBytes] = [performance.now(), process.memoryUsage().heapUsed];
  assert.throws(
    () => run(bomb, input),
    (error) => error instanceof JsonataFailure || error instanceof InvalidJsonata,
  );
  assert.ok(performance.now() - startMs < TIME_MS_MAX);
  // With the garbage of the runtime, which this does not wait for.
  assert.ok(process.memoryUsage().heapUsed - startBytes < HEAP_BYTES_MAX);
}
