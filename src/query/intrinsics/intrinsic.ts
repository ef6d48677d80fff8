import type { Json } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { Path } from '../jsonpath/path.ts';
import type { Scope } from '../language.ts';
import type { Call } from './call.ts';
import { InvalidIntrinsic } from './invalid-intrinsic.ts';
import { type Argument, type CallSyntax, parseIntrinsic } from './parse.ts';
import { INTRINSICS } from './table.ts';
import { fill } from './text.ts';

export { InvalidIntrinsic };

type Evaluate = (input: Json, scope: Scope) => Json;

/** Whether a text starts like a call, `States.X(`, and so must be one. */
export function isIntrinsic(text: string): boolean {
  return /^\s*States\.\w+\s*\(/.test(text);
}

/**
 * Compiles a call of an intrinsic function.
 *
 * The function it answers throws StateError: States.IntrinsicFailure when the values do not suit,
 * States.Runtime when a path in the arguments finds nothing.
 *
 * @throws InvalidIntrinsic for what is no call, an unknown function or a wrong number of arguments.
 */
export function compileIntrinsic(text: string): Evaluate {
  const syntax = parseIntrinsic(text);
  return compileCall(syntax, callsIn(syntax) > UNMETERED_MAX);
}

/** So many calls take a few milliseconds on the largest values. */
const UNMETERED_MAX = 4;

function callsIn(argument: Argument): number {
  return argument.kind === 'call' ? argument.arguments.reduce((sum, one) => sum + callsIn(one), 1) : 0;
}

function compileCall(syntax: CallSyntax, isMetered: boolean): Evaluate {
  const { text, name } = syntax;
  const found = INTRINSICS.get(name);
  if (found === undefined) throw new InvalidIntrinsic(`there is no intrinsic function 'States.${name}'`);
  const count = syntax.arguments.length;
  if (count < found.valuesMin || count > found.valuesMax) {
    throw new InvalidIntrinsic(`'States.${name}' does not take ${count} arguments`);
  }

  const evaluators = syntax.arguments.map((argument) => compileArgument(argument, text, isMetered));
  const [first] = syntax.arguments;
  const pieces = name === 'Format' && first?.kind === 'text' ? first.pieces : undefined;
  return (input, scope) => {
    if (isMetered) scope.elapsedMs();
    const values = evaluators.map((evaluate) => evaluate(input, scope));
    const call: Call = { text, values, entropy: scope.entropy };
    return pieces === undefined ? found.evaluate(call) : fill(call, pieces);
  };
}

function compileArgument(argument: Argument, text: string, isMetered: boolean): Evaluate {
  switch (argument.kind) {
    case 'text':
    case 'value':
      return () => argument.value;
    case 'call':
      return compileCall(argument, isMetered);
    case 'path':
      return (input, scope) => {
        const value = argument.path.find(input, scope);
        return value === undefined ? missed(argument.path, text, input, scope) : value;
      };
  }
}

function missed(path: Path, text: string, input: Json, scope: Scope): Json {
  if (path.missesPastEnd(input, scope)) return null;
  throw new StateError(
    'States.Runtime',
    `The function '${text}' had the following error: The JsonPath argument for the field '${path.text}' could not be found in the input '${JSON.stringify(input)}'`,
  );
}
