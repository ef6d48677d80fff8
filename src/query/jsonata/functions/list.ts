import { isExactNumber } from '../../../base/json.ts';
import { JsonataFailure } from '../jsonata-failure.ts';
import { mergeSort } from '../merge-sort.ts';
import {
  append,
  type Call,
  type Callable,
  equals,
  flagsOf,
  isList,
  isTrue,
  type List,
  numberIn,
  SEQUENCE,
  sequence,
  type Value,
} from '../value.ts';
import { functionAt, listAt } from './argument.ts';
import { type Native, onSomething } from './native.ts';

export const LIST_FUNCTIONS: readonly Native[] = [
  {
    name: 'append',
    signature: '<xx:a>',
    arity: 2,
    body: ([a, b], { frame }) => append(a, b, frame.evaluation),
  },
  { name: 'exists', signature: '<x:b>', arity: 1, body: ([value]) => value !== undefined },
  { name: 'reverse', signature: '<a:a>', arity: 1, body: onSomething(reverse) },
  { name: 'shuffle', signature: '<a:a>', arity: 1, body: onSomething(shuffle) },
  { name: 'sort', signature: '<af?:a>', arity: 2, body: onSomething(sort) },
  { name: 'distinct', signature: '<x:x>', arity: 1, body: distinct },
  { name: 'zip', signature: '<a+>', arity: 0, body: zip },
];

function reverse(args: readonly Value[], { frame }: Call): Value {
  const list = listAt(args, 0);
  if (list.length <= 1) return list;
  frame.evaluation.list(list.length);
  return list.toReversed();
}

function shuffle(args: readonly Value[], { frame }: Call): Value {
  const list = listAt(args, 0);
  if (list.length <= 1) return list;
  frame.evaluation.list(list.length);
  const { entropy } = frame.evaluation.world;
  const shuffled: List = [];
  for (let index = 0; index < list.length; index++) {
    const other = Math.floor(entropy.random() * (index + 1));
    if (other !== index) shuffled[index] = shuffled[other];
    shuffled[other] = list[index];
  }
  return shuffled;
}

function sort(args: readonly Value[], call: Call): Value {
  const list = listAt(args, 0);
  if (list.length <= 1) return list;
  const { evaluation } = call.frame;
  evaluation.list(list.length * 2);
  const comparator = functionAt(args, 1);
  if (comparator !== undefined) return mergeSort(list, (a, b) => isAfter(comparator, a, b, call));
  if (list.every((item) => typeof item === 'string')) {
    for (const item of list) evaluation.scan(item.length);
  } else if (!list.every((item) => typeof item === 'number' || isExactNumber(item))) {
    throw new JsonataFailure('D3070', { index: 1 });
  }
  return mergeSort<Value>(list, (a, b) => {
    evaluation.step();
    return isGreater(a, b);
  });
}

function isGreater(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a > b;
  return (numberIn(a) ?? 0) > (numberIn(b) ?? 0);
}

function isAfter(comparator: Callable, a: Value, b: Value, call: Call): boolean {
  call.frame.evaluation.step();
  const answer = comparator.invoke([a, b], call);
  // JavaScript's notion of truth: that of the implementation everybody knows.
  return Boolean(answer);
}

/** Keeps the first of equal items. Texts, numbers and the like are looked up; only lists and objects are compared one by one. */
function distinct([value]: readonly Value[], { frame }: Call): Value {
  if (!isList(value) || value.length <= 1) return value;
  const { evaluation } = frame;
  const found: List = (flagsOf(value) & SEQUENCE) === 0 ? [] : sequence();
  const simple = new Set<Value>();
  const composed: Value[] = [];
  for (const item of value) {
    evaluation.step();
    if (typeof item === 'string') evaluation.scan(item.length);
    const key = isExactNumber(item) ? numberIn(item) : item;
    if (typeof key === 'object' && key !== null) {
      if (composed.some((other) => equals(key, other, evaluation))) continue;
      composed.push(key);
    } else if (simple.has(key)) continue;
    else simple.add(key);
    found.push(item);
  }
  evaluation.list(found.length * 2);
  return found;
}

function zip(args: readonly Value[], { frame }: Call): Value {
  const lists = args.map((arg) => (isList(arg) ? arg : []));
  const length = Math.min(...lists.map((list) => list.length));
  frame.evaluation.list(length);
  const rows: List = [];
  for (let index = 0; index < length; index++) {
    frame.evaluation.list(lists.length);
    rows.push(lists.map((list) => list[index]));
  }
  return rows;
}

/** What a callback is given: only as many arguments as it takes. */
export function invokeWith(callback: Callable, args: readonly Value[], call: Call): Value {
  call.frame.evaluation.step();
  return callback.invoke(args.slice(0, Math.max(1, callback.arity)), call);
}

export function isChosen(callback: Callable, args: readonly Value[], call: Call): boolean {
  return isTrue(invokeWith(callback, args, call));
}
