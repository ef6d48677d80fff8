import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OutOfPatience } from '../base/out-of-patience.ts';
import { late } from './late.ts';

const PATIENT = { elapsedMs: () => 0 };
const IMPATIENT = { elapsedMs: () => 0, losePatience: lose };

describe('What is compiled late', () => {
  test('is compiled once', () => {
    let count = 0;
    const get = late(
      () => 10,
      () => ++count,
    );
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

function of(characters: number) {
  return late(
    () => characters,
    () => 'compiled',
  );
}

function lose(): never {
  throw new OutOfPatience();
}
