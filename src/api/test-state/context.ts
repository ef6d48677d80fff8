import { parseResource } from '../../asl/resource.ts';
import type { SingleState } from '../../asl/single-state.ts';
import { isNumber, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { ServiceError } from '../../base/service-error.ts';

type Kind = 'string' | 'number' | 'any';

/** Developer Guide, "Accessing context objects": what a context object may have. */
const FIELDS: ReadonlyMap<string, ReadonlyMap<string, Kind>> = new Map([
  [
    'Execution',
    new Map<string, Kind>([
      ['Id', 'string'],
      ['Input', 'any'],
      ['Name', 'string'],
      ['RoleArn', 'string'],
      ['StartTime', 'string'],
      ['RedriveCount', 'number'],
      ['RedriveTime', 'string'],
    ]),
  ],
  [
    'State',
    new Map<string, Kind>([
      ['EnteredTime', 'string'],
      ['Name', 'string'],
      ['RetryCount', 'number'],
    ]),
  ],
  [
    'StateMachine',
    new Map<string, Kind>([
      ['Id', 'string'],
      ['Name', 'string'],
    ]),
  ],
  ['Task', new Map<string, Kind>([['Token', 'string']])],
]);

/** @throws ServiceError when AWS would not take it for the context object of this state. */
export function checkContext(context: JsonObject, state: SingleState): void {
  for (const [name, value] of Object.entries(context)) {
    if (name === 'Map') refuse("'Map' field is not supported when mocking a Context object");
    const fields = FIELDS.get(name);
    if (fields === undefined) return refuse(`Field '${name}' is not allowed`);
    if (name === 'Task' && !hasToken(state)) refuse(UNEXPECTED_TASK);
    if (!isObject(value)) return refuse(`${name} must be an object`);
    checkFields(name, value, fields);
  }
}

const UNEXPECTED_TASK =
  "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' " +
  'service integration pattern';

function hasToken({ definition }: SingleState): boolean {
  const resource = parseResource(String(member(definition, 'Resource')));
  return resource?.kind === 'service' && resource.pattern !== 'requestResponse';
}

function checkFields(holder: string, value: JsonObject, fields: ReadonlyMap<string, Kind>): void {
  for (const [name, inner] of Object.entries(value)) {
    const kind = fields.get(name);
    if (kind === undefined) refuse(`Field '${holder}.${name}' is not allowed`);
    else if (!isKind(inner, kind)) refuse(`${holder}.${name} must be a ${kind}`);
  }
}

function isKind(value: Json, kind: Kind): boolean {
  if (kind === 'any') return true;
  return kind === 'number' ? isNumber(value) : typeof value === 'string';
}

function refuse(reason: string): void {
  throw new ServiceError('ValidationException', `Invalid Context object provided: ${reason}`);
}
