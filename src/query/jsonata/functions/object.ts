import { setOwn } from '../../../base/json.ts';
import { JsonataFailure } from '../jsonata-failure.ts';
import { lookup } from '../lookup.ts';
import { clone } from '../transform.ts';
import {
  type Call,
  type Evaluation,
  isCallable,
  isList,
  isRecord,
  memberOf,
  sequence,
  truth,
  typeOf,
  type Value,
} from '../value.ts';
import { listAt, textAt } from './argument.ts';
import { type Native, onSomething } from './native.ts';

export const OBJECT_FUNCTIONS: readonly Native[] = [
  {
    name: 'keys',
    signature: '<x-:a<s>>',
    arity: 1,
    body: ([value], { frame }) => keys(value, frame.evaluation),
  },
  {
    name: 'lookup',
    signature: '<x-s:x>',
    arity: 2,
    body: (args, { frame }) => {
      const key = textAt(args, 1);
      frame.evaluation.scan(key.length);
      return lookup(args[0], key, frame.evaluation);
    },
  },
  {
    name: 'spread',
    signature: '<x-:a<o>>',
    arity: 1,
    body: ([value], { frame }) => spread(value, frame.evaluation),
  },
  { name: 'merge', signature: '<a<o>:o>', arity: 1, body: onSomething(merge) },
  {
    name: 'clone',
    signature: '<(oa)-:o>',
    arity: 1,
    body: onSomething(([value], { frame }) => clone(value, new Set(), frame.evaluation)),
  },
  {
    name: 'type',
    signature: '<x:s>',
    arity: 1,
    body: ([value]) => (value === undefined ? undefined : typeOf(value)),
  },
  {
    name: 'error',
    signature: '<s?:x>',
    arity: 1,
    body: (args) => {
      throw new JsonataFailure('D3137', { message: textAt(args, 0) || '$error() function evaluated' });
    },
  },
  {
    name: 'assert',
    signature: '<bs?:x>',
    arity: 2,
    body: (args) => {
      if (truth(args[0]) === true) return undefined;
      throw new JsonataFailure('D3141', { message: textAt(args, 1) || '$assert() statement failed' });
    },
  },
];

function keys(value: Value, evaluation: Evaluation): Value {
  const found = sequence();
  if (isList(value)) {
    const names = new Set<string>();
    for (const item of value) {
      evaluation.step();
      const inner = keys(item, evaluation);
      if (isList(inner)) for (const name of inner) if (typeof name === 'string') names.add(name);
    }
    for (const name of namesInOrder(names)) found.push(name);
  } else if (isRecord(value)) for (const name of Object.keys(value)) found.push(name);
  evaluation.list(found.length);
  return found;
}

/** As an object with these members would list them: whole numbers first. */
function namesInOrder(names: ReadonlySet<string>): readonly string[] {
  const object: { [key: string]: true } = {};
  for (const name of names) setOwn(object, name, true);
  return Object.keys(object);
}

function spread(value: Value, evaluation: Evaluation): Value {
  if (isCallable(value) || (!isList(value) && !isRecord(value))) return value;
  const found = sequence();
  spreadInto(value, found, evaluation);
  evaluation.list(found.length);
  // Put together from the items of a list, it is a list even of one.
  if (isList(value) && value.length > 0) delete found.flags;
  return found;
}

function spreadInto(value: Value, found: Value[], evaluation: Evaluation): void {
  evaluation.step();
  if (isList(value)) for (const item of value) spreadInto(item, found, evaluation);
  else if (isRecord(value)) {
    for (const key of Object.keys(value)) {
      evaluation.object(1);
      const one: { [key: string]: Value } = {};
      setOwn(one, key, memberOf(value, key));
      found.push(one);
    }
  } else if (value !== undefined) found.push(value);
}

function merge(args: readonly Value[], { frame }: Call): Value {
  const merged: { [key: string]: Value } = {};
  for (const object of listAt(args, 0)) {
    frame.evaluation.step();
    if (!isRecord(object)) continue;
    for (const key of Object.keys(object)) setOwn(merged, key, memberOf(object, key));
  }
  frame.evaluation.object(Object.keys(merged).length);
  return merged;
}
