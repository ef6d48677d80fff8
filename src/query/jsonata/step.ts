import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { compileFilter, type Filter } from './filter.ts';
import type { Node } from './node.ts';
import { compileSort, type Sort } from './sort.ts';
import {
  CONSTRUCTED,
  type Frame,
  flagsOf,
  isList,
  type List,
  SEQUENCE,
  sequence,
  type Value,
} from './value.ts';

/** One step of a path. */
export interface Step {
  readonly run: Compiled;
  /** Set for `^(…)`, which works on all items at once. */
  readonly sort: Sort | undefined;
  readonly stages: readonly (Filter | { readonly name: number })[];
  readonly focus: number | undefined;
  readonly index: number | undefined;
  /** The variable that a `%` further on reads. A function, for labels are settled last. */
  readonly ancestor: (() => number) | undefined;
  readonly isTuple: boolean;
  readonly isConstructed: boolean;
}

export function compileStep(node: Node, compiler: Compiler, place: Place): Step {
  const { ancestor } = node;
  return {
    run: node.type === 'sort' ? (input) => input : compiler.compile(node, inside(place)),
    sort: node.type === 'sort' ? compileSort(node.terms, compiler, inside(place)) : undefined,
    stages: (node.stages ?? []).map((stage) =>
      stage.type === 'filter'
        ? compileFilter(stage.expression, compiler, place)
        : { name: compiler.nameOf(stage.variable) ?? 0 },
    ),
    focus: node.focus === undefined ? undefined : compiler.nameOf(node.focus),
    index: node.index === undefined ? undefined : compiler.nameOf(node.index),
    ancestor: ancestor === undefined ? undefined : () => labelName(ancestor.label),
    isTuple: node.tuple === true,
    isConstructed: node.isConstructed === true,
  };
}

/** Labels of parents share the numbers of names, below zero. */
export function labelName(label: number): number {
  return -1 - label;
}

/** Runs a step that binds nothing on every item. */
export function runStep(step: Step, input: List, frame: Frame, isLast: boolean): List {
  if (step.sort !== undefined) return filtered(step, step.sort(input, frame), frame);
  const { evaluation } = frame;
  const found: Value[] = [];
  let isFlat = true;
  for (let index = 0; index < input.length; index++) {
    evaluation.step();
    let value = step.run(input[index], frame);
    if (step.stages.length > 0) value = filtered(step, value, frame);
    if (value === undefined) continue;
    if (isList(value)) isFlat = false;
    found.push(value);
  }
  evaluation.list(found.length);
  if (isFlat) return asSequence(found);
  const only = found[0];
  if (isLast && found.length === 1 && isList(only) && (flagsOf(only) & SEQUENCE) === 0) return only;
  return flatten(found, frame);
}

function asSequence(list: List): List {
  list.flags = SEQUENCE;
  return list;
}

function filtered(step: Step, value: Value, frame: Frame): List {
  let result = value;
  for (const stage of step.stages) if (typeof stage === 'function') result = stage(result, frame);
  // Every filter answers with a list, and so does a sort.
  return isList(result) ? result : sequence(result);
}

function flatten(values: readonly Value[], frame: Frame): List {
  const isOpen = (value: Value): value is List => isList(value) && (flagsOf(value) & CONSTRUCTED) === 0;
  let length = 0;
  for (const value of values) length += isOpen(value) ? value.length : 1;
  frame.evaluation.list(length);
  const flat = sequence();
  for (const value of values) {
    if (isOpen(value)) for (const one of value) flat.push(one);
    else flat.push(value);
  }
  return flat;
}
