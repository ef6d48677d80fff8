import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { factsOf } from '../../../test/local/segments.ts';
import { parseFilter } from './filter.ts';
import { traceOf } from './summary.ts';

const GOOD = traceOf([factsOf({ annotations: { k: 'v AND w', n: 5, t: true } })]);
const BAD = traceOf([factsOf({ name: 'b', fault: true, throttle: true, end_time: 109 })]);

describe('A filter expression', () => {
  test('asks for flags', () => {
    for (const text of ['fault', 'fault = true', 'error', 'throttle', '!ok', 'ok = false', 'ok != true'])
      finds(text, { good: false, bad: true });
    finds('!fault', { good: true, bad: false });
    finds('partial', { good: false, bad: false });
  });

  test('asks for services and times', () => {
    finds('service("b")', { good: false, bad: true });
    finds('service()', { good: true, bad: true });
    finds('responsetime > 2', { good: false, bad: true });
    finds('duration <= 2', { good: true, bad: false });
    finds('Duration>=9', { good: false, bad: true });
  });

  test('asks for annotations, by type', () => {
    finds('annotation.k = "v AND w"', { good: true, bad: false });
    finds('annotation[n] < 6', { good: true, bad: false });
    finds('annotation.n', { good: true, bad: false });
    finds('annotation.t = true', { good: true, bad: false });
    finds('annotation.n = "5"', { good: false, bad: false });
    finds('annotation.n != 5', { good: false, bad: false });
    finds('annotation.k > "u"', { good: true, bad: false });
  });

  test('joins conditions with AND', () => {
    finds('service("b") AND fault and duration > 3', { good: false, bad: true });
    finds('service("a") AND fault', { good: false, bad: false });
  });

  test('that is not known here is refused with what is not', () => {
    for (const text of ['edge("a","b")', 'fault OR error', 'http.status = 200', 'x'.repeat(2001), 'a AND '])
      assert.throws(() => parseFilter(text), { code: 'InvalidRequestException', message: /cannot be used/ });
  });
});

function finds(text: string, { good, bad }: { readonly good: boolean; readonly bad: boolean }): void {
  const holds = parseFilter(text);
  assert.deepEqual([holds(GOOD), holds(BAD)], [good, bad], text);
}
