import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import type { Node } from './node.ts';
import {
  Frame,
  flagsOf,
  isList,
  isTrue,
  type List,
  numberIn,
  sequence,
  TUPLES,
  Tuple,
  trimmed,
  type Value,
} from './value.ts';

/** Chooses from a list, by position or by condition. */
export type Filter = (input: Value, frame: Frame) => List;

export function compileFilter(expression: Node, compiler: Compiler, place: Place): Filter {
  if (expression.type === 'literal' && typeof expression.value === 'number') {
    const position = Math.floor(expression.value);
    return (input) => at(listOf(input), position);
  }
  const condition = compiler.compile(expression, inside(place));
  return (input, frame) => choose(listOf(input), condition, frame);
}

function listOf(input: Value): List {
  return isList(input) ? input : sequence(input);
}

function at(list: List, position: number): List {
  const item = list[position < 0 ? list.length + position : position];
  if (isList(item)) return item;
  const found = item === undefined ? sequence() : sequence(item);
  if (isTuples(list)) found.flags = flagsOf(found) | TUPLES;
  return found;
}

export function isTuples(value: Value): boolean {
  return isList(value) && (flagsOf(value) & TUPLES) !== 0;
}

function choose(list: List, condition: Compiled, frame: Frame): List {
  const chosen = sequence();
  const areTuples = isTuples(list);
  if (areTuples) chosen.flags = flagsOf(chosen) | TUPLES;
  for (let index = 0; index < list.length; index++) {
    frame.evaluation.step();
    const item = list[index];
    const answer =
      areTuples && item instanceof Tuple
        ? condition(item.item, tupleFrame(item, frame))
        : condition(item, frame);
    const count = answer === true ? 1 : chosenTimes(answer, index, list.length);
    for (let time = 0; time < count; time++) chosen.push(item);
  }
  frame.evaluation.list(chosen.length);
  return trimmed(chosen);
}

/** How often an answer names the item: numbers and lists of numbers are positions. */
function chosenTimes(answer: Value, index: number, length: number): number {
  if (answer === undefined || answer === false) return 0;
  if (isList(answer)) {
    const positions = answer.map((position) => numberIn(position));
    if (!positions.includes(undefined))
      return positions.filter((position) => isAt(position, index, length)).length;
  } else {
    const position = numberIn(answer);
    if (position !== undefined) return isAt(position, index, length) ? 1 : 0;
  }
  return isTrue(answer) ? 1 : 0;
}

function isAt(position: number | undefined, index: number, length: number): boolean {
  const whole = Math.floor(position ?? Number.NaN);
  return (whole < 0 ? length + whole : whole) === index;
}

/** The variables of a tuple, in front of those around it. */
export function tupleFrame({ bindings }: Tuple, frame: Frame): Frame {
  const inner = new Frame(frame.evaluation, frame, frame.depth);
  for (const [name, value] of bindings) inner.bind(name, value);
  return inner;
}
