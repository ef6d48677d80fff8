import {
  equalJson,
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  toNumber,
} from '../../base/json.ts';
import { jsonOf } from '../service/fields.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import type { MessageAttributes } from './records.ts';

/**
 * Whether a message is for a subscription with a filter policy.
 *
 * @param policy One that `checkFilterPolicy` has passed.
 */
export function matchesAttributes(policy: JsonObject, attributes: MessageAttributes): boolean {
  return matches(policy, (key) => {
    const attribute = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (attribute === undefined) return undefined;
    const { type, value } = attribute;
    if (type.startsWith('Number')) return [Number(value)];
    if (type === 'String.Array') return arrayOf(value);
    return [value];
  });
}

export function matchesBody(policy: JsonObject, body: string): boolean {
  const value = jsonOf(body);
  return isObject(value) && matchesObject(policy, [value]);
}

/** @param candidates Objects of which one member each may hold what a key asks for. */
function matchesObject(policy: JsonObject, candidates: readonly JsonObject[]): boolean {
  return matches(policy, (key) => {
    const values = candidates.flatMap((one) => {
      const value = member(one, key);
      return value === undefined ? [] : isArray(value) ? value : [value];
    });
    return values.length === 0 ? undefined : values;
  });
}

/** @param valuesOf What the message has under a key; undefined when nothing. */
function matches(policy: JsonObject, valuesOf: (key: string) => readonly Json[] | undefined): boolean {
  return Object.entries(policy).every(([key, wanted]) => {
    if (key === '$or' && isArray(wanted)) {
      return wanted.some((one) => isObject(one) && matches(one, valuesOf));
    }
    const values = valuesOf(key);
    if (isObject(wanted))
      return matchesObject(
        wanted,
        (values ?? []).filter((one) => isObject(one)),
      );
    return isArray(wanted) && wanted.some((rule) => meets(rule, values));
  });
}

function meets(rule: Json, values: readonly Json[] | undefined): boolean {
  if (!isObject(rule)) return values?.some((value) => equalJson(value, rule)) ?? false;
  const [[operator, operand] = []] = Object.entries(rule);
  if (operator === 'exists') return (values !== undefined) === operand;
  if (operator === undefined || operand === undefined || values === undefined) return false;
  const test = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  return test !== undefined && values.some((value) => test(value, operand));
}

type Test = (value: Json, operand: Json) => boolean;

const startsWith: Test = (value, operand) =>
  text(value).startsWith(text(operand)) && typeof value === 'string';
const endsWith: Test = (value, operand) => text(value).endsWith(text(operand)) && typeof value === 'string';
const equalsIgnoringCase: Test = (value, operand) =>
  typeof value === 'string' && value.toLowerCase() === text(operand).toLowerCase();

/** By name; a rule has one of them. */
const OPERATORS: Readonly<Record<string, Test>> = {
  prefix: startsWith,
  suffix: endsWith,
  'equals-ignore-case': equalsIgnoringCase,
  wildcard: (value, operand) => typeof value === 'string' && isLike(value, text(operand)),
  numeric: (value, operand) => isNumber(value) && isArray(operand) && isWithin(toNumber(value), operand),
  'anything-but': (value, operand) => {
    if (!isObject(operand)) return !listed(operand).some((one) => equalJson(one, value));
    const [[operator, given] = []] = Object.entries(operand);
    const test =
      operator !== undefined && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
    return test !== undefined && given !== undefined && !listed(given).some((one) => test(value, one));
  },
};

function text(value: Json): string {
  return typeof value === 'string' ? value : '';
}

function listed(value: Json): readonly Json[] {
  return isArray(value) ? value : [value];
}

/** Greedy from both ends: no pattern makes it slow. */
function isLike(value: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last))
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > value.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

