import { unreachable } from '../../base/assert.ts';
import { collapse } from './collapse.ts';
import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { compileFilter } from './filter.ts';
import {
  compileApply,
  compileBlock,
  compileCall,
  compileCondition,
  compileLambda,
  compilePartial,
} from './function.ts';
import { compileGroup } from './group.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import { descendants, lookup, wildcard } from './lookup.ts';
import { matcherOf } from './match.ts';
import { DEPTH_MAX } from './meter.ts';
import type { Node, NodeOf } from './node.ts';
import { compileBinary, negate } from './operator.ts';
import { compilePath } from './path.ts';
import type { Resolved } from './resolve.ts';
import { labelName } from './step.ts';
import { compileTransform } from './transform.ts';
import { CONSTRUCTED, flagsOf, isList, type List, OUTER_WRAPPER, trimmed, type Value } from './value.ts';

/** Turns an expression into closures, once; running them reads no syntax again. */
export function compile({ node, bound }: Resolved): Compiled {
  const names = new Map([...bound].map((name, index) => [name, index]));
  const compiler: Compiler = {
    compile: (part, place) => compileNode(part, compiler, place),
    nameOf: (variable) => names.get(variable),
  };
  return compiler.compile(node, { depth: 1, isInFunction: false });
}

function compileNode(node: Node, compiler: Compiler, place: Place): Compiled {
  // What lies so deep can be written, but never be reached; not compiling it also bounds the compiler's own recursion.
  if (place.depth > DEPTH_MAX) return overflow;
  let run = compileKind(node, compiler, place);
  if (place.isInFunction && !isLeaf(node)) run = depthChecked(run, place.depth);
  for (const predicate of node.predicates ?? []) {
    if (predicate.type !== 'filter') continue;
    const from = run;
    const filter = compileFilter(predicate.expression, compiler, place);
    run = (input, frame) => filter(from(input, frame), frame);
  }
  if (node.group !== undefined && node.type !== 'path') {
    const from = run;
    const group = compileGroup(node.group, compiler, place);
    run = (input, frame) => group(from(input, frame), frame);
  }
  return collapsed(run, node);
}

function overflow(): never {
  throw JsonataFailure.tooDeep();
}

function isLeaf({ type }: Node): boolean {
  return type === 'literal' || type === 'variable' || type === 'name';
}

/** A function's frame knows how deep the call was. */
function depthChecked(run: Compiled, depth: number): Compiled {
  return (input, frame) => {
    if (frame.depth + depth >= DEPTH_MAX) throw JsonataFailure.tooDeep();
    return run(input, frame);
  };
}

function collapsed(run: Compiled, node: Node): Compiled {
  if (node.keepArray === true) return (input, frame) => collapse(run(input, frame), true);
  if (node.predicates === undefined && !mayBeSequence(node)) return run;
  return (input, frame) => collapse(run(input, frame));
}

/** Whether the answer may be a sequence that nobody has unwrapped yet. */
function mayBeSequence(node: Node): boolean {
  if (node.type === 'binary') return node.operator === '..';
  return SEQUENCES.has(node.type);
}

const SEQUENCES: ReadonlySet<Node['type']> = new Set<Node['type']>([
  'variable',
  'name',
  'wildcard',
  'descendant',
  'parent',
  'call',
  'apply',
]);

function compileKind(node: Node, compiler: Compiler, place: Place): Compiled {
  switch (node.type) {
    case 'path':
      return compilePath(node, compiler, place);
    case 'name':
      return (input, frame) => lookup(input, node.value, frame.evaluation);
    case 'literal':
      return () => node.value;
    case 'variable':
      return compileVariable(node.value, compiler);
    case 'regex':
      return (_input, frame) => matcherOf(node.value, frame.evaluation);
    case 'wildcard':
      return (input, frame) => wildcard(input, frame.evaluation);
    case 'descendant':
      return (input, frame) => descendants(input, frame.evaluation);
    case 'parent':
      return (_input, frame) => frame.find(labelName(node.slot.label))?.value;
    case 'binary':
      return compileBinary(node, compiler, place);
    case 'bind':
      return compileBind(node, compiler, place);
    case 'negate': {
      const right = compiler.compile(node.right, inside(place));
      return (input, frame) => negate(right(input, frame));
    }
    case 'list':
      return compileList(node, compiler, place);
    case 'object':
      return compileGroup(node.pairs, compiler, place);
    case 'block':
      return compileParts(node, compiler, place);
    default:
      return compileFunction(node, compiler, place);
  }
}

type FunctionNode = NodeOf<
  'sort' | 'placeholder' | 'call' | 'partial' | 'apply' | 'lambda' | 'condition' | 'transform'
>;

function compileFunction(node: FunctionNode, compiler: Compiler, place: Place): Compiled {
  switch (node.type) {
    case 'call':
      return compileCall(node, compiler, place);
    case 'partial':
      return compilePartial(node, compiler, place);
    case 'apply':
      return compileApply(node, compiler, place);
    case 'lambda':
      return compileLambda(node, compiler);
    case 'condition':
      return compileCondition(
        compiler.compile(node.condition, inside(place)),
        compiler.compile(node.then, inside(place)),
        node.otherwise && compiler.compile(node.otherwise, inside(place)),
      );
    case 'transform':
      return compileTransform(node, compiler, place);
    case 'sort':
    case 'placeholder':
      // Only within paths and partial applications, which compile them themselves.
      return () => undefined;
    default:
      return unreachable(node);
  }
}

function compileVariable(variable: string, compiler: Compiler): Compiled {
  if (variable === '') return (input) => (isWrapper(input) ? input[0] : input);
  const name = compiler.nameOf(variable);
  if (name === undefined) return (_input, frame) => frame.evaluation.world.global(variable);
  return (_input, frame) => {
    const bound = frame.find(name);
    return bound === undefined ? frame.evaluation.world.global(variable) : bound.value;
  };
}

function isWrapper(input: Value): input is List {
  return isList(input) && (flagsOf(input) & OUTER_WRAPPER) !== 0;
}

function compileBind(node: NodeOf<'bind'>, compiler: Compiler, place: Place): Compiled {
  const right = compiler.compile(node.right, inside(place));
  const name = compiler.nameOf(node.variable) ?? 0;
  return (input, frame) => {
    const value = right(input, frame);
    frame.bind(name, value);
    return value;
  };
}

function compileParts(node: NodeOf<'block'>, compiler: Compiler, place: Place): Compiled {
  const parts = node.expressions.map((part) => compiler.compile(part, inside(place)));
  const only = parts[0];
  // What binds nothing no variables of its own.
  if (only !== undefined && parts.length === 1 && !node.binds) return only;
  return compileBlock(parts);
}

/** `[…]`: what is written as a list inside stays one, other lists are taken apart. */
function compileList(node: NodeOf<'list'>, compiler: Compiler, place: Place): Compiled {
  const items = node.items.map((item) => ({
    run: compiler.compile(item, inside(place)),
    isNested: item.type === 'list',
  }));
  return (input, frame) => {
    const grown: List = [];
    for (const { run, isNested } of items) {
      const value = run(input, frame);
      if (value === undefined) continue;
      if (isNested || !isList(value)) grown.push(value);
      else for (const one of value) grown.push(one);
    }
    frame.evaluation.list(grown.length);
    const list = trimmed(grown);
    if (node.isConstructed === true) list.flags = CONSTRUCTED;
    return list;
  };
}
