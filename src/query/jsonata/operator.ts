import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import type { NodeOf } from './node.ts';
import { textOf } from './text.ts';
import { type Evaluation, equals, isList, isTrue, numberIn, sequence, type Value } from './value.ts';

/** Operators with two sides. */
export function compileBinary(node: NodeOf<'binary'>, compiler: Compiler, place: Place): Compiled {
  const { operator } = node;
  const left = compiler.compile(node.left, inside(place));
  const right = compiler.compile(node.right, inside(place));
  const arithmetic = ARITHMETIC.get(operator);
  if (arithmetic !== undefined) return compileArithmetic({ left, right, operator, arithmetic });
  const comparison = COMPARISONS.get(operator);
  if (comparison !== undefined) {
    return (input, frame) => compare(left(input, frame), right(input, frame), operator, comparison);
  }
  switch (operator) {
    case '=':
      return (input, frame) => isEqual(left(input, frame), right(input, frame), frame.evaluation) === true;
    case '!=':
      return (input, frame) => isEqual(left(input, frame), right(input, frame), frame.evaluation) === false;
    case 'and':
      return (input, frame) => isTrue(left(input, frame)) && isTrue(right(input, frame));
    case 'or':
      return (input, frame) => isTrue(left(input, frame)) || isTrue(right(input, frame));
    case 'in':
      return (input, frame) => isIn(left(input, frame), right(input, frame), frame.evaluation);
    case '&':
      return (input, frame) => join(left(input, frame), right(input, frame), frame.evaluation);
    default:
      return (input, frame) => range(left(input, frame), right(input, frame), frame.evaluation);
  }
}

type Arithmetic = (a: number, b: number) => number;

const ARITHMETIC: ReadonlyMap<string, Arithmetic> = new Map([
  ['+', (a: number, b: number) => a + b],
  ['-', (a: number, b: number) => a - b],
  ['*', (a: number, b: number) => a * b],
  ['/', (a: number, b: number) => a / b],
  ['%', (a: number, b: number) => a % b],
]);

interface Sum {
  readonly left: Compiled;
  readonly right: Compiled;
  readonly operator: string;
  readonly arithmetic: Arithmetic;
}

function compileArithmetic({ left, right, operator, arithmetic }: Sum): Compiled {
  return (input, frame) => {
    const a = left(input, frame);
    const b = right(input, frame);
    if (typeof a === 'number' && typeof b === 'number' && Number.isFinite(a) && Number.isFinite(b)) {
      return arithmetic(a, b);
    }
    const [x, y] = [operand(a, 'T2001', operator), operand(b, 'T2002', operator)];
    return x === undefined || y === undefined ? undefined : arithmetic(x, y);
  };
}

function operand(value: Value, code: string, token: string): number | undefined {
  if (value === undefined) return undefined;
  const number = numberIn(value);
  if (number === undefined) throw new JsonataFailure(code, { value, token });
  return number;
}

type Comparison = (a: string | number, b: string | number) => boolean;

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ['<', (a: string | number, b: string | number) => a < b],
  ['<=', (a: string | number, b: string | number) => a <= b],
  ['>', (a: string | number, b: string | number) => a > b],
  ['>=', (a: string | number, b: string | number) => a >= b],
]);

function compare(left: Value, right: Value, token: string, comparison: Comparison): Value {
  const a = comparable(left);
  const b = comparable(right);
  if ((a === undefined && left !== undefined) || (b === undefined && right !== undefined)) {
    throw new JsonataFailure('T2010', { value: a === undefined ? left : right, token });
  }
  if (a === undefined || b === undefined) return undefined;
  if (typeof a !== typeof b) throw new JsonataFailure('T2009', { value: left, value2: right, token });
  return comparison(a, b);
}

/** What can be put in order. */
export function comparable(value: Value): string | number | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'object' ? numberIn(value) : undefined;
}

function isEqual(a: Value, b: Value, evaluation: Evaluation): boolean | undefined {
  return a === undefined || b === undefined ? undefined : equals(a, b, evaluation);
}

function isIn(value: Value, list: Value, evaluation: Evaluation): boolean {
  if (value === undefined || list === undefined) return false;
  if (!isList(list)) return isSame(value, list);
  evaluation.step(list.length);
  return list.some((item) => isSame(value, item));
}

/** Objects and lists are only the same as themselves. */
function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' && typeof b !== 'object') return false;
  const number = comparable(a);
  return typeof number === 'number' && number === comparable(b);
}

function join(left: Value, right: Value, evaluation: Evaluation): string {
  const a = left === undefined ? '' : textOf(left, evaluation);
  const b = right === undefined ? '' : textOf(right, evaluation);
  evaluation.joinedText(a.length + b.length);
  return a + b;
}

const RANGE_LENGTH_MAX = 1e7;

function range(left: Value, right: Value, evaluation: Evaluation): Value {
  const [first, last] = [bound(left, 'T2003'), bound(right, 'T2004')];
  if (first === undefined || last === undefined || first > last) return undefined;
  const length = last - first + 1;
  // AWS's own bound on memory comes long before JSONata's on the length.
  evaluation.list(length);
  if (length > RANGE_LENGTH_MAX) throw new JsonataFailure('D2014', { value: length });
  const list = sequence();
  for (let item = first; item <= last; item++) list.push(item);
  return list;
}

function bound(value: Value, code: string): number | undefined {
  if (value === undefined) return undefined;
  const number = comparable(value);
  if (typeof number === 'number' && Number.isInteger(number)) return number;
  throw new JsonataFailure(code, { value, token: '..' });
}

/** `-x` */
export function negate(value: Value): Value {
  if (value === undefined) return undefined;
  const number = numberIn(value);
  if (number === undefined) throw new JsonataFailure('D1002', { value, token: '-' });
  return -number;
}
