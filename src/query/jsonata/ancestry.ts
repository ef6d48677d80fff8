import { syntaxError } from './invalid-jsonata.ts';
import type { Node, NodeOf, Slot } from './node.ts';

/** Hands the parents that a part asks for on to the expression around it. */
export function inheritSeeking(outer: Node, part: Node): void {
  const slots = seekingOf(part);
  if (slots.length > 0) outer.seeking = [...(outer.seeking ?? []), ...slots];
}

function seekingOf(node: Node): readonly Slot[] {
  const slots = node.seeking ?? [];
  return node.type === 'parent' ? [...slots, node.slot] : slots;
}

/** Finds the steps whose input the last step's `%` mean; what lies before the path is left to whoever holds it. */
export function resolveAncestry(path: NodeOf<'path'>): void {
  const last = path.steps.at(-1);
  if (last === undefined) return;
  for (const slot of seekingOf(last)) seekInPath(path, slot);
}

function seekInPath(path: NodeOf<'path'>, slot: Slot): void {
  let index = path.steps.length - 2;
  while (slot.level > 0) {
    let step = path.steps[index];
    if (step === undefined) {
      path.seeking = [...(path.seeking ?? []), slot];
      return;
    }
    index--;
    // Steps that bind their item with `@` share one input.
    while (step?.focus !== undefined && path.steps[index]?.focus !== undefined) step = path.steps[index--];
    if (step !== undefined) seekParent(step, slot);
  }
}

/** Goes back one step; marks the step whose input is meant when it has been reached. */
export function seekParent(node: Node, slot: Slot): void {
  switch (node.type) {
    case 'name':
    case 'wildcard':
      if (--slot.level > 0) return;
      if (node.ancestor !== undefined) slot.label = node.ancestor.label;
      node.ancestor = slot;
      node.tuple = true;
      return;
    case 'parent':
      slot.level++;
      return;
    case 'block': {
      const last = node.expressions.at(-1);
      if (last === undefined) return;
      node.tuple = true;
      return seekParent(last, slot);
    }
    case 'path':
      node.tuple = true;
      seekBack(node, slot);
      return;
    default:
      throw syntaxError('S0217', node.position);
  }
}

function seekBack(path: NodeOf<'path'>, slot: Slot): void {
  let isFirst = true;
  for (const step of path.steps.toReversed()) {
    if (!isFirst && slot.level <= 0) return;
    seekParent(step, slot);
    isFirst = false;
  }
}
