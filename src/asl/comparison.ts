import { isNumber, type Json, toNumber } from '../base/json.ts';
import { parseInstant } from '../base/time.ts';
import { wildcard } from './wildcard.ts';

/** An operator of a choice rule: given its operand, a test of the variable's value. */
export type Comparison = (operand: Json) => (value: Json) => boolean;

/** Answers of an order: below 0, 0, above 0; undefined when one side is of another type, which is never true. */
type Order = (value: Json, operand: Json) => number | undefined;

/** Every operator that takes an operand; all but StringMatches also exist with the suffix `Path`. */
export const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ...ordered('String', compareStrings),
  ...ordered('Numeric', compareNumbers),
  ...ordered('Timestamp', compareTimestamps),
  ['BooleanEquals', (operand) => (value) => typeof value === 'boolean' && value === operand],
  ['StringMatches', stringMatches],
]);

/** `IsNull` and the like; IsPresent is not here because it alone takes a variable that is missing. */
export const typeTests: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ['IsNull', (value: Json) => value === null],
  ['IsNumeric', (value: Json) => isNumber(value)],
  ['IsString', (value: Json) => typeof value === 'string'],
  ['IsBoolean', (value: Json) => typeof value === 'boolean'],
  ['IsTimestamp', (value: Json) => instantOf(value) !== undefined],
]);

function ordered(type: string, order: Order): [string, Comparison][] {
  const operator = (accepts: (sign: number) => boolean): Comparison => {
    return (operand) => (value) => {
      const sign = order(value, operand);
      return sign !== undefined && accepts(sign);
    };
  };
  return [
    [`${type}Equals`, operator((sign) => sign === 0)],
    [`${type}LessThan`, operator((sign) => sign < 0)],
    [`${type}GreaterThan`, operator((sign) => sign > 0)],
    [`${type}LessThanEquals`, operator((sign) => sign <= 0)],
    [`${type}GreaterThanEquals`, operator((sign) => sign >= 0)],
  ];
}

/** By UTF-16 code units, as Java compares. */
function compareStrings(value: Json, operand: Json): number | undefined {
  if (typeof value !== 'string' || typeof operand !== 'string') return undefined;
  return value === operand ? 0 : value < operand ? -1 : 1;
}

function compareNumbers(value: Json, operand: Json): number | undefined {
  if (!isNumber(value) || !isNumber(operand)) return undefined;
  const [left, right] = [toNumber(value), toNumber(operand)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function compareTimestamps(value: Json, operand: Json): number | undefined {
  const left = instantOf(value);
  const right = instantOf(operand);
  if (left === undefined || right === undefined) return undefined;
  return left.ms - right.ms || left.belowMs - right.belowMs;
}

/** A moment with its whole fraction: milliseconds, and what is below them in nanoseconds. */
function instantOf(value: Json): { readonly ms: number; readonly belowMs: number } | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = parseInstant(value);
  if (ms === undefined) return undefined;
  const fraction = /\.(\d+)/.exec(value)?.[1] ?? '';
  return { ms, belowMs: Number(fraction.padEnd(9, '0').slice(3, 9)) };
}

function stringMatches(operand: Json): (value: Json) => boolean {
  if (typeof operand !== 'string') return () => false;
  const matches = wildcard(operand);
  return (value) => typeof value === 'string' && matches(value);
}
