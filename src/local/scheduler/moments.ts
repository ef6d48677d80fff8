import type { Instant } from '../../base/time.ts';
import { parseSchedule } from '../events/schedule.ts';
import { WallClock } from '../events/wall-clock.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import type { Schedule } from './schedule-document.ts';

type Timing = Pick<Schedule, 'expression' | 'timeZone' | 'endAt' | 'since'>;

const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;

/** Whether it has one moment. */
export function isOnce(expression: string): boolean {
  return AT.test(expression);
}

/**
 * The first moment after this one; undefined: never again.
 *
 * @throws ServiceRefusal ValidationException.
 */
export async function nextMoment(timing: Timing, after: Instant): Promise<Instant | undefined> {
  const { expression, timeZone, since, endAt = Number.POSITIVE_INFINITY } = timing;
  const clock = clockOf(timeZone);
  const [, wall] = AT.exec(expression) ?? [];
  if (wall !== undefined) {
    // AWS passes over the dates of a schedule that has one moment.
    const at = onceAt(wall, clock, expression);
    return at > after ? at : undefined;
  }
  const { nextAfter } = await parsed(timing);
  const next = nextAfter(Math.max(after, since - 1));
  return next === undefined || next > endAt ? undefined : next;
}

function clockOf(timeZone: string): WallClock {
  try {
    return new WallClock(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ServiceRefusal('ValidationException', `Invalid Schedule Expression Timezone ${timeZone}.`);
  }
}

function onceAt(wall: string, clock: WallClock, expression: string): Instant {
  const time = Date.parse(`${wall}Z`);
  // `Date` takes the 31st of June for the 1st of July.
  const isDate = !Number.isNaN(time) && new Date(time).toISOString().startsWith(wall);
  const at = isDate ? clock.momentOf(time) : undefined;
  if (at === undefined) throw invalid(expression);
  return at;
}

async function parsed({ expression, since, timeZone }: Timing) {
  try {
    return await parseSchedule(expression, since, timeZone);
  } catch (error) {
    if (!(error instanceof ServiceRefusal)) throw error;
    throw invalid(expression);
  }
}

function invalid(expression: string): ServiceRefusal {
  return new ServiceRefusal('ValidationException', `Invalid Schedule Expression ${expression}.`);
}
