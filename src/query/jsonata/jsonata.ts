import type { Json } from '../../base/json.ts';
import type { Scope } from '../language.ts';
import { compile } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { FUNCTIONS } from './functions/table.ts';
import { parse } from './parse.ts';
import { type References, referencesOf } from './references.ts';
import { resolve } from './resolve.ts';
import type { Value, World } from './value.ts';

/** An expression of JSONata 2.0.6 in AWS's dialect, compiled. */
export interface JsonataExpression {
  /** What stands between `{%` and `%}`, without the blanks around it. */
  readonly text: string;
  /** Variables that it reads and does not bind itself. */
  readonly variables: readonly string[];
  /** Members of `$states` that it names: input, result, errorOutput, context. */
  readonly statesMembers: readonly string[];
  /**
   * @returns undefined when the expression returned nothing.
   * @throws JsonataFailure with JSONata's code and message, or one of AWS's limits, which have no code.
   * @throws UnsupportedResult when the answer holds a function.
   */
  evaluate(scope: Scope): Json | undefined;
}

/**
 * Compiles what stands between `{%` and `%}`.
 *
 * @throws InvalidJsonata what AWS refuses when a definition is created.
 */
export function compileJsonata(source: string): JsonataExpression {
  const text = source.trim();
  const resolved = resolve(parse(text));
  const references = referencesOf(resolved, FUNCTIONS);
  const run = compile(resolved);
  const { variables, statesMembers } = references;
  return { text, variables, statesMembers, evaluate: (scope) => evaluate(run, worldOf(scope, references)) };
}

/**
 * What an expression reads, of one that `compileJsonata` takes; at less than the price of compiling it.
 *
 * @throws InvalidJsonata
 */
export function readsOf(source: string): Pick<JsonataExpression, 'variables' | 'statesMembers'> {
  return referencesOf(resolve(parse(source.trim())), FUNCTIONS);
}

function worldOf(scope: Scope, references: References): World {
  return {
    global: (name) => (name === 'states' ? statesOf(scope, references) : variableOf(scope, name)),
    now: scope.now,
    entropy: scope.entropy,
    clock: scope,
  };
}

/** A workflow's variable hides a function of its name. */
function variableOf(scope: Scope, name: string): Value {
  const value = scope.variable(name);
  // null is a value, too.
  return value === undefined ? FUNCTIONS.get(name) : asValue(value);
}

/** `$states`, in AWS's order, with no more than the expression can see. The context object is not built for nothing. */
function statesOf(scope: Scope, { statesMembers, isStatesWhole }: References): Value {
  const states: { [name: string]: Value } = { input: asValue(scope.input) };
  if (isStatesWhole || statesMembers.includes('context')) states.context = asValue(scope.context());
  if (scope.result !== undefined) states.result = asValue(scope.result);
  if (scope.errorOutput !== undefined) states.errorOutput = asValue(scope.errorOutput);
  return states;
}

function asValue(json: Json | undefined): Value {
  // Only `readonly` tells JSON from values, and the evaluator never changes a list that it has not made.
  return json as Value;
}
