import { JsonataFailure } from '../jsonata-failure.ts';
import { isTrue, type List, numberIn, truth, type Value } from '../value.ts';
import { listAt, numberAt, optionalNumber } from './argument.ts';
import { type Body, type Native, onSomething } from './native.ts';

const NUMERIC = /^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/;
const PREFIXED = /^(?:0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+)$/;

export const NUMBER_FUNCTIONS: readonly Native[] = [
  aggregate('sum', (list) => sum(list)),
  aggregate('max', (list) => (list.length === 0 ? undefined : best(list, (a, b) => a > b))),
  aggregate('min', (list) => (list.length === 0 ? undefined : best(list, (a, b) => a < b))),
  aggregate('average', (list) => (list.length === 0 ? undefined : sum(list) / list.length)),
  { name: 'count', signature: '<a:n>', arity: 1, body: (args) => listAt(args, 0).length },
  { name: 'number', signature: '<(nsb)-:n>', arity: 1, body: onSomething(([value]) => toNumber(value)) },
  simple('floor', Math.floor),
  simple('ceil', Math.ceil),
  simple('abs', Math.abs),
  simple('sqrt', (value) => {
    if (value < 0) throw new JsonataFailure('D3060', { value, index: 1 });
    return Math.sqrt(value);
  }),
  {
    name: 'round',
    signature: '<n-n?:n>',
    arity: 2,
    body: onSomething((args) => round(numberAt(args, 0), optionalNumber(args, 1))),
  },
  { name: 'power', signature: '<n-n:n>', arity: 2, body: onSomething((args) => power(args)) },
  { name: 'formatBase', signature: '<n-n?:s>', arity: 2, body: onSomething((args) => formatBase(args)) },
  { name: 'boolean', signature: '<x-:b>', arity: 1, body: ([value]) => truth(value) },
  {
    name: 'not',
    signature: '<x-:b>',
    arity: 1,
    body: onSomething(([value]) => !isTrue(value)),
  },
];

function aggregate(name: string, compute: (list: List) => Value): Native {
  const body: Body = onSomething((args, call) => {
    const list = listAt(args, 0);
    call.frame.evaluation.step(list.length >> 4);
    return compute(list);
  });
  return { name, signature: '<a<n>:n>', arity: 1, body };
}

function simple(name: string, compute: (value: number) => number): Native {
  return { name, signature: '<n-:n>', arity: 1, body: onSomething((args) => compute(plainAt(args))) };
}

/** Unlike operators, functions also work with infinite numbers. */
function plainAt(args: readonly Value[]): number {
  const value = args[0];
  return typeof value === 'number' ? value : numberAt(args, 0);
}

function sum(list: List): number {
  let total = 0;
  for (const item of list) total += typeof item === 'number' ? item : (numberIn(item) ?? 0);
  return total;
}

function best(list: List, isBetter: (a: number, b: number) => boolean): number {
  let found = numberIn(list[0]) ?? 0;
  for (const item of list) {
    const number = numberIn(item) ?? 0;
    if (isBetter(number, found)) found = number;
  }
  return found;
}

function toNumber(value: Value): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') {
    if (NUMERIC.test(value) && Number.isFinite(Number(value))) return Number.parseFloat(value);
    if (PREFIXED.test(value)) return Number(value);
  } else if (numberIn(value) !== undefined) return value;
  throw new JsonataFailure('D3030', { value, index: 1 });
}

/** To the nearest, halves to the even neighbour. The decimal point is moved in the text, where nothing is lost. */
export function round(value: number, precision = 0): number {
  const moved = moveDecimal(value, precision);
  let result = Math.round(moved);
  if (Math.abs(result - moved) === 0.5 && Math.abs(result % 2) === 1) result -= 1;
  result = moveDecimal(result, -precision);
  return Object.is(result, -0) ? 0 : result;
}

function moveDecimal(value: number, places: number): number {
  if (places === 0) return value;
  const [digits, exponent] = String(value).split('e');
  return Number(`${digits}e${exponent === undefined ? places : Number(exponent) + places}`);
}

function power(args: readonly Value[]): number {
  const [value, exp] = [numberAt(args, 0), numberAt(args, 1)];
  const result = value ** exp;
  if (!Number.isFinite(result)) throw new JsonataFailure('D3061', { value, exp, index: 1 });
  return result;
}

function formatBase(args: readonly Value[]): string {
  const radix = round(optionalNumber(args, 1) ?? 10);
  if (radix < 2 || radix > 36) throw new JsonataFailure('D3100', { value: radix });
  return round(numberAt(args, 0)).toString(radix);
}
