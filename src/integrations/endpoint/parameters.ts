import type { Json, JsonObject } from '../../base/json.ts';
import { parametersOf as checkedParameters } from '../aws-sdk/parameters.ts';

/**
 * The parameters of a call that has these fields; one that is null is as good as absent.
 *
 * @throws StateError `States.Runtime`: AWS finds out when the machine is created, where a value is not computed.
 */
export function parametersOf(parameters: Json, fields: ReadonlySet<string>): JsonObject {
  const given = checkedParameters(parameters, (name) => fields.has(name));
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** Text as it is; anything else as its JSON. */
export function printed(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
