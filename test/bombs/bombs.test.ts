import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOMBS, type Bomb } from './bombs.ts';
import { HEAD, lineOf, Range } from './range.ts';

/** Besides the seconds of a processor that its expressions may take; the machine may be busy. */
const END_MS_MAX = 30_000;
/** No bomb holds the event loop for longer than 50 ms; five times that, for a busy machine. */
const HELD_MS_MAX = 250;
const RESIDENT_MB_MAX = 640;

describe('A bomb ends in its error, and holds up nobody:', () => {
  const lines: string[] = [];
  let range: Range | undefined;

  before(async () => {
    range = await Range.open();
    lines.push(lineOf('nothing', await range.watch(sleep(0))));
  });

  after(async () => {
    await range?.close();
    console.log([HEAD, ...lines].join('\n'));
  });

  for (const bomb of BOMBS) {
    test(bomb.name, async () => {
      assert.ok(range !== undefined);
      lines.push(await explode(bomb, range));
    });
  }
});

/** @returns what it did to others. */
async function explode(bomb: Bomb, range: Range): Promise<string> {
  const effect = await range.explode(bomb);
  const { status, error, cause, tookMs, held, residentMb } = effect;
  assert.equal(status, bomb.error === undefined ? 'SUCCEEDED' : 'FAILED', cause);
  assert.equal(error, bomb.error, cause);
  if (bomb.cause !== undefined) assert.match(cause ?? '', bomb.cause);
  const { seconds = 1 } = bomb;
  assert.ok(tookMs < seconds * 1000 + END_MS_MAX, `it took ${tookMs} ms`);
  assert.ok(held.cpuMs < HELD_MS_MAX, `the event loop was held for ${held.cpuMs} ms`);
  assert.equal(range.server.hasEnded, false, range.server.said);
  assert.ok(residentMb < RESIDENT_MB_MAX, `${residentMb} MB are resident`);
  return lineOf(bomb.name, effect);
}
