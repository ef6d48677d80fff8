import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CronOracle } from '../../../test/events/cron-oracle.ts';
import { parseSchedule, type Schedule } from './schedule.ts';

describe('A rate', () => {
  test('counts from where it began, also after a restart', async () => {
    await follows('rate(5 minutes)', { since: '2026-01-01T00:00:30Z', after: '2026-01-01T00:00:30Z' }, [
      ...['2026-01-01T00:05:30Z', '2026-01-01T00:10:30Z'],
    ]);
    await follows('rate(1 day)', { since: '2026-01-01T00:00:30Z', after: '2026-03-01T00:00:29Z' }, [
      ...['2026-03-01T00:00:30Z', '2026-03-02T00:00:30Z'],
    ]);
  });

  test('is written as English has it', async () => {
    for (const text of [
      'rate(1 minutes)',
      'rate(2 hour)',
      'rate(0 minutes)',
      'rate(5 seconds)',
      'rate(5minutes)',
    ])
      await refused(text);
  });
});

describe('A cron expression', () => {
  test('has six fields, of which one of the days is left open', async () => {
    for (const fields of [
      ...['0 10 * * ?', '0 10 * * * *', '0 10 ? * ? *', '60 10 * * ? *', '0 10 32 * ? *', '0 10 * 13 ? *'],
      ...['0 10 ? * 8 *', '0 10 ? * 2#6 *', 'x 10 * * ? *', '0 10 * * ? 1', '@daily', '0 0 10 * * ? *'],
    ])
      await refused(`cron(${fields})`);
  });

  test('that has no moment left is never met again', async () => {
    await follows('cron(0 0 1 1 ? 2026)', { after: '2026-01-01T00:00:00Z' }, []);
  });

  test('agrees with a look at every minute of ten years', { timeout: 120_000 }, async () => {
    for (const expression of TEN_YEARS) await agrees(expression, 'UTC', ['2026-01-01', '2036-01-01']);
  });

  test('agrees with such a look in zones whose clocks change', { timeout: 120_000 }, async () => {
    for (const [zone, expressions] of Object.entries(TEN_YEARS_IN_ZONES)) {
      for (const one of expressions) await agrees(one, zone, ['2026-01-01', '2036-01-01']);
    }
  });

  test('passes over an hour that is skipped, and counts one that is repeated once', async () => {
    const zone = 'America/New_York';
    const daily = await parseSchedule('cron(30 2 * * ? *)', 0, zone);
    assert.deepEqual(next(daily, '2026-03-07T12:00:00Z', 2), ['2026-03-09T06:30:00', '2026-03-10T06:30:00']);
    const repeated = await parseSchedule('cron(30 1 * * ? *)', 0, zone);
    assert.deepEqual(next(repeated, '2026-11-01T00:00:00Z', 2), [
      '2026-11-01T05:30:00',
      '2026-11-02T06:30:00',
    ]);
    assert.deepEqual(next(repeated, '2026-11-01T06:00:00Z', 1), ['2026-11-02T06:30:00']);
  });

  test('agrees with a look at every minute around the changes of the clock', async () => {
    for (const [zone, days] of Object.entries(CLOCK_CHANGES)) {
      for (const day of days) {
        const start = Date.parse(`${day}T00:00:00Z`) - 36 * 3_600_000;
        const range = [start, start + 72 * 3_600_000].map((at) => new Date(at).toISOString());
        for (const expression of AROUND_CHANGES) await agrees(expression, zone, range);
      }
    }
  });
});

/** Their moments are few enough to be counted; the oracle takes each one alone. */
const TEN_YEARS = [
  '15 10 ? * 6L *',
  '0 9 ? * 2#1 *',
  '0 8 1W * ? *',
  '0 18 L * ? *',
  '30 18 LW * ? *',
  '0 0 29 2 ? *',
];

/** Hours that are skipped, or there twice, among them. */
const AROUND_CHANGES = [
  ...['0 3 * * ? *', '0 12 * * ? *', '0/30 4-6 * * ? *', '0 0 ? * MON-FRI *'],
  ...['30 1 * * ? *', '30 2 * * ? *', '0/15 * * * ? *', '15 0-4/2 ? * SUN *', '* 2 L * ? *'],
];
const CLOCK_CHANGES = {
  'America/New_York': ['2026-03-08', '2026-11-01'],
  'Europe/Berlin': ['2026-03-29', '2026-10-25'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
};

/** In zones whose clocks change, at what changes: about twenty changes each. */
const TEN_YEARS_IN_ZONES = {
  'America/New_York': ['30 2 * * ? *', '30 1 ? * SUN *'],
  'Europe/Berlin': ['0 1-3 * 3,10 ? *', '30 2 ? * 1L *'],
  'Australia/Lord_Howe': ['0/30 1-2 * 4,10 ? *'],
};

async function agrees(expression: string, zone: string, range: readonly string[]): Promise<void> {
  const [first = 0, end = 0] = range.map((moment) => Date.parse(moment));
  const schedule = await parseSchedule(`cron(${expression})`, 0, zone);
  const found: number[] = [];
  for (let at = schedule.nextAfter(first - 1); at !== undefined && at < end; at = schedule.nextAfter(at)) {
    found.push(at);
  }
  const expected = new CronOracle(expression, zone).momentsBetween(first, end);
  assert.deepEqual(found.map(iso), expected.map(iso), `${expression} in ${zone}`);
}

function next({ nextAfter }: Schedule, after: string, count: number): string[] {
  const found: string[] = [];
  for (let at = nextAfter(Date.parse(after)); at !== undefined && found.length < count; at = nextAfter(at))
    found.push(iso(at).slice(0, 19));
  return found;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

async function follows(
  text: string,
  { since = '2026-01-01T00:00:00Z', after }: { since?: string; after: string },
  expected: readonly string[],
): Promise<void> {
  const schedule = await parseSchedule(text, Date.parse(since));
  let at = Date.parse(after);
  for (const moment of expected) {
    at = schedule.nextAfter(at) ?? Number.NaN;
    assert.equal(at, Date.parse(moment), moment);
  }
  if (expected.length === 0) assert.equal(schedule.nextAfter(at), undefined);
}

async function refused(text: string): Promise<void> {
  await assert.rejects(parseSchedule(text, 0), {
    code: 'ValidationException',
    message: 'Parameter ScheduleExpression is not valid.',
  });
}
