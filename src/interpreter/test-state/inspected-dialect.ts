import type { Dialects } from '../../asl/compile.ts';
import type { Dialect, MapFields } from '../../asl/dialect.ts';
import { jsonataDialect } from '../../asl/jsonata-dialect.ts';
import { jsonPathDialect } from '../../asl/jsonpath-dialect.ts';
import { type Json, type JsonObject, member, setOwn } from '../../base/json.ts';
import type { Expression, Scope } from '../../query/language.ts';

/** The steps of a state's data flow that a test of it can show. */
export type Step =
  | 'afterInputPath'
  | 'afterParameters'
  | 'afterArguments'
  | 'result'
  | 'afterResultSelector'
  | 'afterResultPath'
  | 'maxConcurrency'
  | 'toleratedFailureCount'
  | 'toleratedFailurePercentage';

export type Observe = (step: Step, value: Json) => void;

/**
 * Both query languages, telling what every step gives. The steps are the languages' own, compiled one by one, and each
 * is evaluated once: what is shown is what the state worked with, also where chance is in it.
 *
 * @param readItems What a Map's ItemReader would have read; undefined when the Map finds its items itself.
 */
export function inspectedDialects(observe: Observe, readItems: readonly Json[] | undefined): Dialects {
  const map = (dialect: Dialect) => (state: JsonObject) =>
    inspectedMap(dialect.map(state), observe, readItems);
  return {
    JSONPath: {
      ...jsonPathDialect,
      arguments: (state) => inspectedInput(state, observe),
      output: (holder, at) => inspectedOutput(holder, at, observe),
      map: map(jsonPathDialect),
    },
    JSONata: {
      ...jsonataDialect,
      arguments: (state) => inspectedArguments(state, observe),
      output: (holder, at) => inspectedResult(holder, at, observe),
      map: map(jsonataDialect),
    },
  };
}

function inspectedInput(state: JsonObject, observe: Observe): Expression {
  const path = jsonPathDialect.arguments(only(state, 'InputPath'));
  const parameters = jsonPathDialect.arguments(only(state, 'Parameters'));
  return (scope) => {
    const input = path === undefined ? scope.input : path(scope);
    observe('afterInputPath', input);
    const work = parameters === undefined ? input : parameters(replaced(scope, { input }));
    observe('afterParameters', work);
    return work;
  };
}

function inspectedOutput(holder: JsonObject, at: string, observe: Observe): Expression {
  const select = jsonPathDialect.output(only(holder, 'ResultSelector'), at);
  const place = jsonPathDialect.output(only(holder, 'ResultPath'), at);
  const choose = jsonPathDialect.output(only(holder, 'OutputPath'), at);
  return (scope) => {
    const result = scope.result ?? null;
    observe('result', result);
    const selected = select === undefined ? result : select(scope);
    observe('afterResultSelector', selected);
    const placed = place === undefined ? selected : place(replaced(scope, { result: selected }));
    observe('afterResultPath', placed);
    return choose === undefined ? placed : choose(replaced(scope, { result: placed }));
  };
}

function inspectedArguments(state: JsonObject, observe: Observe): Expression | undefined {
  const evaluate = jsonataDialect.arguments(state);
  if (evaluate === undefined) return undefined;
  return (scope) => {
    const value = evaluate(scope);
    observe('afterArguments', value);
    return value;
  };
}

function inspectedResult(holder: JsonObject, at: string, observe: Observe): Expression | undefined {
  const evaluate = jsonataDialect.output(holder, at);
  // A choice rule without Output leaves it to the state's.
  if (at !== '' && evaluate === undefined) return undefined;
  return (scope) => {
    const result = scope.result ?? null;
    observe('result', result);
    return evaluate === undefined ? result : evaluate(scope);
  };
}

function inspectedMap(
  fields: MapFields,
  observe: Observe,
  readItems: readonly Json[] | undefined,
): MapFields {
  const { maxConcurrency, toleratedFailureCount: count, toleratedFailurePercentage: percentage } = fields;
  const shown = (step: Step, evaluate: Expression<number>): Expression<number> => {
    return (scope) => {
      const value = evaluate(scope);
      observe(step, value);
      return value;
    };
  };
  return {
    ...fields,
    ...(readItems === undefined ? {} : { items: () => readItems.map((value) => ({ value })) }),
    maxConcurrency: shown('maxConcurrency', maxConcurrency),
    ...(count === undefined ? {} : { toleratedFailureCount: shown('toleratedFailureCount', count) }),
    ...(percentage === undefined
      ? {}
      : { toleratedFailurePercentage: shown('toleratedFailurePercentage', percentage) }),
  };
}

/** The state with one of its filters alone. */
function only(holder: JsonObject, field: string): JsonObject {
  const fields: { [name: string]: Json } = {};
  for (const name of ['Type', field]) {
    const value = member(holder, name);
    if (value !== undefined) setOwn(fields, name, value);
  }
  return fields;
}

/** The same scope, another value under `$`. */
function replaced(scope: Scope, value: { readonly input: Json } | { readonly result: Json }): Scope {
  return {
    input: 'input' in value ? value.input : scope.input,
    result: 'result' in value ? value.result : scope.result,
    errorOutput: scope.errorOutput,
    entropy: scope.entropy,
    now: scope.now,
    context: () => scope.context(),
    elapsedMs: () => scope.elapsedMs(),
    patienceMs: () => scope.patienceMs?.() ?? Number.POSITIVE_INFINITY,
    losePatience: () => scope.losePatience?.(),
    variable: (name) => scope.variable(name),
  };
}
