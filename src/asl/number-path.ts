import { isNumber, type Json, toNumber } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { printed } from './printed.ts';

/** The whole number that a `...Path` field refers to. The sentence was recorded on AWS. */
export function wholeNumber(value: Json, field: string, path: string): number {
  const number = isNumber(value) ? toNumber(value) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw notValid('integer', value, field, path);
}

export function anyNumber(value: Json, field: string, path: string): number {
  if (isNumber(value)) return toNumber(value);
  throw notValid('float', value, field, path);
}

function notValid(kind: 'integer' | 'float', value: Json, field: string, path: string): StateError {
  return new StateError(
    'States.Runtime',
    `The ${field} field refers to value "${printed(value)}" which is not a valid ${kind}: ${path}`,
  );
}
