import { isObject, type Json, type JsonObject, typeName } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';

/**
 * The parameters of a call.
 *
 * @param isField Whether the call has a parameter of that name.
 * @throws StateError `States.Runtime`: AWS finds out when the machine is created, where the value is not computed.
 */
export function parametersOf(parameters: Json, isField: (name: string) => boolean): JsonObject {
  if (!isObject(parameters)) throw wrong(`The Parameters must be an object, not ${typeName(parameters)}`);
  const unknown = Object.keys(parameters).find((name) => !isField(name));
  if (unknown !== undefined) throw unsupportedParameter(unknown);
  return parameters;
}

/** A string parameter; null is as good as absent. */
export function textParameter(value: Json | undefined, field: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw wrong(`The value for the field "${field}" must be a STRING, not ${typeName(value)}`);
}

/** A parameter that is JSON text, and may be given as the value itself. */
export function jsonParameter(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function missingParameter(field: string): StateError {
  return wrong(`The field "${field}" is required but was missing`);
}

export function unsupportedParameter(field: string): StateError {
  return wrong(`The field "${field}" is not supported by Step Functions`);
}

function wrong(cause: string): StateError {
  return new StateError('States.Runtime', cause);
}
