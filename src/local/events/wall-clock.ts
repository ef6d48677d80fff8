import type { Instant } from '../../base/time.ts';

/** What clocks on the wall say, as the moment at which those in UTC say it. */
export type WallTime = number;

const DAY_MS = 86_400_000;

/** The clock of a time zone. @throws RangeError for a zone that is none. */
export class WallClock {
  readonly #format: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  }

  /** In whole seconds. */
  wallTime(at: Instant): WallTime {
    const parts = new Map(this.#format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const day = [part('year'), part('month') - 1, part('day')] as const;
    return Date.UTC(...day, part('hour'), part('minute'), part('second'));
  }

  /** The first moment at which it says so; undefined for an hour that is skipped when clocks are put forward. */
  momentOf(wall: WallTime): Instant | undefined {
    const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => this.wallTime(near) - near);
    const found = offsets.map((offset) => wall - offset).filter((at) => this.wallTime(at) === wall);
    return found.length === 0 ? undefined : Math.min(...found);
  }
}
