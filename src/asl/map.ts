import { isArray, type Json, type JsonObject, member } from '../base/json.ts';
import { StateError } from '../base/state-error.ts';
import { compilePath, readPath } from '../query/jsonpath/path.ts';
import type { Expression } from '../query/language.ts';
import type { MapFields } from './dialect.ts';
import { given, stringField } from './fields.ts';
import { lateTemplate, resultOf } from './flow.ts';
import { anyNumber, numberOf, wholeNumber } from './number-path.ts';
import type { MapState } from './program.ts';

/** The fields of a JSONPath Map. Their `$` is the state's effective input, which the interpreter hands in as `result`. */
export function mapOf(state: JsonObject): MapFields {
  return given({
    items: itemsOf(state),
    itemSelector: itemSelectorOf(state),
    maxConcurrency: cappedConcurrency(numberOf(state, 'MaxConcurrency', resultOf, checkCount)),
    toleratedFailureCount: numberOf(state, 'ToleratedFailureCount', resultOf, checkCount),
    toleratedFailurePercentage: numberOf(state, 'ToleratedFailurePercentage', resultOf, checkPercentage),
  });
}

/** More iterations at once than a 32-bit integer counts are as good as no limit; 0 is none. */
export function cappedConcurrency(given: Expression<number> | undefined): Expression<number> {
  if (given === undefined) return () => 0;
  return (scope) => Math.min(given(scope), CONCURRENCY_MAX);
}

const CONCURRENCY_MAX = 2 ** 31 - 1;

export function negative(field: string): string {
  return `${field} cannot be negative.`;
}

export function outOfPercentage(value: number): string | undefined {
  if (value >= 0 && value <= 100) return undefined;
  return 'ToleratedFailurePercentage must be between 0 and 100.';
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
  const template = lateTemplate(selector);
  return (scope) => template(resultOf(scope), scope);
}

function checkCount(value: Json, pathField: string, path: string): number {
  const count = wholeNumber(value, pathField, path);
  if (count < 0) throw new StateError('States.Runtime', negative(pathField.replace(/Path$/, '')));
  return count;
}

function checkPercentage(value: Json, field: string, path: string): number {
  const percentage = anyNumber(value, field, path);
  const problem = outOfPercentage(percentage);
  if (problem !== undefined) throw new StateError('States.Runtime', problem);
  return percentage;
}
