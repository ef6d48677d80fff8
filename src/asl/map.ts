import { isArray, type Json, type JsonObject, member } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { compilePath, readPath } from '../query/jsonpath/path.ts';
import type { Expression } from '../query/language.ts';
import { compileTemplate } from '../query/template.ts';
import type { MapFields } from './dialect.ts';
import { given, stringField } from './fields.ts';
import { resultOf } from './flow.ts';
import { anyNumber, numberOf, wholeNumber } from './number-path.ts';
import type { MapState } from './program.ts';

/** The fields of a JSONPath Map. Their `$` is the state's effective input, which the interpreter hands in as `result`. */
export function mapOf(state: JsonObject): MapFields {
  return given({
    items: itemsOf(state),
    itemSelector: itemSelectorOf(state),
    maxConcurrency: numberOf(state, 'MaxConcurrency', resultOf, checkConcurrency) ?? (() => 0),
    toleratedFailureCount: numberOf(state, 'ToleratedFailureCount', resultOf, checkCount),
    toleratedFailurePercentage: numberOf(state, 'ToleratedFailurePercentage', resultOf, checkPercentage),
  });
}

function itemsOf(state: JsonObject): MapState['items'] {
  const text = stringField(state, 'ItemsPath') ?? '$';
  const path = compilePath(text);
  // AWS names a path into the context object without its first dollar here (recorded).
  const shown = text.startsWith('$$') ? text.slice(1) : text;
  return (scope) => {
    const items = readPath(path, resultOf(scope), scope);
    if (!isArray(items)) {
      throw new StateError('States.Runtime', `Reference path "${shown}" must point to array.`);
    }
    return items.map((value) => ({ value }));
  };
}

function itemSelectorOf(state: JsonObject): Expression | undefined {
  const selector = member(state, 'ItemSelector') ?? member(state, 'Parameters');
  if (selector === undefined) return undefined;
  const template = compileTemplate(selector);
  return (scope) => template(resultOf(scope), scope);
}

function checkConcurrency(value: Json, field: string, path: string): number {
  const concurrency = wholeNumber(value, field, path);
  if (concurrency < 0) throw new StateError('States.Runtime', 'MaxConcurrency cannot be negative.');
  return concurrency;
}

function checkCount(value: Json, field: string, path: string): number {
  const count = wholeNumber(value, field, path);
  if (count < 0) throw new StateError('States.Runtime', 'ToleratedFailureCount cannot be negative.');
  return count;
}

function checkPercentage(value: Json, field: string, path: string): number {
  const percentage = anyNumber(value, field, path);
  if (percentage >= 0 && percentage <= 100) return percentage;
  throw new StateError('States.Runtime', 'ToleratedFailurePercentage must be between 0 and 100.');
}
