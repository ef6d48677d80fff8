import { isNumber, type Json, type JsonObject, member, toNumber, typeName } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { compileJsonataTemplate } from '../query/jsonata/template.ts';
import type { Expression } from '../query/language.ts';

/**
 * A field whose strings may be expressions, at any depth.
 *
 * @param at Where the holder is in its state, as AWS's failures show it: empty, `Choices[0]/`, `Catch[1]/`.
 */
export function templateField(holder: JsonObject, field: string, at: string): Expression | undefined {
  const value = member(holder, field);
  return value === undefined ? undefined : compileJsonataTemplate(value, at + field);
}

type Type = 'boolean' | 'string' | 'number';

/** A field whose value must be of one type: the validator has checked a literal, an expression shows at run time. */
export function typedField<Value extends Json>(
  holder: JsonObject,
  field: string,
  { type, at = '' }: { readonly type: Type; readonly at?: string },
): Expression<Value> | undefined {
  const written = member(holder, field);
  const evaluate = templateField(holder, field, at);
  if (written === undefined || evaluate === undefined) return undefined;
  return (scope) => {
    const value = evaluate(scope);
    if (typeName(value) !== type) throw unexpectedType({ written, field: at + field, type, value });
    // Its type has just been compared by name.
    return value as Value;
  };
}

/** The sentence was recorded on AWS for Items. */
export function unexpectedType(found: {
  readonly written: Json;
  readonly field: string;
  readonly type: Type | 'array';
  readonly value: Json;
}): StateError {
  const { written, field, type, value } = found;
  return evaluationFailure(
    `The JSONata expression '${sourceOf(written)}' specified for the field '${field}' returned an unexpected ` +
      `result type. Expected '${type}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

/** The expression between the marks, as AWS's messages quote it. */
function sourceOf(written: Json): string {
  return typeof written === 'string' ? written.slice(2, -2).trim() : JSON.stringify(written);
}

/** A number field; `check` says what is wrong with a number that the state cannot use. */
export function numericField(
  holder: JsonObject,
  field: string,
  check: (value: number) => string | undefined,
  at = '',
): Expression<number> | undefined {
  const evaluate = typedField<Json>(holder, field, { type: 'number', at });
  if (evaluate === undefined) return undefined;
  return (scope) => {
    const value = evaluate(scope);
    const number = isNumber(value) ? toNumber(value) : Number.NaN;
    const problem = check(number);
    if (problem !== undefined) throw evaluationFailure(problem, at + field);
    return number;
  };
}

/** @param location The field that history's EvaluationFailed shows; undefined: AWS shows none. */
export function evaluationFailure(cause: string, location: string | undefined): StateError {
  return new StateError('States.QueryEvaluationError', cause, location);
}
