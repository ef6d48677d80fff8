import { isArray, isObject, member } from '../base/json.ts';
import type { Payload } from '../base/payload.ts';
import type { Resource } from './resource.ts';

/**
 * What is wrong with evaluated parameters, as far as AWS looks before it schedules the task.
 *
 * @returns undefined when they may be sent.
 */
export function parametersProblem(resource: Resource, parameters: Payload): string | undefined {
  if (resource.kind !== 'service' || resource.service !== 'apigateway') return undefined;
  const headers = isObject(parameters.value) ? member(parameters.value, 'Headers') : undefined;
  if (headers === undefined || (isObject(headers) && Object.values(headers).every(isArray))) return undefined;
  return `The Parameters '${parameters.text}' could not be used to start the Task: [The value of the field 'Headers' has an invalid format]`;
}
