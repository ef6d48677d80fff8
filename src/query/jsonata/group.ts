import { setOwn } from '../../base/json.ts';
import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { isTuples, tupleFrame } from './filter.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import type { Pair } from './node.ts';
import { append, type Frame, isList, type List, Tuple, type Value } from './value.ts';

/** `{key: value}`, alone or behind a path: one member for every different key, its value computed from all items of that key. */
export function compileGroup(pairs: readonly Pair[], compiler: Compiler, place: Place): Compiled {
  const compiled = pairs.map(([key, value]) => ({
    key: compiler.compile(key, inside(place)),
    value: compiler.compile(value, inside(place)),
  }));
  return (input, frame) => {
    const groups = collect(input, compiled, frame);
    frame.evaluation.object(groups.size);
    const object: { [key: string]: Value } = {};
    for (const [key, group] of groups) {
      const value = evaluateGroup(group, compiled, frame);
      if (value !== undefined) setOwn(object, key, value);
    }
    return object;
  };
}

interface CompiledPair {
  readonly key: Compiled;
  readonly value: Compiled;
}

/** The items that gave one key, from one of the pairs. */
class Group {
  readonly pair: number;
  #items: Value;
  #list: List | undefined;

  constructor(pair: number, first: Value) {
    this.pair = pair;
    this.#items = first;
  }

  get items(): Value {
    return this.#list ?? this.#items;
  }

  add(item: Value): void {
    if (item === undefined) return;
    if (this.#list === undefined && this.#items === undefined) {
      this.#items = item;
      return;
    }
    this.#list ??= isList(this.#items) ? this.#items.slice() : [this.#items];
    if (isList(item)) for (const one of item) this.#list.push(one);
    else this.#list.push(item);
  }
}

function collect(input: Value, pairs: readonly CompiledPair[], frame: Frame): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const areTuples = isTuples(input);
  const items =
    isList(input) && (input.length > 0 || areTuples) ? input : [isList(input) ? undefined : input];
  frame.evaluation.list(items.length);
  for (const item of items) {
    const isTuple = areTuples && item instanceof Tuple;
    const inner = isTuple ? tupleFrame(item, frame) : frame;
    pairs.forEach(({ key }, index) => {
      frame.evaluation.step();
      addTo(groups, key(isTuple ? item.item : item, inner), index, item);
    });
  }
  return groups;
}

function addTo(groups: Map<string, Group>, key: Value, pair: number, item: Value): void {
  if (key === undefined) return;
  if (typeof key !== 'string') throw new JsonataFailure('T1003', { value: key });
  const group = groups.get(key);
  if (group === undefined) groups.set(key, new Group(pair, item));
  else if (group.pair !== pair) throw new JsonataFailure('D1009', { value: key });
  else group.add(item);
}

function evaluateGroup(group: Group, pairs: readonly CompiledPair[], frame: Frame): Value {
  const { items } = group;
  const value = pairs[group.pair]?.value;
  const first = isList(items) ? items[0] : items;
  if (!(first instanceof Tuple)) return value?.(items, frame);
  const tuple = mergeTuples(isList(items) ? items : [items], frame);
  return value?.(tuple.item, tupleFrame(tuple, frame));
}

/** Many tuples as one: every variable holds the values of all of them. */
function mergeTuples(tuples: readonly Value[], frame: Frame): Tuple {
  let item: Value;
  const bindings = new Map<number, Value>();
  for (const tuple of tuples) {
    if (!(tuple instanceof Tuple)) continue;
    item = append(item, tuple.item, frame.evaluation);
    for (const [name, value] of tuple.bindings)
      bindings.set(name, append(bindings.get(name), value, frame.evaluation));
  }
  return new Tuple(item, bindings);
}
