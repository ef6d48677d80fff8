import { type Json, type JsonObject, member } from '../base/json.ts';
import { PAYLOAD_BYTES_MAX } from '../base/limits.ts';
import { StateError } from '../base/state-error.ts';
import type { Expression, Scope } from '../query/language.ts';
import { compileTemplate } from '../query/template.ts';
import { given } from './fields.ts';
import { resultOf } from './flow.ts';
import { numericField, templateField } from './jsonata-field.ts';
import { numberOf, wholeNumber } from './number-path.ts';
import type { ItemBatcher } from './program.ts';

/** The ItemBatcher of a JSONPath Map. Its `$` is the state's effective input, handed in as `result`. */
export function batcherOf(batcher: JsonObject): ItemBatcher {
  const input = member(batcher, 'BatchInput');
  const template = input === undefined ? undefined : compileTemplate(input);
  return given({
    itemsMax: numberOf(batcher, 'MaxItemsPerBatch', resultOf, checkCount),
    bytesMax: numberOf(batcher, 'MaxInputBytesPerBatch', resultOf, checkBytes),
    input: template === undefined ? undefined : (scope: Scope) => template(resultOf(scope), scope),
  });
}

/** The ItemBatcher of a JSONata Map. */
export function jsonataBatcherOf(batcher: JsonObject): ItemBatcher {
  return given({
    itemsMax: numberIn(batcher, 'MaxItemsPerBatch', Number.POSITIVE_INFINITY),
    bytesMax: numberIn(batcher, 'MaxInputBytesPerBatch', PAYLOAD_BYTES_MAX),
    input: templateField(batcher, 'BatchInput', 'ItemBatcher/'),
  });
}

function numberIn(batcher: JsonObject, field: string, max: number): Expression<number> | undefined {
  const check = (value: number) =>
    Number.isInteger(value) ? outOfRange(field, value, max) : `${field} must be an integer, not ${value}.`;
  return numericField(batcher, field, check, 'ItemBatcher/');
}

function checkCount(value: Json, field: string, path: string): number {
  return checkRange(wholeNumber(value, field, path), field, Number.POSITIVE_INFINITY);
}

function checkBytes(value: Json, field: string, path: string): number {
  return checkRange(wholeNumber(value, field, path), field, PAYLOAD_BYTES_MAX);
}

function checkRange(value: number, pathField: string, max: number): number {
  const problem = outOfRange(pathField.replace(/Path$/, ''), value, max);
  if (problem !== undefined) throw new StateError('States.Runtime', problem);
  return value;
}

function outOfRange(field: string, value: number, max: number): string | undefined {
  if (value < 1) return `${field} must be positive.`;
  return value > max ? `${field} cannot be greater than ${max}.` : undefined;
}
