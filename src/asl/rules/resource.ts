import type { Json } from '../../base/json.ts';
import { fail, type Place } from '../place.ts';
import { parseResource, type Resource } from '../resource.ts';

/** Resource of a Task: something that AWS can call, and that this type of state machine may call. */
export function checkResource(value: Json, place: Place): void {
  if (typeof value !== 'string') {
    fail(place, 'Expected value of type [STRING]');
    return;
  }
  const resource = parseResource(value);
  if (resource !== undefined) {
    checkExpress(resource, place);
    return;
  }
  fail(
    place,
    value.startsWith('arn:')
      ? `The resource provided ${value} is not recognized. The value is not a valid resource ARN, ` +
          'or the resource is not available in this region.'
      : 'Value is not a valid resource ARN',
  );
}

/** Express executions cannot wait for anything that outlives a request. */
function checkExpress(resource: Resource, place: Place): void {
  if (place.validation.type !== 'EXPRESS') return;
  const refuse = (what: string) => fail(place, `Express state machine does not support ${what}`);
  if (resource.kind === 'activity') refuse('Activity ARN');
  else if (resource.kind === 'function' || resource.pattern === 'requestResponse') return;
  // Recorded on AWS, with two spaces before the location.
  else if (resource.pattern === 'waitForTaskToken') refuse("'.waitForTaskToken' service integration ");
  else refuse("'.sync' service integration");
}
