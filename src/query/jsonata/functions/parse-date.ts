import type { Instant } from '../../../base/time.ts';
import { JsonataFailure } from '../jsonata-failure.ts';
import { search } from '../regex.ts';
import type { Evaluation } from '../value.ts';
import { componentOf, DAYS, MONTHS } from './calendar.ts';
import { type DateMarker, type PicturePart, readDatePicture } from './date-picture.ts';
import { type IntegerReader, integerReader } from './parse-integer.ts';

const ISO_8601 =
  /^\d{4}(?:-[01]\d)?(?:-[0-3]\d)?(?:T[0-2]\d:[0-5]\d:[0-5]\d)?(?:\.\d+)?(?:[+-][0-2]\d:?[0-5]\d|Z)?$/;
/** Longer ones are no dates. */
const TEXT_LENGTH_MAX = 500;

/** @throws JsonataFailure D3110 */
export function parseIsoDate(text: string): Instant | undefined {
  if (text.length > TEXT_LENGTH_MAX || !ISO_8601.test(text))
    throw new JsonataFailure('D3110', { value: text });
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * Reads a moment by a picture. What the picture leaves out on the left comes from the evaluation's own
 * moment, on the right it is the least there is.
 *
 * @returns undefined when the text does not fit the picture.
 * @throws JsonataFailure D3136 when the picture has a gap, and those of pictures.
 */
export function parseDate(text: string, picture: string, evaluation: Evaluation): Instant | undefined {
  const readers = readDatePicture(picture).map(readerOf);
  if (text.length > TEXT_LENGTH_MAX) return undefined;
  const pattern = { source: `^${readers.map(({ regex }) => `(${regex})`).join('')}$`, flags: 'i' };
  const [found] = search(pattern, text, { from: 0, limit: 1, meter: evaluation });
  evaluation.step(256);
  if (found === undefined) return undefined;
  const components = new Map<string, number>();
  readers.forEach(({ component, read }, index) => {
    const value = read?.(found.groups[index] ?? '');
    if (component !== undefined && read !== undefined) components.set(component, value ?? Number.NaN);
  });
  if (components.size === 0) return undefined;
  const at = assemble(components, evaluation.world.now);
  return Number.isNaN(at) ? undefined : at;
}

interface Reader {
  readonly regex: string;
  readonly component?: string;
  readonly read?: IntegerReader['read'];
}

function readerOf(part: PicturePart, index: number, parts: readonly PicturePart[]): Reader {
  if (part.kind === 'literal') return { regex: part.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') };
  const { component, integer } = part;
  if (component === 'Z' || component === 'z') return { component, ...offsetReader(part) };
  if (integer === undefined) return { component, ...nameReader(part) };
  if (component === 'f') return { component, regex: '[0-9]+', read: readFraction };
  return { component, ...integerReader(integer, exactWidth(part, parts[index + 1])) };
}

/** Years, months and days have as many digits as the picture; other numbers only where another follows at once. */
function exactWidth(
  { integer, digits }: DateMarker,
  after: PicturePart | undefined,
): { readonly least: number; readonly most: number } | undefined {
  if (integer === undefined) return undefined;
  if (digits > 0) return { least: digits - integer.optionalDigits, most: digits };
  const isNext = after?.kind === 'marker' && after.integer !== undefined;
  return isNext ? { least: integer.mandatoryDigits, most: integer.mandatoryDigits } : undefined;
}

function readFraction(text: string): number {
  return Math.floor(Number(`0.${text.slice(0, 3)}`) * 1000 + 1e-6);
}

function nameReader({ component, widthMax }: DateMarker): Pick<Reader, 'regex' | 'read'> & { regex: string } {
  const values = namesOf(component);
  if (values === undefined) throw new JsonataFailure('D3133', { value: component });
  const lookup = new Map(
    [...values].map(([name, value]) => [widthMax ? name.slice(0, widthMax) : name, value]),
  );
  return { regex: '[a-zA-Z]+', read: (text) => lookup.get(text) };
}

function namesOf(component: string): ReadonlyMap<string, number> | undefined {
  if (component === 'M' || component === 'x') return new Map(MONTHS.map((name, index) => [name, index + 1]));
  if (component === 'F') return new Map(DAYS.slice(1).map((name, index) => [name, index + 1]));
  if (component !== 'P') return undefined;
  return new Map(['am', 'AM', 'pm', 'PM'].map((name, index) => [name, index >> 1]));
}

function offsetReader({ component, integer }: DateMarker): Pick<Reader, 'read'> & { regex: string } {
  const prefix = component === 'z' ? 'GMT' : '';
  const separator = (integer?.regular ?? 0) > 0 ? integer?.separators[0]?.character : undefined;
  const escaped = separator?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const regex = `${prefix}[-+][0-9]+${escaped === undefined ? '' : `${escaped}[0-9]+`}`;
  return { regex, read: (text) => readOffset(text.slice(prefix.length), separator) };
}

/** In minutes. */
function readOffset(text: string, separator: string | undefined): number {
  const at = separator === undefined ? (text.length <= 3 ? text.length : 3) : text.indexOf(separator);
  const hours = Number.parseInt(text.slice(0, at), 10);
  const rest = text.slice(separator === undefined ? at : at + 1);
  return hours * 60 + (rest === '' ? 0 : Number.parseInt(rest, 10));
}

/** Which components say the date, in bits of `YXMxWwdD`, and the time, in bits of `PHhmsf`. */
const BY_DATE = 0b10100001;
const BY_DAY_OF_YEAR = 0b10000010;
const BY_WEEK_OF_MONTH = 0b01010100;
const BY_WEEK = 0b01001000;
const BY_24_HOURS = 0b010111;
const BY_12_HOURS = 0b101111;

function assemble(components: Map<string, number>, now: Instant): Instant {
  const date = maskOf(components, 'YXMxWwdD');
  const time = maskOf(components, 'PHhmsf');
  const isDayOfYear = !isKind(date, BY_DATE) && isKind(date, BY_DAY_OF_YEAR);
  const isWeekly = isKind(date, BY_WEEK_OF_MONTH) || isKind(date, BY_WEEK);
  const isHalfDay = !isKind(time, BY_24_HOURS) && isKind(time, BY_12_HOURS);
  const order = `${isDayOfYear ? 'YD' : isKind(date, BY_WEEK_OF_MONTH) ? 'XxwF' : isWeekly ? 'XWF' : 'YMD'}${isHalfDay ? 'Phmsf' : 'Hmsf'}`;
  complete(components, order, now);
  if (isWeekly) throw new JsonataFailure('D3136');
  const value = (component: string) => components.get(component) ?? 0;
  let [month, day] = [Math.max(0, value('M') - 1), value('D')];
  if (isDayOfYear) {
    const derived = new Date(Date.UTC(value('Y'), 0) + (value('d') - 1) * 86_400_000);
    [month, day] = [derived.getUTCMonth(), derived.getUTCDate()];
  }
  const hour = isHalfDay ? (value('h') % 12) + (value('P') === 1 ? 12 : 0) : value('H');
  const at = Date.UTC(value('Y'), month, day, hour, value('m'), value('s'), value('f'));
  return at - (components.get('Z') ?? components.get('z') ?? 0) * 60_000;
}

function maskOf(components: ReadonlyMap<string, number>, order: string): number {
  let mask = 0;
  for (const component of order) mask = mask * 2 + (components.get(component) ? 1 : 0);
  return mask;
}

function isKind(mask: number, kind: number): boolean {
  return (~kind & mask) === 0 && (kind & mask) !== 0;
}

function complete(components: Map<string, number>, order: string, now: Instant): void {
  let [hasStarted, hasEnded] = [false, false];
  for (const component of order) {
    if (components.has(component)) {
      if (hasEnded) throw new JsonataFailure('D3136');
      hasStarted = true;
    } else if (hasStarted) {
      components.set(component, 'MDd'.includes(component) ? 1 : 0);
      hasEnded = true;
    } else {
      const value = componentOf(now, component);
      components.set(component, typeof value === 'number' ? value : value === 'pm' ? 1 : 0);
    }
  }
}
