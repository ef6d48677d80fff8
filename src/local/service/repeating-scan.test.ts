import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock, quiet } from '../../../test/engine/fake-clock.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { RepeatingScan } from './repeating-scan.ts';

describe('A repeating scan', () => {
  test('looks when it starts, and again after the time it was told', async () => {
    const { clock, scan, times } = scanning(() => 50);
    await clock.pass(100);
    assert.equal(times(), 0);
    scan.start();
    await clock.pass(120);
    assert.equal(times(), 3);
  });

  test('goes on at once while there is more', async () => {
    const { scan, times } = scanning((time) => (time < 5 ? 0 : 1_000));
    scan.start();
    await quiet();
    assert.equal(times(), 5);
  });

  test('looks when it is woken, also while it looks', async () => {
    const { scan, times } = scanning((time) => {
      if (time === 2) scan.wake();
      return 1_000;
    });
    scan.start();
    await quiet();
    scan.wake();
    await quiet();
    assert.equal(times(), 3);
  });

  test('looks again after a store that was away', async () => {
    const { clock, scan, times } = scanning((time) => {
      if (time === 1) throw new Unavailable('no store');
      return 10_000;
    });
    scan.start();
    await clock.pass(1_000);
    assert.equal(times(), 2);
  });

  test('tells of a defect', async () => {
    const { scan, defects } = scanning(() => {
      throw new TypeError('x');
    });
    scan.start();
    await quiet();
    assert.equal(defects.length, 1);
  });

  test('never looks again once it is closed', async () => {
    const { clock, scan, times } = scanning(() => 10);
    scan.start();
    await quiet();
    await scan.close();
    scan.wake();
    await clock.pass(100);
    assert.equal(times(), 1);
  });
});

function scanning(look: (time: number) => number) {
  const clock = new FakeClock();
  const defects: unknown[] = [];
  let times = 0;
  const scan = new RepeatingScan({
    clock,
    scan: async () => look(++times),
    onDefect: (error) => defects.push(error),
  });
  return { clock, scan, defects, times: () => times };
}
