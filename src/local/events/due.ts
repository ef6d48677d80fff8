import type { Clock } from '../../base/clock.ts';
import type { Instant } from '../../base/time.ts';

/** Something that is to happen at a moment. */
export interface Appointment {
  /** Undefined: never again. */
  readonly nextAt: Instant | undefined;
  /** Meets it. @returns when it is to be met next. */
  meet(moment: Instant): Promise<Instant | undefined>;
}

const SLEEP_MS_MAX = 60_000;
/** A moment that passed longer ago, while nobody was there to meet it, is not made up for. */
export const LATE_MS_MAX = 60_000;

/** Meets what is due. @returns the milliseconds after which to look again. */
export async function meetDue(clock: Clock, appointments: readonly Appointment[]): Promise<number> {
  let next = clock.now() + SLEEP_MS_MAX;
  for (const { nextAt, meet } of appointments) {
    if (nextAt === undefined) continue;
    const later = nextAt <= clock.now() ? await meet(nextAt) : nextAt;
    next = Math.min(next, later ?? next);
  }
  return Math.max(next - clock.now(), 1);
}