/** `['>', 0, '<=', 150]`. */
function isWithin(value: number, range: readonly Json[]): boolean {
  for (let i = 0; i + 1 < range.length; i += 2) {
    const bound = range[i + 1];
    if (!isNumber(bound) || !compares(text(range[i] ?? ''), value, toNumber(bound))) return false;
  }
  return true;
}

function compares(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case '=':
      return a === b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return false;
  }
}

/** Keys of a policy, and alternatives that it makes together (Developer Guide, "Filter policy constraints"). */
const KEYS_MAX = 5;
const COMBINATIONS_MAX = 150;

/**
 * Reads a filter policy.
 *
 * @throws ServiceRefusal for what no message could be compared with; an operator that is not there is named.
 */
export function checkFilterPolicy(policy: string, { isOfBody }: { readonly isOfBody: boolean }): JsonObject {
  const value = jsonOf(policy);
  if (!isObject(value)) throw wrong('failed to parse JSON');
  const combinations = combinationsOf(value, isOfBody);
  if (combinations > COMBINATIONS_MAX) throw wrong('Filter policy is too complex');
  return value;
}

function combinationsOf(policy: JsonObject, isOfBody: boolean): number {
  const entries = Object.entries(policy);
  if (entries.filter(([key]) => key !== '$or').length > KEYS_MAX) {
    throw wrong('Filter policy can not have more than 5 keys');
  }
  return entries.reduce((product, [key, rules]) => product * alternativesOf(key, rules, isOfBody), 1);
}

function alternativesOf(key: string, rules: Json, isOfBody: boolean): number {
  if (key === '$or' && isArray(rules)) {
    return rules.reduce((sum: number, one) => {
      if (!isObject(one)) throw wrong('"$or" must be a list of objects');
      return sum + combinationsOf(one, isOfBody);
    }, 0);
  }
  if (isObject(rules)) {
    if (!isOfBody) throw wrong('Filter policy scope MessageAttributes does not support nested filter policy');
    return combinationsOf(rules, isOfBody);
  }
  if (!isArray(rules)) throw wrong(`"${key}" must be an object or an array`);
  if (rules.length === 0) throw wrong('Empty arrays are not allowed');
  for (const rule of rules) checkRule(rule);
  return rules.length;
}

function checkRule(rule: Json): void {
  if (isArray(rule)) throw wrong('Match value must be String, number, true, false, or null');
  if (!isObject(rule)) return;
  const [[operator = '', operand = null] = [], ...more] = Object.entries(rule);
  if (more.length > 0) throw wrong('Only one key allowed in match expression');
  if (operator === 'exists' && typeof operand === 'boolean') return;
  if (!Object.hasOwn(OPERATORS, operator)) throw wrong(`Unrecognized match type ${operator}`);
  if (operator === 'numeric') checkRange(operand);
  else if (operator === 'anything-but') checkExclusion(operand);
  else if (typeof operand !== 'string') throw wrong(`${operator} match pattern must be a string`);
}

function checkExclusion(operand: Json): void {
  if (!isObject(operand)) return;
  const [[operator = '', given = null] = [], ...more] = Object.entries(operand);
  const isKnown = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator);
  if (more.length > 0 || !isKnown) throw wrong(`Unsupported anything-but pattern: ${operator}`);
  if (!listed(given).every((one) => typeof one === 'string')) throw wrong('anything-but must match strings');
}

function checkRange(operand: Json): void {
  const range = isArray(operand) ? operand : [];
  const isRange = range.length === 2 || range.length === 4;
  const isFine = range.every((one, i) =>
    i % 2 === 1 ? isNumber(one) : ['=', '<', '<=', '>', '>='].includes(text(one)),
  );
  if (!isRange || !isFine) throw wrong('Value of numeric must be an array of operators and numbers');
}

function wrong(reason: string): ServiceRefusal {
  return new ServiceRefusal('InvalidParameter', `Invalid parameter: FilterPolicy: ${reason}`);
}

function arrayOf(value: string): readonly Json[] {
  const list = jsonOf(value);
  return isArray(list) ? list : [value];
}
