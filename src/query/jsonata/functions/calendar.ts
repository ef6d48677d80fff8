import type { Instant } from '../../../base/time.ts';

export const DAYS = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTHS =
  'January February March April May June July August September October November December'.split(' ');
const DAY_MS = 86_400_000;

/** The value of a component of a moment, in UTC: numbers, `am` and `pm`; undefined for names of calendars and eras. */
export function componentOf(at: Instant, component: string): number | 'am' | 'pm' | undefined {
  const date = new Date(at);
  const [year, month, day, hour] = [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
  ];
  switch (component) {
    case 'Y':
      return year;
    case 'M':
      return month + 1;
    case 'D':
      return day;
    case 'd':
      return (Date.UTC(year, month, day) - Date.UTC(year, 0)) / DAY_MS + 1;
    case 'F':
      return date.getUTCDay() || 7;
    case 'W':
      return weekOf(Date.UTC(year, month, day), (shift) => Date.UTC(year + shift, 0), 52);
    case 'w':
      return weekOf(Date.UTC(year, month, day), (shift) => Date.UTC(year, month + shift), 4);
    case 'X':
      return year + overhang(at, (shift) => Date.UTC(year + shift, 0));
    case 'x':
      return ((month + overhang(at, (shift) => Date.UTC(year, month + shift)) + 12) % 12) + 1;
    case 'H':
      return hour;
    case 'h':
      return hour % 12 || 12;
    case 'P':
      return hour >= 12 ? 'pm' : 'am';
    case 'm':
      return date.getUTCMinutes();
    case 's':
      return date.getUTCSeconds();
    case 'f':
      return date.getUTCMilliseconds();
    default:
      return undefined;
  }
}

/** The Monday of the first week: the one with the period's first Thursday (ISO 8601). */
function firstWeek(start: Instant): Instant {
  const day = new Date(start).getUTCDay() || 7;
  return day > 4 ? start + (8 - day) * DAY_MS : start - (day - 1) * DAY_MS;
}

/** The week in a year or month; `start` gives the beginning of the period so many further on. */
function weekOf(today: Instant, start: (shift: number) => Instant, weeks: number): number {
  const week = weeksBetween(firstWeek(start(0)), today);
  if (week > weeks && today >= firstWeek(start(1))) return 1;
  return Math.floor(week < 1 ? weeksBetween(firstWeek(start(-1)), today) : week);
}

function weeksBetween(start: Instant, end: Instant): number {
  return (end - start) / (DAY_MS * 7) + 1;
}

/** -1 or 1 when the week belongs to the period before or after. */
function overhang(at: Instant, start: (shift: number) => Instant): number {
  if (at < firstWeek(start(0))) return -1;
  return at >= firstWeek(start(1)) ? 1 : 0;
}
