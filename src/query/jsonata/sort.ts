import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { isTuples, tupleFrame } from './filter.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import { mergeSort } from './merge-sort.ts';
import type { Term } from './node.ts';
import { comparable } from './operator.ts';
import { type Frame, type List, Tuple, type Value } from './value.ts';

interface CompiledTerm {
  readonly descending: boolean;
  readonly run: Compiled;
}

export type Sort = (list: List, frame: Frame) => List;

/** `^(<a, >b)`: stable; what has no value of a term comes last. */
export function compileSort(terms: readonly Term[], compiler: Compiler, place: Place): Sort {
  const compiled = terms.map(({ descending, expression }) => ({
    descending,
    run: compiler.compile(expression, inside(place)),
  }));
  return (list, frame) => {
    if (list.length <= 1) return list;
    frame.evaluation.list(list.length);
    const areTuples = isTuples(list);
    const rows = list.map(
      (item) => new Row(item, areTuples && item instanceof Tuple ? tupleFrame(item, frame) : frame),
    );
    const sorted: List = mergeSort(rows, (a, b) => compareRows(a, b, compiled) > 0).map(({ item }) => item);
    if (areTuples && list.flags !== undefined) sorted.flags = list.flags;
    return sorted;
  };
}

/** An item with the terms that have been asked for so far. */
class Row {
  readonly item: Value;
  readonly #frame: Frame;
  readonly #keys: Value[] = [];

  constructor(item: Value, frame: Frame) {
    this.item = item;
    this.#frame = frame;
  }

  key(index: number, { run }: CompiledTerm): Value {
    if (index === this.#keys.length) {
      this.#keys.push(run(this.item instanceof Tuple ? this.item.item : this.item, this.#frame));
    }
    this.#frame.evaluation.step();
    return this.#keys[index];
  }
}

function compareRows(a: Row, b: Row, terms: readonly CompiledTerm[]): number {
  for (const [index, term] of terms.entries()) {
    const order = compareKeys(a.key(index, term), b.key(index, term), term.descending);
    if (order !== 0) return order;
  }
  return 0;
}

function compareKeys(left: Value, right: Value, descending: boolean): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  const [a, b] = [comparable(left), comparable(right)];
  if (a === undefined || b === undefined)
    throw new JsonataFailure('T2008', { value: a === undefined ? left : right });
  if (typeof a !== typeof b) throw new JsonataFailure('T2007', { value: left, value2: right });
  if (a === b) return 0;
  return a < b === descending ? 1 : -1;
}
