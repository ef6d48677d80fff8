import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOnce, nextMoment } from './moments.ts';

const SINCE = Date.parse('2026-01-01T00:00:00Z');

describe('The next moment', () => {
  test('of a rate is its beginning, and then every interval', async () => {
    assert.equal(await next('rate(2 hours)', '2025-12-01T00:00:00Z'), '2026-01-01T00:00:00.000Z');
    assert.equal(await next('rate(2 hours)', '2026-01-01T00:00:00Z'), '2026-01-01T02:00:00.000Z');
  });

  test('of a rate of days is every 24 hours, whatever the clock says', async () => {
    const after = '2026-03-08T12:00:00Z';
    assert.equal(await next('rate(1 day)', after, 'America/New_York'), '2026-03-09T00:00:00.000Z');
  });

  test('of a cron expression is not before the beginning', async () => {
    assert.equal(await next('cron(0 0 * * ? *)', '2025-06-01T00:00:00Z'), '2026-01-01T00:00:00.000Z');
  });

  test('of `at` is the one it has, in its zone', async () => {
    const expression = 'at(2026-07-01T12:00:00)';
    assert.equal(await next(expression, '2026-01-01T00:00:00Z', 'Europe/Berlin'), '2026-07-01T10:00:00.000Z');
    assert.equal(await next(expression, '2026-07-01T12:00:00Z'), undefined);
    assert.deepEqual([isOnce(expression), isOnce('rate(1 day)')], [true, false]);
  });

  test('is refused for what is none', async () => {
    for (const expression of [
      'at(2026-06-31T00:00:00)',
      'at(2026-07-01)',
      'rate(1 minutes)',
      'cron(* *)',
      'x',
    ])
      await assert.rejects(next(expression, '2026-01-01T00:00:00Z'), {
        ...{ code: 'ValidationException', message: `Invalid Schedule Expression ${expression}.` },
      });
    await assert.rejects(next('at(2026-03-08T02:30:00)', '2026-01-01T00:00:00Z', 'America/New_York'));
    await assert.rejects(next('rate(1 day)', '2026-01-01T00:00:00Z', 'Mars/Olympus'), /Timezone Mars/);
  });
});

async function next(expression: string, after: string, timeZone = 'UTC'): Promise<string | undefined> {
  const at = await nextMoment({ expression, timeZone, since: SINCE }, Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString();
}
