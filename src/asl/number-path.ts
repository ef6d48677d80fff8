import type { Json } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { printed } from './printed.ts';

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
