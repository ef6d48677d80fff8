import { isNumber, type Json, parseJson, toNumber } from '../../base/json.ts';
import { isoTimestamp } from './casing.ts';
import type { MomentFormat } from './notation.ts';

/** A Task state's moment as a service has it; what is none is for the service to refuse. */
export function writeMoment(value: Json, format: MomentFormat): Json {
  const seconds = secondsOf(value);
  if (seconds === undefined) return value;
  if (format === 'seconds') return seconds;
  return format === 'iso' ? isoTimestamp(seconds) : new Date(seconds * 1000).toUTCString();
}

/** A service's moment as a Task state sees it: ISO 8601, however it came. */
export function readMoment(value: Json): Json {
  const seconds = secondsOf(value);
  return seconds === undefined ? value : isoTimestamp(seconds);
}

/** Seconds, ISO 8601 or a date of HTTP; undefined when it is none that ECMAScript has. */
function secondsOf(value: Json): number | undefined {
  const given = typeof value === 'string' && /^-?\d+(\.\d+)?(E\d+)?$/.test(value) ? Number(value) : value;
  const seconds = isNumber(given) ? toNumber(given) : Date.parse(String(given)) / 1000;
  return Math.abs(seconds) <= SECONDS_MAX ? seconds : undefined;
}

/** Of `Date`. */
const SECONDS_MAX = 8.64e12;

/** Bytes are the JSON of a value, the quotes of a text included, as recorded for objects of S3. */
export function writeBlob(value: Json): string {
  return JSON.stringify(value);
}

/** Bytes in a document, as base64. An archive is given so already: as the JSON of a text it would be none. */
export function writeBase64(value: Json): string {
  const isArchive = typeof value === 'string' && value.startsWith('UEsDB');
  return isArchive ? value : Buffer.from(writeBlob(value)).toString('base64');
}

/** Text that stands for a number: exact, however long it is. */
export function readNumber(text: string): Json {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? parseJson(text) : text;
}

/** Any plain value, in a path, a query, a header or a form. */
export function printedValue(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
