import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { measureParked, type Parked, type ParkedPlan } from '../../bench/parked.ts';

const EXECUTIONS = Number(process.env.PARKED ?? 2000);
/** One for each connection: a message that was under way at the kill may have been sent or not, and its task fails. */
const UNDER_WAY_MAX = 64;
const CHECKOUT = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
/** What the schema needs for one that waits, pages of a small database that are not full included. */
const BYTES_MAX = 350;

describe(`${EXECUTIONS} parked executions`, () => {
  test('that wait are small on disk, there after kill -9, and the timer that was due is served', async () => {
    const found = await parked({ parking: 'wait', names: 'client' });
    comesBack(found);
    isSmall(found);
  });
  test('for a token are there after kill -9', async () => {
    const { running } = await parked({ parking: 'token', settleMs: 1000 });
    assert.ok(running <= EXECUTIONS && running >= EXECUTIONS - UNDER_WAY_MAX, `${running} run`);
  });
  test('for the worker of an activity are there after kill -9', async () => {
    comesBack(await parked({ parking: 'activity' }));
  });
});

function parked(change: Partial<ParkedPlan>): Promise<Parked> {
  return measureParked({
    ...{ executions: EXECUTIONS, parking: 'wait', names: 'server', restarts: 1, main: CHECKOUT, warmUp: 0 },
    ...{ settleMs: 0, directory: join(tmpdir(), 'stepwell-parked') },
    ...change,
  });
}

function comesBack({ readyMs, dueMs, running }: Parked): void {
  assert.ok(readyMs > 0 && dueMs > 0);
  assert.equal(running, EXECUTIONS);
}

function isSmall({ bytesClosed }: Parked): void {
  assert.ok(bytesClosed < BYTES_MAX, `${bytesClosed} bytes each`);
}
