import { isArray, isObject, type JsonObject, member } from '../base/json.ts';
import type { Scope } from '../query/language.ts';
import type { MapFields } from './dialect.ts';
import { given } from './fields.ts';
import { evaluationFailure, numericField, templateField, unexpectedType } from './jsonata-field.ts';
import { cappedConcurrency, negative, outOfPercentage } from './map.ts';
import type { MapItem, MapState } from './program.ts';

/** The fields of a JSONata Map. */
export function jsonataMapOf(state: JsonObject): MapFields {
  return given({
    items: itemsOf(state),
    itemSelector: templateField(state, 'ItemSelector', ''),
    maxConcurrency: cappedConcurrency(countField(state, 'MaxConcurrency')),
    toleratedFailureCount: countField(state, 'ToleratedFailureCount'),
    toleratedFailurePercentage: numericField(state, 'ToleratedFailurePercentage', outOfPercentage),
  });
}

/**
 * An array, or since 2025 an object: one iteration for each member, with its name as `Map.Item.Key`. Only Items may be
 * an object; without Items the state's input must be an array (recorded).
 */
function itemsOf(state: JsonObject): MapState['items'] {
  const written = member(state, 'Items');
  const evaluate = templateField(state, 'Items', '');
  if (written === undefined || evaluate === undefined) return inputItems;
  return (scope) => {
    const value = evaluate(scope);
    if (isArray(value)) return value.map((item) => ({ value: item }));
    if (isObject(value)) return membersOf(value);
    throw unexpectedType({ written, field: 'Items', type: 'array', value });
  };
}

function inputItems({ input }: Scope): readonly MapItem[] {
  if (isArray(input)) return input.map((value) => ({ value }));
  throw evaluationFailure(
    `Map state input must be an array but was: ${JSON.stringify(input)}`,
    // Recorded: no field is named, for none is there.
    undefined,
  );
}

function membersOf(object: JsonObject): readonly MapItem[] {
  return Object.keys(object).map((key) => ({ key, value: member(object, key) ?? null }));
}

function countField(state: JsonObject, field: 'MaxConcurrency' | 'ToleratedFailureCount') {
  return numericField(state, field, (value) => {
    if (!Number.isInteger(value)) return `${field} must be an integer, not ${value}.`;
    return value < 0 ? negative(field) : undefined;
  });
}
