import { setOwn } from '../../../base/json.ts';
import { JsonataFailure } from '../jsonata-failure.ts';
import { type Call, isRecord, memberOf, sequence, type Value } from '../value.ts';
import { functionAt, listAt } from './argument.ts';
import { invokeWith, isChosen } from './list.ts';
import { type Native, onSomething } from './native.ts';

/** Functions that take functions. */
export const HIGHER_ORDER_FUNCTIONS: readonly Native[] = [
  { name: 'map', signature: '<af>', arity: 2, body: onSomething(map) },
  { name: 'filter', signature: '<af>', arity: 2, body: onSomething(filter) },
  { name: 'single', signature: '<af?>', arity: 2, body: onSomething(single) },
  { name: 'reduce', signature: '<afj?:j>', arity: 3, body: onSomething(reduce) },
  { name: 'each', signature: '<o-f:a>', arity: 2, body: each },
  { name: 'sift', signature: '<o-f?:o>', arity: 2, body: sift },
];

function map(args: readonly Value[], call: Call): Value {
  const [list, callback] = [listAt(args, 0), functionAt(args, 1)];
  const mapped = sequence();
  if (callback === undefined) return mapped;
  for (let index = 0; index < list.length; index++) {
    const value = invokeWith(callback, [list[index], index, list], call);
    if (value !== undefined) mapped.push(value);
  }
  call.frame.evaluation.list(mapped.length);
  return mapped;
}

function filter(args: readonly Value[], call: Call): Value {
  const [list, callback] = [listAt(args, 0), functionAt(args, 1)];
  const chosen = sequence();
  if (callback === undefined) return chosen;
  for (let index = 0; index < list.length; index++) {
    if (isChosen(callback, [list[index], index, list], call)) chosen.push(list[index]);
  }
  call.frame.evaluation.list(chosen.length);
  return chosen;
}

function single(args: readonly Value[], call: Call): Value {
  const [list, callback] = [listAt(args, 0), functionAt(args, 1)];
  const chosen = list.filter(
    (item, index) => callback === undefined || isChosen(callback, [item, index, list], call),
  );
  if (chosen.length > 1) throw new JsonataFailure('D3138');
  if (chosen.length === 0) throw new JsonataFailure('D3139');
  return chosen[0];
}

function reduce(args: readonly Value[], call: Call): Value {
  const [list, callback, init] = [listAt(args, 0), functionAt(args, 1), args[2]];
  if (callback === undefined || callback.arity < 2) throw new JsonataFailure('D3050', { index: 1 });
  const startsWithFirst = init === undefined && list.length > 0;
  let result = startsWithFirst ? list[0] : init;
  for (let index = startsWithFirst ? 1 : 0; index < list.length; index++) {
    result = invokeWith(callback, [result, list[index], index, list], call);
  }
  return result;
}

function each(args: readonly Value[], call: Call): Value {
  const [object, callback] = [args[0], functionAt(args, 1)];
  const found = sequence();
  if (!isRecord(object) || callback === undefined) return found;
  for (const key of Object.keys(object)) {
    const value = invokeWith(callback, [memberOf(object, key), key, object], call);
    if (value !== undefined) found.push(value);
  }
  call.frame.evaluation.list(found.length);
  return found;
}

function sift(args: readonly Value[], call: Call): Value {
  const [object, callback] = [args[0], functionAt(args, 1)];
  if (!isRecord(object) || callback === undefined) return undefined;
  const kept: { [key: string]: Value } = {};
  for (const key of Object.keys(object)) {
    const value = memberOf(object, key);
    if (isChosen(callback, [value, key, object], call)) setOwn(kept, key, value);
  }
  const { length } = Object.keys(kept);
  call.frame.evaluation.object(length);
  return length === 0 ? undefined : kept;
}
