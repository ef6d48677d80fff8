import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FakeClock, quiet } from '../../../test/engine/fake-clock.ts';
import type { Clock } from '../../base/clock.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { FolderWatch } from './folder-watch.ts';

describe('A watched folder is scanned', () => {
  test('at the start, again while something is restless, and every two seconds', async () => {
    const at = [true, false, false, false];
    assert.deepEqual(await scansWithin(4_700, () => at.shift() ?? false), [100, 600, 2_600, 4_600]);
  });

  test('for a tenth of the time at most', async () => {
    const scan = (clock: FakeClock) => {
      clock.jump(1_000);
      return true;
    };
    assert.deepEqual(await scansWithin(22_200, scan), [100, 11_100, 22_100]);
  });

  test('on after it could not be read, which is said once', async () => {
    const said: string[] = [];
    const scan = () => {
      throw new Unavailable('away');
    };
    assert.equal((await scansWithin(5_000, scan, said)).length, 3);
    assert.deepEqual(said, ['changes of files are not noticed for now: away']);
  });

  test('when the system tells of a change', async () => {
    const path = mkdtempSync(join(tmpdir(), 's3-watch-'));
    const timers: (readonly [number, () => void])[] = [];
    const clock: Clock = {
      now: () => 0,
      after(ms, callback) {
        timers.push([ms, callback]);
        return () => {};
      },
    };
    const watch = new FolderWatch({ path, clock, scan: async () => false, log: assert.fail, onDefect: fail });
    watch.start();
    timers.at(0)?.[1]();
    await quiet();
    assert.deepEqual(asked(), [100, 2_000]);
    writeFileSync(join(path, 'file'), 'x');
    while (timers.length < 3) await quiet();
    assert.deepEqual(asked(), [100, 2_000, 100]);
    await watch.close();
    rmSync(path, { recursive: true });

    function asked(): number[] {
      return timers.map(([ms]) => ms);
    }
  });
});

/** When scans began. */
async function scansWithin(
  ms: number,
  scan: (clock: FakeClock) => boolean,
  said: string[] = [],
): Promise<number[]> {
  const path = mkdtempSync(join(tmpdir(), 's3-watch-'));
  const clock = new FakeClock();
  const start = clock.now();
  const at: number[] = [];
  const watch = new FolderWatch({
    ...{ path, clock, log: (line: string) => said.push(line), onDefect: fail },
    async scan() {
      at.push(clock.now() - start);
      return scan(clock);
    },
  });
  watch.start();
  await clock.pass(ms);
  await watch.close();
  rmSync(path, { recursive: true });
  return at;
}

function fail(error: unknown): void {
  assert.ifError(error);
}
