import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { measureOverload, type Overload } from '../../bench/overload.ts';

const SECONDS = Number(process.env.OVERLOAD_SECONDS ?? 2);
const CHECKOUT = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
/** What a server is told to take unless it is told otherwise. */
const MEMORY_MB = 512 * 1.048576;

describe(`${SECONDS} s of ten times what a server can do`, () => {
  test('among slow and idle clients end nothing: what it accepts is there, the rest is throttled', async () => {
    const found = await measureOverload({
      ...{ seconds: SECONDS, factor: 10, connections: 1500, idle: 500, pollers: 1001, slow: 50 },
      ...{ directory: join(tmpdir(), 'stepwell-overload'), main: CHECKOUT },
    });
    staysHonest(found);
    staysSmall(found);
    keepsTheLimitOfPollers(found);
  });
});

function staysHonest({ accepted, others, unaccounted }: Overload): void {
  assert.ok(accepted > 0);
  assert.deepEqual(others, {});
  assert.equal(unaccounted, 0);
}

function staysSmall({ peakMb }: Overload): void {
  assert.ok(peakMb < MEMORY_MB, `${peakMb} MB`);
}

function keepsTheLimitOfPollers({ pollersRefused }: Overload): void {
  assert.equal(pollersRefused, 1);
}
