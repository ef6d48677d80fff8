/**
 * The meaning of `cron(…)` written down a second time, slowly: every minute is looked at, in the calendar of its zone,
 * and asked whether all six fields have it.
 */
export class CronOracle {
  readonly #fields: readonly string[];
  readonly #minutes: ReadonlySet<number>;
  readonly #calendar: Intl.DateTimeFormat | undefined;
  readonly #offsets = new Map<number, number>();

  constructor(expression: string, timeZone: string) {
    this.#fields = expression.toUpperCase().split(' ');
    const [minutes = ''] = this.#fields;
    this.#minutes = new Set(Array.from({ length: 60 }, (_, n) => n).filter((n) => isIn(minutes, n, [0, 59])));
    // Millions of minutes are looked at in UTC alone.
    if (timeZone === 'UTC') return;
    this.#calendar = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric' },
      ...{ month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' },
    });
  }

  /**
   * Every moment from the first minute on, up to the last one, at which the schedule is met. A minute that the zone's
   * clock shows twice counts once; one that it never shows is never looked at.
   */
  momentsBetween(first: number, end: number): number[] {
    const found = new Map<string, number>();
    for (let at = first; at < end; at += 60_000) {
      if (!this.#has(at)) continue;
      const shown = JSON.stringify(this.#read(at));
      if (!found.has(shown)) found.set(shown, at);
    }
    return [...found.values()];
  }

  #has(at: number): boolean {
    // All offsets of the zones that are asked for are half hours.
    if (!this.#minutes.has((at / 60_000) % 60) && !this.#minutes.has((at / 60_000 + 30) % 60)) return false;
    const [, hours = '', days = '', months = '', weekdays = '', years = ''] = this.#fields;
    const { minute, hour, day, month, weekday, year } = this.#read(at);
    return (
      this.#minutes.has(minute) &&
      isIn(hours, hour, [0, 23]) &&
      isIn(numbered(months, MONTHS, 1), month, [1, 12]) &&
      isIn(years, year, [1970, 2199]) &&
      hasDay(days, day, daysIn(year, month), (other) => weekdayOf(year, month, other)) &&
      hasWeekday(numbered(weekdays, WEEKDAYS, 1), weekday, day, daysIn(year, month))
    );
  }

  #read(at: number) {
    const date = new Date(at + this.#offset(at));
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const weekday = weekdayOf(year, month, day);
    return { year, month, day, weekday, hour: date.getUTCHours(), minute: date.getUTCMinutes() };
  }

  /** Within a day that begins and ends with the same offset it does not change: calendars are slow to ask. */
  #offset(at: number): number {
    if (this.#calendar === undefined) return 0;
    const day = at - (at % DAY_MS);
    const [first, last] = [this.#offsetOnDay(day), this.#offsetOnDay(day + DAY_MS)];
    return first === last ? first : offsetIn(this.#calendar, at);
  }

  #offsetOnDay(day: number): number {
    const known = this.#offsets.get(day);
    if (known !== undefined || this.#calendar === undefined) return known ?? 0;
    const found = offsetIn(this.#calendar, day);
    this.#offsets.set(day, found);
    return found;
  }
}

const DAY_MS = 86_400_000;

function offsetIn(calendar: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(calendar.formatToParts(at).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const [year, month, day] = [number('year'), number('month'), number('day')];
  return Date.UTC(year, month - 1, day, number('hour'), number('minute')) - at;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function numbered(field: string, names: readonly string[], first: number): string {
  return names.reduce((text, name, index) => text.replaceAll(name, String(index + first)), field);
}

function isIn(field: string, value: number, [min, max]: readonly [number, number]): boolean {
  return field.split(',').some((part) => {
    const [range = '', step] = part.split('/');
    const [from, to] = range === '*' ? [min, max] : range.split('-').map(Number);
    const last = to ?? (step === undefined ? from : max);
    if (from === undefined || last === undefined || value < from || value > last) return false;
    return (value - from) % Number(step ?? 1) === 0;
  });
}

function hasDay(field: string, day: number, last: number, weekdayOn: (day: number) => number): boolean {
  if (field === '?') return true;
  if (field === 'L') return day === last;
  if (field.endsWith('W')) {
    const wanted = field === 'LW' ? last : Number(field.slice(0, -1));
    return wanted <= last && day === nearestWorkday(wanted, last, weekdayOn);
  }
  return isIn(field, day, [1, 31]);
}

/** The same day, the Friday before, or the Monday after, but never of another month. */
function nearestWorkday(wanted: number, last: number, weekdayOn: (day: number) => number): number {
  if (weekdayOn(wanted) === 7) return wanted === 1 ? 3 : wanted - 1;
  if (weekdayOn(wanted) === 1) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}

function hasWeekday(field: string, weekday: number, day: number, last: number): boolean {
  if (field === '?') return true;
  if (field === 'L') return weekday === 7;
  if (field.endsWith('L')) return weekday === Number(field.slice(0, -1)) && day + 7 > last;
  const [wanted, nth] = field.split('#');
  if (nth !== undefined) return weekday === Number(wanted) && Math.ceil(day / 7) === Number(nth);
  return isIn(field, weekday, [1, 7]);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 1: Sunday. */
function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}
