import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Retrier } from '../asl/program.ts';
import { chooseRetry } from './retry.ts';

describe('A retrier', () => {
  test('waits longer each time: interval times rate to the power of the retries so far', () => {
    assert.deepEqual(delays({ intervalSeconds: 3, backoffRate: 2, maxAttempts: 4 }), [3, 6, 12, 24]);
  });

  test('waits no longer than MaxDelaySeconds', () => {
    assert.deepEqual(delays({ intervalSeconds: 3, maxDelaySeconds: 10, maxAttempts: 4 }), [3, 6, 10, 10]);
  });

  test('waits whole milliseconds', () => {
    assert.deepEqual(delays({ intervalSeconds: 1, backoffRate: 1.0005, maxAttempts: 3 }), [1, 1.001, 1.001]);
  });

  test('waits no longer than a year, whatever the rate', () => {
    const [delay] = delays({ intervalSeconds: 99_999_999, backoffRate: 1e300, maxAttempts: 1 });
    assert.equal(delay, 31_622_400);
  });

  test('with jitter FULL waits from nothing to the whole delay', () => {
    for (const random of [0, 0.25, 0.999]) {
      const [, second] = delays({ intervalSeconds: 2, jitter: 'FULL', maxAttempts: 2 }, random);
      assert.equal(second, Math.round(4000 * random) / 1000);
    }
  });

  test('without jitter draws no chance', () => {
    const entropy = { random: () => assert.fail(), uuid: () => '' };
    assert.equal(chooseRetry([retrier({})], undefined, { error: 'E' }, entropy)?.delayMs, 1000);
  });

  test('with MaxAttempts 0 never retries', () => {
    assert.deepEqual(delays({ maxAttempts: 0 }), []);
  });

  test('that matches first decides: when it is used up no later one is asked', () => {
    const retriers = [
      retrier({ errorEquals: ['E'], maxAttempts: 1 }),
      retrier({ errorEquals: ['States.ALL'] }),
    ];
    assert.equal(chosen(retriers, [1], 'E'), undefined);
    assert.equal(chosen(retriers, [1], 'F'), 1);
  });

  test('counts for itself', () => {
    const retriers = [retrier({ errorEquals: ['E'], maxAttempts: 1 }), retrier({ errorEquals: ['F'] })];
    assert.equal(chosen(retriers, [0, 2], 'E'), 0);
    assert.equal(chosen(retriers, [0, 3], 'F'), undefined);
  });

  test('that names nothing of the failure is passed over', () => {
    assert.equal(chosen([retrier({ errorEquals: ['E', 'F'] })], undefined, 'e'), undefined);
  });
});

function retrier(more: Partial<Retrier>): Retrier {
  return { errorEquals: ['E'], intervalSeconds: 1, maxAttempts: 3, backoffRate: 2, jitter: 'NONE', ...more };
}

/** The delays of all its retries, in seconds. */
function delays(more: Partial<Retrier>, random = 0.5): number[] {
  const entropy = { random: () => random, uuid: () => '' };
  const found: number[] = [];
  for (;;) {
    const choice = chooseRetry([retrier(more)], [found.length], { error: 'E' }, entropy);
    if (choice === undefined) return found;
    found.push(choice.delayMs / 1000);
  }
}

function chosen(retriers: readonly Retrier[], used: readonly number[] | undefined, error: string) {
  const entropy = { random: () => 0.5, uuid: () => '' };
  return chooseRetry(retriers, used, { error }, entropy)?.retrier;
}
