import type { Instant } from '../../../base/time.ts';
import { JsonataFailure } from '../jsonata-failure.ts';
import { componentOf, DAYS, MONTHS } from './calendar.ts';
import { type DateMarker, readDatePicture } from './date-picture.ts';
import { readIntegerPicture, writeInteger } from './integer-picture.ts';

const ISO_8601 = '[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]';

interface Offset {
  readonly hours: number;
  readonly minutes: number;
}

/**
 * @param timezone `+0130`, `-0500`
 * @throws JsonataFailure D3132 to D3135, D1001 for what is no date
 */
export function formatDate(millis: number, picture = ISO_8601, timezone?: string): string {
  const parts = readDatePicture(picture);
  const offset = offsetOf(timezone);
  const at = millis + (60 * offset.hours + offset.minutes) * 60_000;
  if (Number.isNaN(new Date(at).getTime())) throw new JsonataFailure('D1001', { value: millis });
  return parts.map((part) => (part.kind === 'literal' ? part.text : formatPart(at, part, offset))).join('');
}

function offsetOf(timezone: string | undefined): Offset {
  const offset = timezone === undefined ? 0 : Number.parseInt(timezone, 10);
  return { hours: Math.floor(offset / 100), minutes: offset % 100 };
}

function formatPart(at: Instant, marker: DateMarker, offset: Offset): string {
  const { component, names, integer } = marker;
  const value = componentOf(at, component);
  if (component === 'Z' || component === 'z') return formatOffset(marker, offset);
  if (value === undefined) return 'ISO';
  if (typeof value === 'string') return names === 'upper' ? value.toUpperCase() : value;
  if (names !== undefined) return formatName(value, marker);
  if (integer === undefined) return '';
  const shown = component === 'Y' && marker.digits !== -1 ? value % 10 ** marker.digits : value;
  return writeInteger(shown, integer);
}

function formatName(value: number, { component, names, hasWidth, widthMax }: DateMarker): string {
  const name = nameOf(value, component);
  if (name === undefined) throw new JsonataFailure('D3133', { value: component });
  const cased = names === 'upper' ? name.toUpperCase() : names === 'lower' ? name.toLowerCase() : name;
  return hasWidth && widthMax !== undefined ? cased.slice(0, widthMax) : cased;
}

function nameOf(value: number, component: string): string | undefined {
  if (component === 'M' || component === 'x') return MONTHS[value - 1];
  return component === 'F' ? DAYS[value] : undefined;
}

function formatOffset({ component, integer, isTraditional }: DateMarker, { hours, minutes }: Offset): string {
  const offset = hours * 100 + minutes;
  if (offset === 0 && isTraditional) return 'Z';
  const digits = integer?.mandatoryDigits ?? 0;
  let text: string;
  if (integer === undefined || (integer.regular === 0 && (digits < 1 || digits > 4))) {
    throw new JsonataFailure('D3134', { value: digits });
  }
  if (integer.regular > 0 || digits > 2) text = writeInteger(offset, integer);
  else {
    text = writeInteger(hours, integer);
    if (minutes !== 0) text += `:${writeInteger(minutes, readIntegerPicture('00'))}`;
  }
  return (component === 'z' ? 'GMT' : '') + (offset >= 0 ? '+' : '') + text;
}
