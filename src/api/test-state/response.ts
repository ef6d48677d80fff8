import { isArray, isNumber, isObject, type Json, member, toNumber } from '../../base/json.ts';

/** What a service answers, as far as a mocked answer is held against it. */
export type Shape =
  | { readonly kind: 'string'; readonly min?: number; readonly values?: readonly string[] }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'array'; readonly of?: Shape }
  | { readonly kind: 'object'; readonly fields?: Fields; readonly required?: readonly string[] };

export type Fields = Readonly<Record<string, Shape>>;

/**
 * What is wrong with a mocked answer, in AWS's words (recorded); fields that the shape does not know are let through.
 *
 * @param isComplete Whether required fields must be there.
 */
export function problemOf(value: Json, shape: Shape, isComplete: boolean, name?: string): string | undefined {
  const says = (what: string) => (name === undefined ? `The result ${what}` : `Field '${name}' ${what}`);
  if (!isOf(value, shape)) return says(`must be ${ARTICLES[shape.kind]} ${shape.kind}`);
  const limit = outOfLimits(value, shape);
  if (limit !== undefined) return says(limit);
  if (shape.kind === 'array' && shape.of !== undefined && isArray(value)) {
    const { of } = shape;
    return first(value, (item) => problemOf(item, of, isComplete, name));
  }
  if (shape.kind !== 'object' || !isObject(value)) return undefined;
  const missing = isComplete
    ? shape.required?.find((field) => member(value, field) === undefined)
    : undefined;
  if (missing !== undefined) return `Required field '${missing}' is missing`;
  return first(Object.entries(shape.fields ?? {}), ([field, inner]) => {
    const given = member(value, field);
    return given === undefined ? undefined : problemOf(given, inner, isComplete, field);
  });
}

const ARTICLES = { string: 'a', number: 'a', boolean: 'a', array: 'an', object: 'an' } as const;

function isOf(value: Json, { kind }: Shape): boolean {
  switch (kind) {
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    case 'number':
      return isNumber(value);
    default:
      return typeof value === kind;
  }
}

function outOfLimits(value: Json, shape: Shape): string | undefined {
  if (shape.kind === 'string' && typeof value === 'string') {
    if (value.length < (shape.min ?? 0)) return 'is smaller than the minimum length';
    return shape.values?.includes(value) === false ? 'is not an expected value' : undefined;
  }
  if (shape.kind !== 'number' || !isNumber(value)) return undefined;
  const number = toNumber(value);
  if (number < (shape.min ?? Number.NEGATIVE_INFINITY)) return 'is less than the minimum value';
  return number > (shape.max ?? Number.POSITIVE_INFINITY) ? 'exceeds the maximum value' : undefined;
}

function first<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
