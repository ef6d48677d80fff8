import { ServiceError } from '../base/service-error.ts';

/**
 * What a name must not have (API reference, CreateStateMachine): white space, brackets, wildcards, special and
 * control characters, lone surrogates and non-characters.
 */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

/** Names of machines, executions and activities. Their length is the service model's business. */
export function checkName(name: string): void {
  if (FORBIDDEN.test(name)) throw new ServiceError('InvalidName', name);
}
