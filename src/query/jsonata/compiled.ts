import type { Node } from './node.ts';
import type { Frame, Value } from './value.ts';

/** An expression, ready to run on an input. */
export type Compiled = (input: Value, frame: Frame) => Value;

/** Where an expression stands. */
export interface Place {
  /** Expressions within one another since the frame's own depth. */
  readonly depth: number;
  readonly isInFunction: boolean;
}

/** What the parts of the compiler need of the whole. */
export interface Compiler {
  compile(node: Node, place: Place): Compiled;
  /** The number of a variable that the expression binds somewhere; undefined for one that comes from outside. */
  nameOf(variable: string): number | undefined;
}

export function inside({ depth, isInFunction }: Place): Place {
  return { depth: depth + 1, isInFunction };
}
