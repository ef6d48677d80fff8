import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OutOfPatience } from '../base/out-of-patience.ts';
import { isLong, late } from './late.ts';

const PATIENT = { elapsedMs: () => 0 };
const IMPATIENT = { elapsedMs: () => 0, losePatience: lose };

test('A part of a definition is long by all that is in it', () => {
  assert.equal(isLong(['x'.repeat(4000), { a: 'x'.repeat(4000) }]), false);
  assert.equal(isLong(['x'.repeat(4000), { a: 'x'.repeat(5000) }]), true);
});

describe('What is compiled late', () => {
  test('is compiled once', () => {
    let count = 0;
    const get = late('', () => ++count);
    assert.deepEqual([count, get(PATIENT), get(PATIENT)], [0, 1, 1]);
  });

  test('is compiled elsewhere when it is long', () => {
    assert.equal(of(8192)(IMPATIENT), 'compiled');
    assert.throws(() => of(8193)(IMPATIENT), OutOfPatience);
    assert.equal(of(8193)(PATIENT), 'compiled');
  });

  test('looks at the clock before', () => {
    assert.throws(() => of(10)({ elapsedMs: lose }), OutOfPatience);
  });
});

/** A text takes two more than its characters. */
function of(size: number) {
  return late('x'.repeat(size - 2), () => 'compiled');
}

function lose(): never {
  throw new OutOfPatience();
}
