import { isObject, type Json, type JsonObject, typeName } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';

/**
 * The parameters of a call that has these fields; one that is null is as good as absent.
 *
 * @throws StateError `States.Runtime`: AWS finds out when the machine is created, where a value is not computed.
 */
export function parametersOf(parameters: Json, fields: ReadonlySet<string>): JsonObject {
  if (!isObject(parameters)) throw wrong(`The Parameters must be an object, not ${typeName(parameters)}`);
  const unknown = Object.keys(parameters).find((name) => !fields.has(name));
  if (unknown !== undefined) throw wrong(`The field "${unknown}" is not supported by Step Functions`);
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null));
}

/** Text as it is; anything else as its JSON. */
export function printed(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function wrong(cause: string): StateError {
  return new StateError('States.Runtime', cause);
}
