import type { Json, JsonObject } from '../../base/json.ts';
import type { Place } from '../place.ts';

/** What a value of a definition must look like: the rules of the language as data. */
export type Shape =
  | { readonly is: 'text'; readonly oneOf?: readonly string[] }
  | { readonly is: 'flag' }
  /** In JSONata states also an expression, unless it is `isConstant`. */
  | {
      readonly is: 'number';
      readonly isWhole?: boolean;
      readonly isConstant?: boolean;
      readonly min?: number;
      readonly max?: number;
    }
  | { readonly is: 'list'; readonly of: Shape; readonly isNonEmpty?: boolean }
  | { readonly is: 'object'; readonly shape: ObjectShape }
  /** A rule of its own, in a file of its own. */
  | { readonly is: 'checked'; readonly check: Check };

export type Check = (value: Json, place: Place) => void;

export interface ObjectShape {
  readonly fields: Fields;
  /** Every one must be there. */
  readonly required?: readonly string[];
  /** At most one of each group. */
  readonly exclusive?: readonly (readonly string[])[];
  /** Exactly one of each group. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Rules about several fields at once; they run after the fields' own. */
  readonly also?: (object: JsonObject, place: Place) => void;
}

export type Fields = Readonly<Record<string, Field>>;

export interface Field {
  readonly shape: Shape;
  /** The only query language in which the field exists. */
  readonly language?: Place['language'];
}

export const text: Field = { shape: { is: 'text' } };
export const flag: Field = { shape: { is: 'flag' } };

export function oneOf(...words: string[]): Field {
  return { shape: { is: 'text', oneOf: words } };
}

export function whole(min: number, max?: number): Field {
  return { shape: { is: 'number', isWhole: true, min, ...(max === undefined ? {} : { max }) } };
}

/** A number that may not be a JSONata expression. */
export function constant(min: number, max?: number): Field {
  return {
    shape: { is: 'number', isConstant: true, isWhole: true, min, ...(max === undefined ? {} : { max }) },
  };
}

export function object(shape: ObjectShape): Field {
  return { shape: { is: 'object', shape } };
}

export function list(of: Shape, isNonEmpty: boolean): Field {
  return { shape: { is: 'list', of, isNonEmpty } };
}

export function checked(check: Check): Field {
  return { shape: { is: 'checked', check } };
}

export function inJsonPath(field: Field): Field {
  return { ...field, language: 'JSONPath' };
}

export function inJsonata(field: Field): Field {
  return { ...field, language: 'JSONata' };
}
