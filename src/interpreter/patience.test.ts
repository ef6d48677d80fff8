import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GivenUp, OutOfPatience } from '../base/out-of-patience.ts';
import { Patience } from './patience.ts';

describe('Patience', () => {
  test('lasts for so many milliseconds', () => {
    const patience = new Patience(15, 1000);
    assert.equal(patience.leftMs(1005), 10);
    patience.check(1014);
    assert.throws(() => patience.check(1015), OutOfPatience);
  });

  test('may be lost before', () => {
    assert.throws(() => new Patience(15, 1000).lose(1001), OutOfPatience);
  });

  test('is a failure of the expression when no other thread can take it, and then begins anew', () => {
    const patience = new Patience(15, 1000, 'memory');
    assert.throws(() => patience.check(1020), GivenUp);
    patience.check(1034);
    assert.throws(() => patience.check(1035), GivenUp);
  });
});
