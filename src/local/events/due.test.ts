import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/engine/fake-clock.ts';
import { meetDue } from './due.ts';

test('What is due is met, and the next look is at the earliest of what is left, within a minute', async () => {
  assert.deepEqual(await looked([0, 5_000, undefined], 9_000), { met: [0], ms: 5_000 });
  assert.deepEqual(await looked([0, -10], 2_000), { met: [0, -10], ms: 2_000 });
  assert.deepEqual(await looked([0, 999_000], undefined), { met: [0], ms: 60_000 });
});

/** @param offsets When each is due, from now. @param later When what was met is due again. */
async function looked(offsets: readonly (number | undefined)[], later: number | undefined) {
  const clock = new FakeClock();
  const from = (offset: number | undefined) => (offset === undefined ? undefined : clock.now() + offset);
  const met: number[] = [];
  const ms = await meetDue(
    clock,
    offsets.map((offset) => ({
      nextAt: from(offset),
      async meet(moment) {
        met.push(moment - clock.now());
        return from(later);
      },
    })),
  );
  return { met, ms };
}
