import { ServiceError } from '../base/service-error.ts';

/** A parsed JSON object of a request. Only members that the model names are read: never one of the prototype's. */
export type Fields = { readonly [name: string]: unknown };

/**
 * What the generated readers of `model/` are made of. A wrong JSON type ends the reading at once
 * (SerializationException, as the service's deserializer does); broken constraints are collected, AWS lists all.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return absent(value, 'a String');
}

export function boolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return absent(value, 'a Boolean');
}

/** Fractions are cut, as the service does. */
export function integer(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.trunc(value);
  return absent(value, 'an Integer');
}

export function long(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.trunc(value);
  return absent(value, 'a Long');
}

export function float(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return absent(value, 'a Float');
}

export function list(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (value === null || value === undefined) return undefined;
  throw new ServiceError('SerializationException', 'Expected list or null');
}

export function structure(value: unknown): Fields | undefined {
  if (value === null || value === undefined) return undefined;
  if (isFields(value)) return value;
  throw new ServiceError('SerializationException', 'Expected structure or null');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null and absent are the same; anything else has the wrong type. */
function absent(value: unknown, wanted: string): undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value))
    throw new ServiceError('SerializationException', 'Start of list found where not expected');
  if (typeof value === 'object') {
    throw new ServiceError('SerializationException', 'Start of structure or map found where not expected.');
  }
  const came =
    typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : typeof value === 'number' ? 'NUMBER' : 'STRING';
  throw new ServiceError('SerializationException', `${came}_VALUE can not be converted to ${wanted}`);
}

export function missing(problems: string[], at: string): void {
  problems.push(`Value null at '${at}' ${FAILED}: Member must not be null`);
}

/** @param shown Undefined for a sensitive value: it is not repeated in the message. */
export function outOfLength(
  problems: string[],
  at: string,
  shown: string | undefined,
  bounds: { readonly length: number; readonly min?: number; readonly max?: number },
): void {
  const { length, min = 0, max = Number.POSITIVE_INFINITY } = bounds;
  if (length < min)
    problems.push(`${subject(shown, at)}: Member must have length greater than or equal to ${min}`);
  if (length > max)
    problems.push(`${subject(shown, at)}: Member must have length less than or equal to ${max}`);
}

export function outOfRange(
  problems: string[],
  at: string,
  shown: string | undefined,
  bounds: { readonly value: number; readonly min?: number; readonly max?: number },
): void {
  const { value, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  if (value < min)
    problems.push(`${subject(shown, at)}: Member must have value greater than or equal to ${min}`);
  if (value > max)
    problems.push(`${subject(shown, at)}: Member must have value less than or equal to ${max}`);
}

export function unmatched(problems: string[], at: string, shown: string | undefined, pattern: string): void {
  problems.push(`${subject(shown, at)}: Member must satisfy regular expression pattern: ${pattern}`);
}

/** One of a shape's values; undefined, with a problem, when it is another. */
export function choice<Value extends string>(
  problems: string[],
  at: string,
  value: string | undefined,
  values: readonly Value[],
): Value | undefined {
  if (value === undefined) return undefined;
  const found = values.find((known) => known === value);
  if (found === undefined) {
    problems.push(`${subject(value, at)}: Member must satisfy enum value set: [${values.join(', ')}]`);
  }
  return found;
}

/** A list or structure as the service prints it in a problem: `[Item(a=1, b=2)]`. */
export function printed(name: string, items: readonly object[] | readonly string[]): string {
  return `[${items.map((item) => (typeof item === 'string' ? item : printedStructure(name, item))).join(', ')}]`;
}

function printedStructure(name: string, item: object): string {
  return `${name}(${Object.entries(item)
    .flatMap(([key, value]) => (value === undefined ? [] : `${key}=${value}`))
    .join(', ')})`;
}

const FAILED = 'failed to satisfy constraint';

function subject(shown: string | undefined, at: string): string {
  return shown === undefined ? `Value at '${at}' ${FAILED}` : `Value '${shown}' at '${at}' ${FAILED}`;
}
