import { type Compiled, type Compiler, inside, type Place } from './compiled.ts';
import { checked, Lambda, named, TailCall } from './invoke.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import type { Node, NodeOf } from './node.ts';
import { type Call, Callable, Frame, isCallable, isTrue, type Value } from './value.ts';

/** Roughly what a function keeps alive: itself and the frame it was made in. */
const FUNCTION_MEMBERS = 8;

/** `function($x) {…}` */
export function compileLambda(node: NodeOf<'lambda'>, compiler: Compiler): Compiled {
  const { parameters, signature } = node;
  const names = parameters.map((parameter) => compiler.nameOf(parameter) ?? 0);
  const body = compileTail(node.body, compiler, { depth: 1, isInFunction: true });
  return (input, frame) => {
    frame.evaluation.object(FUNCTION_MEMBERS);
    return new Lambda(names.length, (args, call) => {
      call.frame.evaluation.step();
      const given = checked(signature, args, call);
      const inner = new Frame(frame.evaluation, frame, call.depth);
      for (let index = 0; index < names.length; index++) inner.bind(names[index] ?? 0, given[index]);
      return body(input, inner);
    });
  };
}

/** An expression at the end of a function: calls there are handed back instead of being made. */
function compileTail(node: Node, compiler: Compiler, place: Place): Compiled {
  if (node.predicates !== undefined) return compiler.compile(node, place);
  // As in JSONata, a group or `[]` behind such a call is not looked at.
  if (node.type === 'call') return compileTailCall(node, compiler, place);
  if (node.group !== undefined) return compiler.compile(node, place);
  switch (node.type) {
    case 'condition': {
      const condition = compiler.compile(node.condition, inside(place));
      const then = compileTail(node.then, compiler, inside(place));
      const otherwise = node.otherwise && compileTail(node.otherwise, compiler, inside(place));
      return compileCondition(condition, then, otherwise);
    }
    case 'block': {
      const last = node.expressions.length - 1;
      return compileBlock(
        node.expressions.map((part, index) =>
          index === last ? compileTail(part, compiler, inside(place)) : compiler.compile(part, inside(place)),
        ),
      );
    }
    default:
      return compiler.compile(node, place);
  }
}

export function compileCondition(
  condition: Compiled,
  then: Compiled,
  otherwise: Compiled | undefined,
): Compiled {
  return (input, frame) => {
    if (isTrue(condition(input, frame))) return then(input, frame);
    return otherwise?.(input, frame);
  };
}

export function compileBlock(parts: readonly Compiled[]): Compiled {
  return (input, frame) => {
    const inner = new Frame(frame.evaluation, frame, frame.depth);
    let result: Value;
    for (const part of parts) result = part(input, inner);
    return result;
  };
}

interface CompiledCall {
  readonly procedure: Compiled;
  readonly args: readonly Compiled[];
  readonly token: string | undefined;
  /** A member name where a function was meant: `sum(…)` instead of `$sum(…)`. */
  readonly forgotten: string | undefined;
}

function compileParts(node: NodeOf<'call'>, compiler: Compiler, place: Place): CompiledCall {
  return {
    procedure: compiler.compile(node.procedure, inside(place)),
    args: node.args.map((arg) => compiler.compile(arg, inside(place))),
    token: tokenOf(node.procedure),
    forgotten: node.procedure.type === 'path' ? tokenOf(node.procedure) : undefined,
  };
}

function tokenOf(procedure: Node): string | undefined {
  const named = procedure.type === 'path' ? procedure.steps[0] : procedure;
  return named?.type === 'name' || named?.type === 'variable' ? named.value : undefined;
}

function compileTailCall(node: NodeOf<'call'>, compiler: Compiler, place: Place): Compiled {
  const call = compileParts(node, compiler, place);
  return (input, frame) => {
    const procedure = procedureOf(call, input, frame);
    return new TailCall(
      procedure,
      call.args.map((arg) => arg(input, frame)),
      call.token,
    );
  };
}

/** @param first What `~>` puts in front of the arguments. */
export function compileCall(
  node: NodeOf<'call'>,
  compiler: Compiler,
  place: Place,
  first?: Compiled,
): Compiled {
  const call = compileParts(node, compiler, place);
  return (input, frame) => {
    const given: Value[] = first === undefined ? [] : [first(input, frame)];
    const procedure = procedureOf(call, input, frame);
    for (const arg of call.args) given.push(arg(input, frame));
    if (!isCallable(procedure)) throw new JsonataFailure('T1006', { token: call.token });
    try {
      return procedure.invoke(given, { frame, input, depth: frame.depth + place.depth });
    } catch (error) {
      throw named(error, call.token);
    }
  };
}

function procedureOf({ procedure, forgotten }: CompiledCall, input: Value, frame: Frame): Value {
  const found = procedure(input, frame);
  if (
    found === undefined &&
    forgotten !== undefined &&
    frame.evaluation.world.global(forgotten) !== undefined
  ) {
    throw new JsonataFailure('T1005', { token: forgotten });
  }
  return found;
}

/** `$f(?, 1)` */
export function compilePartial(node: NodeOf<'partial'>, compiler: Compiler, place: Place): Compiled {
  const procedure = compiler.compile(node.procedure, inside(place));
  const args = node.args.map((arg) =>
    arg.type === 'placeholder' ? undefined : compiler.compile(arg, inside(place)),
  );
  const token = tokenOf(node.procedure);
  const forgotten = node.procedure.type === 'path' ? token : undefined;
  return (input, frame) => {
    const given = args.map((arg) => arg?.(input, frame));
    const target = procedure(input, frame);
    if (!isCallable(target)) {
      const isForgotten = forgotten !== undefined && frame.evaluation.world.global(forgotten) !== undefined;
      throw new JsonataFailure(isForgotten ? 'T1007' : 'T1008', { token });
    }
    frame.evaluation.object(FUNCTION_MEMBERS + args.length);
    const open = args.flatMap((arg, index) => (arg === undefined && index < target.arity ? [index] : []));
    return new Callable('', open.length, (rest, call) => target.invoke(filled(given, open, rest), call));
  };
}

function filled(given: readonly Value[], open: readonly number[], rest: readonly Value[]): readonly Value[] {
  const all = given.slice();
  open.forEach((position, index) => {
    all[position] = rest[index];
  });
  return all;
}

/** `value ~> function`, `function ~> function` */
export function compileApply(node: NodeOf<'apply'>, compiler: Compiler, place: Place): Compiled {
  const left = compiler.compile(node.left, inside(place));
  // As in JSONata, what stands behind such a call is not looked at.
  if (node.right.type === 'call') {
    return compileCall(node.right, compiler, inside(place), left);
  }
  const right = compiler.compile(node.right, inside(place));
  return (input, frame) => {
    const value = left(input, frame);
    const target = right(input, frame);
    if (!isCallable(target)) throw new JsonataFailure('T2006', { value: target });
    if (isCallable(value)) return compose(value, target);
    const call: Call = { frame, input, depth: frame.depth + place.depth };
    return target.invoke([value], call);
  };
}

function compose(first: Callable, second: Callable): Callable {
  return new Callable('', 1, (args, call) => second.invoke([first.invoke(args.slice(0, 1), call)], call));
}
