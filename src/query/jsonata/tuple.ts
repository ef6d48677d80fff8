import { isTuples, tupleFrame } from './filter.ts';
import type { Step } from './step.ts';
import { type Frame, isList, type List, SEQUENCE, sequence, TUPLES, Tuple, type Value } from './value.ts';

/** One step of a path that binds variables: from the tuples so far, or from plain items, to tuples. */
export function runTupleStep(step: Step, input: List, tuples: List | undefined, frame: Frame): List {
  if (step.sort !== undefined) return runStages(step, sortTuples(step, input, tuples, frame), frame);
  const result = tupleList();
  for (const item of tuples ?? input) {
    const tuple = item instanceof Tuple ? item : new Tuple(item, new Map());
    frame.evaluation.step();
    advance(step, tuple, result, frame);
  }
  frame.evaluation.list(result.length);
  return runStages(step, result, frame);
}

function tupleList(): List {
  const list = sequence();
  list.flags = SEQUENCE | TUPLES;
  return list;
}

function sortTuples(step: Step, input: List, tuples: List | undefined, frame: Frame): List {
  if (tuples !== undefined) return step.sort?.(tuples, frame) ?? tuples;
  const result = tupleList();
  for (const [index, item] of (step.sort?.(input, frame) ?? input).entries()) {
    result.push(new Tuple(item, step.index === undefined ? new Map() : new Map([[step.index, index]])));
  }
  return result;
}

function advance(step: Step, tuple: Tuple, result: List, frame: Frame): void {
  const value = step.run(tuple.item, tupleFrame(tuple, frame));
  if (value === undefined) return;
  const values = isList(value) ? value : [value];
  const areTuples = isTuples(value);
  for (const [index, one] of values.entries()) {
    frame.evaluation.object(tuple.bindings.size + 2);
    result.push(areTuples && one instanceof Tuple ? joinTuples(tuple, one) : extend(step, tuple, one, index));
  }
}

function joinTuples(outer: Tuple, inner: Tuple): Tuple {
  return new Tuple(inner.item, new Map([...outer.bindings, ...inner.bindings]));
}

function extend(step: Step, tuple: Tuple, value: Value, index: number): Tuple {
  const bindings = new Map(tuple.bindings);
  if (step.focus !== undefined) bindings.set(step.focus, value);
  if (step.index !== undefined) bindings.set(step.index, index);
  if (step.ancestor !== undefined) bindings.set(step.ancestor(), tuple.item);
  return new Tuple(step.focus === undefined ? value : tuple.item, bindings);
}

function runStages({ stages }: Step, tuples: List, frame: Frame): List {
  let result = tuples;
  for (const stage of stages) {
    if (typeof stage === 'function') result = stage(result, frame);
    else {
      const flags = result.flags;
      result = result.map((item, index) =>
        item instanceof Tuple ? new Tuple(item.item, new Map([...item.bindings, [stage.name, index]])) : item,
      );
      if (flags !== undefined) result.flags = flags;
    }
  }
  return result;
}
