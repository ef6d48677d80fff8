import { checkArguments, parseSignature } from '../signature.ts';
import { type Call, Callable, type Value } from '../value.ts';

/** Runs on arguments that its signature has checked. */
export type Body = (args: readonly Value[], call: Call) => Value;

export interface Native {
  readonly name: string;
  readonly signature: string;
  /** Parameters, as partial application and callbacks count them. */
  readonly arity: number;
  readonly body: Body;
}

/** A built-in function as a value. */
export function native({ name, signature, arity, body }: Native): Callable {
  const checked = parseSignature(signature);
  return new Callable(name, arity, (args, call) => body(checkArguments(checked, args, call.input), call));
}

/** A function of which nothing is known when its first argument is nothing. */
export function onSomething(body: Body): Body {
  return (args, call) => (args[0] === undefined ? undefined : body(args, call));
}
