import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fails, gives, TOO_LONG } from '../../../test/jsonata/expression-under-test.ts';
import { search } from './regex.ts';

describe('A regular expression without end', () => {
  test('ends by its time', () =>
    fails('$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)', TOO_LONG));
  test('of a simple pattern ends by its time', () =>
    fails('$contains($, /a+b/)', TOO_LONG, 'a'.repeat(262_144)));
  test('that refers back ends by its time', () =>
    fails('$contains($, /^(a+)+\\1$/)', TOO_LONG, `${'a'.repeat(60)}!`));
  test('that is none matches like any other', () =>
    gives('$match($, /(b)(c)?/).groups', ['b', null], `${'a'.repeat(5000)}b`));
  test('is begun again with twice the time as long as its thread has mostly waited', () =>
    searches({ spentMs: [0, 10, 24, 25], atLeastMs: [25, 50, 100, 200] }));
  test('is not begun again when it had its time', () => searches({ spentMs: [25], atLeastMs: [25] }));
});

/**
 * @param spentMs What the meter says that each search took.
 * @param atLeastMs How long each went on by the clock, however busy the machine is.
 */
function searches({
  spentMs,
  atLeastMs,
}: Readonly<Record<'spentMs' | 'atLeastMs', readonly number[]>>): void {
  const startedMs: number[] = [];
  let [reads, left] = [0, 1000];
  const remainingMs = () => {
    if (reads++ % 2 === 0) startedMs.push(performance.now());
    else left -= spentMs[startedMs.length - 1] ?? 0;
    return left;
  };
  const meter = { remainingMs, patienceMs: () => Number.POSITIVE_INFINITY, losePatience: () => {} };
  const limits = { from: 0, limit: 1, meter };
  assert.throws(() => search({ source: '(a+)+$', flags: '' }, `${'a'.repeat(60)}!`, limits), /timeout/);
  const endedMs = [...startedMs.slice(1), performance.now()];
  assert.equal(startedMs.length, atLeastMs.length);
  for (const [index, limitMs] of atLeastMs.entries()) {
    assert.ok((endedMs[index] ?? 0) - (startedMs[index] ?? 0) >= limitMs - 1);
  }
}
