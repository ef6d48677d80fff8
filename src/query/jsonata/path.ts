import { collapse } from './collapse.ts';
import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { compileGroup } from './group.ts';
import { lookup } from './lookup.ts';
import type { Node, NodeOf } from './node.ts';
import { compileStep, runStep, type Step } from './step.ts';
import { runTupleStep } from './tuple.ts';
import {
  CONSTRUCTED,
  type Frame,
  flagsOf,
  isList,
  KEEP_SINGLETON,
  type List,
  SEQUENCE,
  sequence,
  Tuple,
  type Value,
} from './value.ts';

/** Steps from an input to what they find. */
export function compilePath(node: NodeOf<'path'>, compiler: Compiler, place: Place): Compiled {
  const steps = node.steps.map((step) => compileStep(step, compiler, place));
  const group = node.group === undefined ? undefined : compileGroup(node.group, compiler, place);
  const path: Path = {
    steps,
    group,
    isTuple: node.tuple === true,
    keepSingleton: node.keepSingleton === true,
    keepArray: node.keepArray === true,
    startsWithVariable: node.steps[0]?.type === 'variable',
  };
  const keys = plainKeys(node);
  if (keys === undefined || group !== undefined) return (input, frame) => runPath(path, input, frame);
  const first = path.startsWithVariable ? node.steps[0] : undefined;
  const start = first === undefined ? undefined : compiler.compile(first, inside(place));
  return compileKeys(path, keys, start);
}

interface Path {
  readonly steps: readonly Step[];
  readonly group: Compiled | undefined;
  readonly isTuple: boolean;
  readonly keepSingleton: boolean;
  readonly keepArray: boolean;
  readonly startsWithVariable: boolean;
}

/** The members of a path that is nothing but a start and members, which nearly all are. */
function plainKeys({
  steps,
  keepSingleton,
  keepArray,
  tuple,
}: NodeOf<'path'>): readonly string[] | undefined {
  if (keepSingleton === true || keepArray === true || tuple === true || steps.some((step) => !isPlain(step)))
    return undefined;
  const [first, ...rest] = steps;
  const names = first?.type === 'variable' ? rest : steps;
  const keys = names.map((step) => (step.type === 'name' ? step.value : undefined));
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function isPlain({ stages, predicates, group, focus, index, tuple, keepArray }: Node): boolean {
  return [stages, predicates, group, focus, index, tuple, keepArray].every(
    (decoration) => decoration === undefined,
  );
}

/** Walks from object to object without making lists; falls back to the whole way at the first list before the end. */
function compileKeys(path: Path, keys: readonly string[], start: Compiled | undefined): Compiled {
  const last = keys.length - 1;
  return (input, frame) => {
    let value = start === undefined ? input : start(input, frame);
    for (let index = 0; index <= last; index++) {
      if (isList(value)) return runPath(path, input, frame);
      value = lookup(value, keys[index] ?? '', frame.evaluation);
      if (value === undefined) return undefined;
    }
    // A sequence that was stored in an object is put together anew.
    return isList(value) && value.flags !== undefined ? runPath(path, input, frame) : value;
  };
}

function runPath(path: Path, input: Value, frame: Frame): Value {
  const { steps } = path;
  let items: List = isList(input) && !path.startsWithVariable ? input : sequence(input);
  let result: Value = items;
  let tuples: List | undefined;
  let isTuple = false;
  for (const [index, step] of steps.entries()) {
    isTuple ||= step.isTuple;
    // A text is not sorted; what follows goes through its characters.
    if (step.sort !== undefined && typeof result === 'string') continue;
    if (index === 0 && step.isConstructed) result = step.run(items, frame);
    else if (isTuple) tuples = runTupleStep(step, items, tuples, frame);
    else result = runStep(step, items, frame, index === steps.length - 1);
    if (!isTuple && (result === undefined || isEmpty(result))) break;
    if (step.focus === undefined) items = listOf(result);
  }
  return finish(path, isTuple ? tuples : undefined, result, frame);
}

/** Nothing to go on with; an empty text, which a filter behind a list at the start may have left, counts as well. */
function isEmpty(value: Value): boolean {
  return isList(value) ? value.length === 0 : value === '';
}

/**
 * What JSONata goes on with: a filter or a group behind a list at the start may have left one value, of which only a text
 * has parts. Of the others nothing is found, not even a list without items.
 */
function listOf(value: Value): List {
  if (isList(value)) return value;
  return typeof value === 'string' ? value.split('') : sequence();
}

function finish(path: Path, tuples: List | undefined, plain: Value, frame: Frame): Value {
  let result = plain;
  if (tuples !== undefined) result = path.isTuple ? tuples : itemsOf(tuples);
  if (path.keepSingleton && isList(result)) result = keptSingleton(result);
  return collapse(path.group === undefined ? result : path.group(tuples ?? result, frame), path.keepArray);
}

function itemsOf(tuples: List): List {
  const items = sequence();
  for (const tuple of tuples) items.push(tuple instanceof Tuple ? tuple.item : tuple);
  return items;
}

function keptSingleton(list: List): List {
  const kind = flagsOf(list) & (CONSTRUCTED | SEQUENCE);
  // A list of the input is never unwrapped and never marked: others see it, too.
  if (kind === 0) return list;
  const kept = kind === CONSTRUCTED ? sequence(list) : list;
  kept.flags = flagsOf(kept) | KEEP_SINGLETON;
  return kept;
}
