import type { Instant } from '../../base/time.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { WallClock } from './wall-clock.ts';

/** When a rule's schedule is met. */
export interface Schedule {
  /** The first moment after this one; undefined: never again. */
  nextAfter(after: Instant): Instant | undefined;
}

const RATE = /^rate\(\s*([1-9]\d{0,8}) +(minutes?|hours?|days?)\s*\)$/;
const CRON = /^cron\((.*)\)$/;
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` or `cron(0 10 ? * MON-FRI *)`.
 *
 * @param since A rate's first moment: each of the others follows from this one, also after a restart.
 * @param timeZone Of a cron expression. As AWS documents it, an hour that is skipped there passes without, and one that
 *   is repeated counts once.
 * @throws ServiceRefusal ValidationException.
 */
export async function parseSchedule(text: string, since: Instant, timeZone = 'UTC'): Promise<Schedule> {
  const [, count, unit] = RATE.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return rate(Number(count), unit, since);
  const [, fields] = CRON.exec(text) ?? [];
  if (fields === undefined) throw invalid();
  return await cron(fields.trim().split(/\s+/), timeZone);
}

function invalid(): ServiceRefusal {
  return new ServiceRefusal('ValidationException', 'Parameter ScheduleExpression is not valid.');
}

function rate(count: number, unit: string, since: Instant): Schedule {
  // AWS insists on the grammar of English: `1 minute`, `2 minutes`.
  if ((count === 1) === unit.endsWith('s')) throw invalid();
  const everyMs = count * (UNIT_MS[unit.replace(/s$/, '')] ?? 0);
  return {
    nextAfter: (after) =>
      after < since ? since : since + (Math.floor((after - since) / everyMs) + 1) * everyMs,
  };
}

const MONTH = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const WEEKDAY = 'SUN|MON|TUE|WED|THU|FRI|SAT';
/** Minutes, hours, days of the month, months, days of the week, years. */
const FIELDS = [
  listOf('\\d{1,2}', ''),
  listOf('\\d{1,2}', ''),
  listOf('\\d{1,2}', '|\\?|L|LW|\\d{1,2}W'),
  listOf(`\\d{1,2}|${MONTH}`, ''),
  listOf(`[1-7]|${WEEKDAY}`, `|\\?|L|(?:[1-7]|${WEEKDAY})L|(?:[1-7]|${WEEKDAY})#[1-5]`),
  listOf('(?:19|2[01])\\d\\d', ''),
];

function listOf(value: string, more: string): RegExp {
  const one = `(?:\\*|(?:${value})(?:-(?:${value}))?)(?:/\\d{1,4})?`;
  return new RegExp(`^(?:${one}(?:,${one})*${more})$`, 'i');
}

async function cron(fields: readonly string[], timeZone: string): Promise<Schedule> {
  const [minutes, hours, days, months, weekdays, years] = fields;
  const isFormed = fields.length === FIELDS.length && FIELDS.every((form, i) => form.test(fields[i] ?? ''));
  // One of the two says which days; the other leaves it to it.
  if (!isFormed || (days === '?') === (weekdays === '?')) throw invalid();
  const { Cron } = await import('croner');
  const weekday = weekdays?.toUpperCase() === 'L' ? '7' : weekdays;
  try {
    const job = new Cron(['0', minutes, hours, days, months, weekday, years].join(' '), {
      // Calendars are alike everywhere: what differs is when a clock says so.
      ...{ paused: true, timezone: 'UTC' },
      // Sunday is 1; `0/5` and `10/15` begin where they say.
      ...{ alternativeWeekdays: true, sloppyRanges: true },
    });
    const next = (after: Instant) => job.nextRun(new Date(after))?.getTime();
    next(0);
    return { nextAfter: timeZone === 'UTC' ? next : inZone(next, new WallClock(timeZone)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw invalid();
  }
}

/** Walls ascend, and so do the first moments at which they say so: later ones have been counted already. */
function inZone(next: Schedule['nextAfter'], clock: WallClock): Schedule['nextAfter'] {
  return (after) => {
    let wall = next(clock.wallTime(after));
    while (wall !== undefined) {
      const moment = clock.momentOf(wall);
      if (moment !== undefined && moment > after) return moment;
      wall = next(wall);
    }
    return undefined;
  };
}
