import { isArray, isObject, type Json, type JsonObject, member, parseJson } from '../../../base/json.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { isOperator, parseWanted, type ValueTest } from './wanted-value.ts';

/** What an event must be like: all of its fields, and one of each list of alternatives. */
export interface EventPattern {
  readonly fields: readonly Field[];
  readonly alternatives: readonly (readonly EventPattern[])[];
}

interface Field {
  readonly name: string;
  /** From the event down to here. */
  readonly path: readonly string[];
  /** Behind a list: what its values may be like. */
  readonly tests: readonly ValueTest[];
  /** The list says `exists: false`. */
  readonly mayBeAbsent: boolean;
  /** Behind an object. */
  readonly inner: EventPattern | undefined;
}

/** @throws ServiceRefusal InvalidEventPatternException. */
export function parseEventPattern(text: string): EventPattern {
  let value: Json;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalidPattern('Invalid JSON');
  }
  if (!isObject(value)) throw invalidPattern('Filter is not an object');
  if (Object.keys(value).length === 0) throw invalidPattern('Empty objects are not allowed');
  return parsePattern(value, []);
}

function parsePattern(object: JsonObject, path: readonly string[]): EventPattern {
  const fields: Field[] = [];
  const alternatives: EventPattern[][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (name === '$or' && isAlternatives(value)) {
      alternatives.push(value.map((one) => parsePattern(one, path)));
    } else fields.push(parseField(name, value, [...path, name]));
  }
  return { fields, alternatives };
}

/** Anything else under this name is a field of events that happens to have it. */
function isAlternatives(value: Json): value is readonly JsonObject[] {
  if (!isArray(value) || value.length < 2) return false;
  return value.every(
    (one) => isObject(one) && Object.keys(one).length > 0 && !Object.keys(one).every(isOperator),
  );
}

function parseField(name: string, value: Json, path: readonly string[]): Field {
  const field = { name, path, tests: [], mayBeAbsent: false, inner: undefined };
  if (isObject(value)) {
    if (Object.keys(value).length === 0) throw invalidPattern('Empty objects are not allowed');
    return { ...field, inner: parsePattern(value, path) };
  }
  if (!isArray(value)) throw invalidPattern(`"${name}" must be an object or an array`);
  if (value.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const wanted = value.map(parseWanted);
  return {
    ...field,
    tests: wanted.flatMap((one) => (one.kind === 'value' ? [one.passes] : [])),
    mayBeAbsent: wanted.some(({ kind }) => kind === 'absent'),
  };
}

/** Whether an event is like that. Of a list of objects, one must have everything that is asked of it. */
export function matchesEvent(pattern: EventPattern, event: JsonObject): boolean {
  return holds(pattern, event, event);
}

function holds(pattern: EventPattern, given: Json | undefined, event: JsonObject): boolean {
  const candidates = flat(given);
  // Where nothing is, what may be absent still holds.
  if (candidates.length === 0) return holdsFor(pattern, {}, event);
  return candidates.some((one) => holdsFor(pattern, isObject(one) ? one : {}, event));
}

function holdsFor(pattern: EventPattern, object: JsonObject, event: JsonObject): boolean {
  return (
    pattern.fields.every((field) => fieldHolds(field, object, event)) &&
    pattern.alternatives.every((patterns) => patterns.some((one) => holdsFor(one, object, event)))
  );
}

function fieldHolds(field: Field, object: JsonObject, event: JsonObject): boolean {
  const given = member(object, field.name);
  if (field.inner !== undefined) return holds(field.inner, given, event);
  if (flat(given).some((value) => !isObject(value) && field.tests.some((passes) => passes(value))))
    return true;
  return field.mayBeAbsent && !isThere(event, field.path);
}

/** Whether any value stands at a path, in whichever element of a list; an object is none. */
function isThere(given: Json | undefined, [name, ...rest]: readonly string[]): boolean {
  const values = flat(given);
  if (name === undefined) return values.some((value) => !isObject(value));
  return values.some((value) => isObject(value) && isThere(member(value, name), rest));
}

function flat(given: Json | undefined): readonly Json[] {
  if (given === undefined) return [];
  return isArray(given) ? given.flatMap(flat) : [given];
}
