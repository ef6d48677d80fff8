import type { Json, JsonObject } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { compilePath, readPath } from '../query/jsonpath/path.ts';
import type { Expression } from '../query/language.ts';
import { numberField, stringField } from './fields.ts';
import { printed } from './printed.ts';

/** Reads a number from what a path found, and refuses what the state cannot use. */
type Check = (value: Json, field: string, path: string) => number;

/**
 * A number that stands in the definition, or that a `...Path` field refers to.
 *
 * @param input What the path reads.
 */
export function numberOf(
  state: JsonObject,
  field: string,
  input: Expression,
  check: Check,
): Expression<number> | undefined {
  const literal = numberField(state, field);
  if (literal !== undefined) return () => literal;
  const pathField = `${field}Path`;
  const text = stringField(state, pathField);
  if (text === undefined) return undefined;
  const path = compilePath(text);
  return (scope) => check(readPath(path, input(scope), scope), pathField, text);
}

/** The whole number that a `...Path` field refers to. The sentence was recorded on AWS. */
export function wholeNumber(value: Json, field: string, path: string): number {
  const number = parseWhole(value);
  if (number === undefined) throw notValid('integer', value, field, path);
  return number;
}

export function anyNumber(value: Json, field: string, path: string): number {
  const text = printed(value);
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  throw notValid('float', value, field, path);
}

/** AWS parses the text of the value: the string `"1"` is the number 1 (recorded), and `1.0` is no whole number. */
export function parseWhole(value: Json): number | undefined {
  const text = printed(value);
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function notValid(kind: 'integer' | 'float', value: Json, field: string, path: string): StateError {
  return new StateError(
    'States.Runtime',
    `The ${field} field refers to value "${printed(value)}" which is not a valid ${kind}: ${path}`,
  );
}
