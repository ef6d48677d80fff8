import { JsonataFailure } from './jsonata-failure.ts';
import { checkArguments, type Signature } from './signature.ts';
import { type Call, Callable, isCallable, type Value } from './value.ts';

/**
 * A call in tail position, handed back to whoever runs the function: recursion in tail position is a loop, and runs
 * until the time is over.
 */
export class TailCall extends Callable {
  readonly procedure: Value;
  readonly args: readonly Value[];

  constructor(procedure: Value, args: readonly Value[], token: string | undefined) {
    super(token ?? '', 0, () => undefined);
    this.procedure = procedure;
    this.args = args;
  }
}

/** A function written in the expression. */
export class Lambda extends Callable {
  /** Runs the body once; may answer with a tail call. */
  readonly runOnce: (args: readonly Value[], call: Call) => Value;

  constructor(arity: number, runOnce: Lambda['runOnce']) {
    super('', arity, (args, call) => runToEnd(runOnce(args, call), call));
    this.runOnce = runOnce;
  }
}

function runToEnd(first: Value, call: Call): Value {
  let result = first;
  while (result instanceof TailCall) {
    call.frame.evaluation.step();
    const { procedure, args, name } = result;
    if (!isCallable(procedure)) throw new JsonataFailure('T1006');
    try {
      result = procedure instanceof Lambda ? procedure.runOnce(args, call) : procedure.invoke(args, call);
    } catch (error) {
      throw named(error, name);
    }
  }
  return result;
}

/** The same error; a failure also names the function it happened in. */
export function named(error: unknown, token: string | undefined): unknown {
  return error instanceof JsonataFailure ? error.in(token) : error;
}

export function checked(
  signature: Signature | undefined,
  args: readonly Value[],
  { input }: Call,
): readonly Value[] {
  return signature === undefined ? args : checkArguments(signature, args, input);
}
