import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { killedRun } from './killed-run.ts';

/** 10,000 events and 20 kills show more; `npm run test:long` has them. */
const EVENTS = Number(process.env.EVENTS ?? 500);
const KILLS = Number(process.env.EVENT_KILLS ?? 4);

test('every event that was accepted starts its execution once, whenever the server is killed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-rules-'));
  try {
    const { accepted, executions, kills, events } = await killedRun({
      directory,
      events: EVENTS,
      kills: KILLS,
    });
    console.log(`${accepted.size} events accepted, ${kills} kills, ${executions.length} executions`);
    assert.equal(kills, KILLS);
    assert.ok(accepted.size >= EVENTS);
    assert.deepEqual(
      [...accepted].filter((id) => !events.has(id)),
      [],
      'events that were lost',
    );
    // An event whose acceptance the kill has swallowed may be there; but none is there twice.
    assert.equal(new Set(executions).size, executions.length);
    assert.equal(events.size, executions.length, 'events that started more than one execution');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
