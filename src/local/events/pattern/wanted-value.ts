import {
  isArray,
  isExactNumber,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  toNumber,
} from '../../../base/json.ts';
import { parseAddressBlock } from './address-block.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { matchesWildcard, parseWildcard } from './wildcard.ts';

/** Whether one value of an event passes. Never an object or an array: those are taken apart before. */
export type ValueTest = (value: Json) => boolean;

/** What stands in the list behind a field of a pattern. */
export type Wanted = { readonly kind: 'absent' } | { readonly kind: 'value'; readonly passes: ValueTest };

/** @throws ServiceRefusal InvalidEventPatternException. */
export function parseWanted(item: Json): Wanted {
  if (isArray(item)) throw invalidPattern('Match value must be String, number, true, false, or null');
  if (!isObject(item)) return value(equals(item));
  const [[operator, operand] = [], ...more] = Object.entries(item);
  if (operator === undefined || operand === undefined || more.length > 0)
    throw invalidPattern('Only one key allowed in match expression');
  if (operator === 'exists') {
    if (typeof operand !== 'boolean')
      throw invalidPattern('exists match pattern must be either true or false.');
    return operand ? value(() => true) : { kind: 'absent' };
  }
  return value(parseOperator(operator, operand));
}

/** Whether an object may be an operator: a `$or` of those is a field like any other. */
export function isOperator(name: string): boolean {
  return Object.hasOwn(OPERATORS, name) || name === 'exists';
}

function value(passes: ValueTest): Wanted {
  return { kind: 'value', passes };
}

function parseOperator(name: string, operand: Json): ValueTest {
  const parse = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (parse === undefined) throw invalidPattern(`Unrecognized match type ${name}`);
  return parse(operand);
}

type Operator = (operand: Json) => ValueTest;

const OPERATORS: Readonly<Record<string, Operator>> = {
  prefix: (operand) => atOneEnd(operand, 'prefix', (text, part) => text.startsWith(part)),
  suffix: (operand) => atOneEnd(operand, 'suffix', (text, part) => text.endsWith(part)),
  'equals-ignore-case': (operand) => {
    const wanted = folded(textOf(operand, 'equals-ignore-case'));
    return onText((text) => folded(text) === wanted);
  },
  wildcard: (operand) => {
    const pieces = parseWildcard(textOf(operand, 'wildcard'));
    return onText((text) => matchesWildcard(pieces, text));
  },
  cidr: (operand) => onText(parseAddressBlock(textOf(operand, 'cidr'))),
  numeric: parseRange,
  'anything-but': parseAnythingBut,
};

function equals(wanted: Json): ValueTest {
  if (!isNumber(wanted)) return (given) => given === wanted;
  const number = toNumber(wanted);
  return (given) => isNumber(given) && toNumber(given) === number;
}

function onText(passes: (text: string) => boolean): ValueTest {
  return (given) => typeof given === 'string' && passes(given);
}

/** Full case folding, so that `ß` is no special case of one direction. */
function folded(text: string): string {
  return text.toUpperCase().toLowerCase();
}

function textOf(operand: Json, name: string): string {
  if (typeof operand !== 'string') throw invalidPattern(`${name} match pattern must be a string`);
  return operand;
}

function atOneEnd(operand: Json, name: string, has: (text: string, part: string) => boolean): ValueTest {
  if (!isObject(operand)) {
    const part = textOf(operand, name);
    if (part === '') throw invalidPattern(`Null ${name} not allowed`);
    return onText((text) => has(text, part));
  }
  const [[inner, ignored] = [], ...more] = Object.entries(operand);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  if (inner !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${name} pattern: ${inner}`);
  const part = folded(textOf(ignored ?? null, 'equals-ignore-case'));
  return onText((text) => has(folded(text), part));
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (given, bound) => given === bound,
  '<': (given, bound) => given < bound,
  '<=': (given, bound) => given <= bound,
  '>': (given, bound) => given > bound,
  '>=': (given, bound) => given >= bound,
};

/** Beyond it AWS's own representation of numbers ends. */
const NUMBER_MAX = 5e9;

/** `["=", 5]`, `["<", 10]`, `[">", 0, "<=", 5]`. */
function parseRange(operand: Json): ValueTest {
  if (!isArray(operand)) throw invalidPattern('Value of numeric must be an array.');
  if (operand.length < 2) throw invalidPattern('Value of numeric must have an operator and a number');
  const [first, second] = [boundOf(operand[0], operand[1]), boundOf(operand[2], operand[3])];
  if (first === undefined) throw invalidPattern(`Invalid member in numeric match: ${print(operand[0])}`);
  if (operand.length > (second === undefined ? 2 : 4))
    throw invalidPattern('Too many elements in numeric expression');
  if (second === undefined) return (given) => isNumber(given) && first.holds(toNumber(given));
  if (!first.operator.startsWith('>') || !second.operator.startsWith('<'))
    throw invalidPattern(`Bad numeric range operator: ${second.operator}`);
  if (first.bound >= second.bound) throw invalidPattern('Bottom must be less than top');
  return (given) => isNumber(given) && first.holds(toNumber(given)) && second.holds(toNumber(given));
}

function boundOf(operator: Json | undefined, bound: Json | undefined) {
  if (operator === undefined) return undefined;
  const compare =
    typeof operator === 'string' && Object.hasOwn(COMPARISONS, operator) ? COMPARISONS[operator] : undefined;
  if (typeof operator !== 'string' || compare === undefined)
    throw invalidPattern(`Unrecognized numeric range operator: ${print(operator)}`);
  if (!isNumber(bound)) throw invalidPattern(`Value of ${operator} must be numeric`);
  const number = toNumber(bound);
  if (Math.abs(number) > NUMBER_MAX)
    throw invalidPattern(`Value must be between -5.0E9 and 5.0E9, inclusive: ${print(bound)}`);
  return { operator, bound: number, holds: (given: number) => compare(given, number) };
}

/** The operators that `anything-but` may turn around; each takes a text, or a list of texts. */
const TURNED = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

function parseAnythingBut(operand: Json): ValueTest {
  const tests = isObject(operand) ? turnedTests(operand) : listedTests(operand);
  return (given) => !tests.some((passes) => passes(given));
}

function turnedTests(operand: JsonObject): ValueTest[] {
  const [[name = '', inner = null] = [], ...more] = Object.entries(operand);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  if (!TURNED.includes(name)) throw invalidPattern(`Unsupported anything-but pattern: ${name}`);
  const texts = isArray(inner) ? inner : [inner];
  if (texts.length === 0) throw invalidPattern('Empty arrays are not allowed');
  return texts.map((text) => parseOperator(name, textOf(text, name)));
}

function listedTests(operand: Json): ValueTest[] {
  const items = isArray(operand) ? operand : [operand];
  if (items.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const areTexts = items.every((item) => typeof item === 'string');
  if (!areTexts && !items.every((item) => isNumber(item))) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return items.map(equals);
}

function print(value: Json | undefined): string {
  return isExactNumber(value) ? value.rawJSON : String(value);
}
