import { assert } from '../base/assert.ts';
import { isObject, type JsonObject, member } from '../base/json.ts';
import { SECONDS_MAX } from '../base/limits.ts';
import { StateError } from '../base/state-error.ts';
import type { Expression } from '../query/language.ts';
import { effectiveInput, lateTemplate } from './flow.ts';
import { numberOf, wholeNumber } from './number-path.ts';

/** TimeoutSeconds or HeartbeatSeconds of a Task, literal or by path. */
export function secondsOf(
  state: JsonObject,
  field: 'TimeoutSeconds' | 'HeartbeatSeconds',
): Expression<number> | undefined {
  return numberOf(state, field, effectiveInput(state), (value, pathField, path) => {
    const seconds = wholeNumber(value, pathField, path);
    if (seconds >= 1 && seconds <= SECONDS_MAX) return seconds;
    throw new StateError(
      'States.Runtime',
      `${field} must be from 1 to ${SECONDS_MAX}, not ${seconds}: ${path}`,
    );
  });
}

/** Credentials: the role that the task is to assume. */
export function roleArnOf(state: JsonObject): Expression<string> | undefined {
  const credentials = member(state, 'Credentials');
  if (credentials === undefined) return undefined;
  const template = lateTemplate(credentials);
  const input = effectiveInput(state);
  return (scope) => {
    const value = template(input(scope), scope);
    assert(isObject(value), 'Credentials is an object in a valid definition');
    const roleArn = member(value, 'RoleArn');
    if (typeof roleArn === 'string') return roleArn;
    throw new StateError('States.Runtime', 'The field RoleArn of Credentials must be a string');
  };
}
