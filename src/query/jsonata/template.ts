import { isArray, isObject, type Json, member, setOwn } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { Scope } from '../language.ts';
import { isLong, late } from '../late.ts';
import { compileJsonata, type JsonataExpression } from './jsonata.ts';
import { JsonataFailure } from './jsonata-failure.ts';
import { UnsupportedResult } from './result.ts';

/**
 * Compiles a JSON value in which strings that are exactly `{% … %}` are expressions, at any depth; the rest is
 * copied. A part without expressions is the same object every time.
 *
 * @param value Of a definition that is valid: when it is long, its expressions are compiled when they are first needed.
 * @param field Names the place in failures: `Output`, and `Output/result` for its member `result`.
 */
export function compileJsonataTemplate(value: Json, field: string): (scope: Scope) => Json {
  return compilePart(value, field, isLong(value) ? lateExpression : compileExpression) ?? (() => value);
}

type Fill = (scope: Scope) => Json;

/** An expression that may not be compiled yet. */
type Source = (scope: Scope) => JsonataExpression;

function compileExpression(source: string): Source {
  const expression = compileJsonata(source);
  return () => expression;
}

function lateExpression(source: string): Source {
  return late(source, () => compileJsonata(source));
}

function compilePart(value: Json, field: string, read: (source: string) => Source): Fill | undefined {
  if (typeof value === 'string') {
    return isExpressionText(value) ? fillWith(read(value.slice(2, -2)), field) : undefined;
  }
  if (isArray(value)) return compileList(value, field, read);
  return isObject(value) ? compileObject(value, field, read) : undefined;
}

/** `{%}` opens and closes with the same percent sign. */
function isExpressionText(text: string): boolean {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;
}

function compileList(
  list: readonly Json[],
  field: string,
  read: (source: string) => Source,
): Fill | undefined {
  const parts = list.map((item, index) => ({ item, fill: compilePart(item, `${field}[${index}]`, read) }));
  if (parts.every(({ fill }) => fill === undefined)) return undefined;
  return (scope) => parts.map(({ item, fill }) => (fill === undefined ? item : fill(scope)));
}

function compileObject(
  object: { readonly [key: string]: Json },
  field: string,
  read: (source: string) => Source,
): Fill | undefined {
  const parts = Object.keys(object).map((key) => {
    const item = member(object, key) ?? null;
    return { key, item, fill: compilePart(item, `${field}/${key}`, read) };
  });
  if (parts.every(({ fill }) => fill === undefined)) return undefined;
  return (scope) => {
    const filled: { [key: string]: Json } = {};
    for (const { key, item, fill } of parts) setOwn(filled, key, fill === undefined ? item : fill(scope));
    return filled;
  };
}

function fillWith(compiled: Source, field: string): Fill {
  return (scope) => {
    const expression = compiled(scope);
    let value: Json | undefined;
    try {
      value = expression.evaluate(scope);
    } catch (error) {
      throw failureOf(error, expression, field);
    }
    if (value === undefined) throw failure(expression, field, 'returned nothing (undefined).');
    return value;
  };
}

/** After the sentence of AWS stands a full stop before a message with a code, a colon before one without. */
function failureOf(error: unknown, expression: JsonataExpression, field: string): unknown {
  if (error instanceof UnsupportedResult)
    return failure(expression, field, 'returned an unsupported result type.');
  if (!(error instanceof JsonataFailure)) return error;
  const { code, message } = error;
  const tail = code === undefined ? `: ${message}` : `. ${code}: ${message}`;
  return failure(expression, field, `threw an error during evaluation${tail}`);
}

function failure({ text }: JsonataExpression, field: string, what: string): StateError {
  return new StateError(
    'States.QueryEvaluationError',
    `The JSONata expression '${text}' specified for the field '${field}' ${what}`,
    field,
  );
}
