import { JsonataFailure } from '../jsonata-failure.ts';
import { type IntegerFormat, readIntegerPicture } from './integer-picture.ts';

/** A part of a date/time picture (XPath 3.1, fn:format-dateTime). */
export type PicturePart = { readonly kind: 'literal'; readonly text: string } | DateMarker;

export interface DateMarker {
  readonly kind: 'marker';
  /** Y, M, D, … */
  readonly component: string;
  /** Names instead of numbers. */
  readonly names: 'upper' | 'lower' | 'title' | undefined;
  readonly integer: IntegerFormat | undefined;
  readonly widthMax: number | undefined;
  readonly hasWidth: boolean;
  /** `Z` for no offset. */
  readonly isTraditional: boolean;
  /** Of years: how many of the last digits; of the others when they are read: digits exactly. -1: all. */
  readonly digits: number;
}

const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ...[...'YMDdWwXxHhf'].map((component) => [component, '1'] as const),
  ...[...'FPCE'].map((component) => [component, 'n'] as const),
  ...[...'ms'].map((component) => [component, '01'] as const),
  ...[...'Zz'].map((component) => [component, '01:01'] as const),
]);
const NUMERIC = 'YMDdFWwXxHhmsf';
const PICTURE_LENGTH_MAX = 1000;

/** @throws JsonataFailure D3132, D3135 and those of integer pictures. */
export function readDatePicture(picture: string): readonly PicturePart[] {
  if (picture.length > PICTURE_LENGTH_MAX) throw JsonataFailure.tooLarge();
  const parts: PicturePart[] = [];
  let at = 0;
  while (at < picture.length) {
    const open = picture.indexOf('[', at);
    addLiteral(parts, picture.slice(at, open < 0 ? picture.length : open));
    if (open < 0) break;
    if (picture.charAt(open + 1) === '[') {
      parts.push({ kind: 'literal', text: '[' });
      at = open + 2;
      continue;
    }
    const close = picture.indexOf(']', open);
    if (close < 0) throw new JsonataFailure('D3135');
    parts.push(readMarker(picture.slice(open + 1, close).replace(/\s+/g, '')));
    at = close + 1;
  }
  return parts;
}

function addLiteral(parts: PicturePart[], text: string): void {
  if (text !== '') parts.push({ kind: 'literal', text: text.replaceAll(']]', ']') });
}

interface Width {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

function readMarker(marker: string): DateMarker {
  const component = marker.charAt(0);
  const comma = marker.lastIndexOf(',');
  const width = comma < 0 ? undefined : readWidth(marker.slice(comma + 1));
  const written = marker.slice(1, comma < 0 ? undefined : comma);
  const last = written.length > 1 ? written.charAt(written.length - 1) : '';
  const modifier = last !== '' && 'atco'.includes(last) ? last : undefined;
  const presentation = (modifier === undefined ? written : written.slice(0, -1)) || DEFAULTS.get(component);
  if (presentation === undefined) throw new JsonataFailure('D3132', { value: component });
  const names = namesOf(presentation);
  const integer = integerOf(component, names !== undefined, presentation, modifier);
  const wide = integer === undefined ? undefined : widened(component, integer, width);
  return {
    kind: 'marker',
    component,
    names,
    integer: wide?.integer,
    widthMax: width?.max,
    hasWidth: width !== undefined,
    isTraditional: modifier === 't',
    digits: wide?.digits ?? -1,
  };
}

function readWidth(text: string): Width {
  const [min, max] = text.split(/-(.*)/s);
  return { min: widthNumber(min), max: widthNumber(max) };
}

function widthNumber(text: string | undefined): number | undefined {
  const number = text === undefined || text === '*' ? Number.NaN : Number.parseInt(text, 10);
  if (Number.isNaN(number)) return undefined;
  if (number > PICTURE_LENGTH_MAX) throw JsonataFailure.tooLarge();
  return number;
}

function namesOf(presentation: string): DateMarker['names'] {
  if (presentation.startsWith('n')) return 'lower';
  if (!presentation.startsWith('N')) return undefined;
  return presentation.charAt(1) === 'n' ? 'title' : 'upper';
}

function integerOf(
  component: string,
  hasNames: boolean,
  presentation: string,
  modifier: string | undefined,
): IntegerFormat | undefined {
  if (component === 'Z' || component === 'z') return readIntegerPicture(presentation);
  if (hasNames || !NUMERIC.includes(component)) return undefined;
  return readIntegerPicture(modifier === undefined ? presentation : `${presentation};${modifier}`);
}

function widened(
  component: string,
  integer: IntegerFormat,
  width: Width | undefined,
): { readonly integer: IntegerFormat; readonly digits: number } {
  if (component === 'Z' || component === 'z') return { integer, digits: -1 };
  const mandatoryDigits = Math.max(integer.mandatoryDigits, width?.min ?? 0);
  if (!'YMD'.includes(component)) return { integer: { ...integer, mandatoryDigits }, digits: -1 };
  if (width?.max !== undefined)
    return { integer: { ...integer, mandatoryDigits: width.max }, digits: width.max };
  const digits = mandatoryDigits + integer.optionalDigits;
  return { integer: { ...integer, mandatoryDigits }, digits: digits >= 2 ? digits : -1 };
}
