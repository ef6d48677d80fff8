import type { Scope } from '../../base/arn.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import { type JsonObject, member } from '../../base/json.ts';
import { formText, jsonObject, type Requested } from './requested-action.ts';

/** Where an operation is allowed by the action of another one. */
const ACTIONS: Readonly<Record<string, string>> = {
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessageBatch: 'DeleteMessage',
  SendMessageBatch: 'SendMessage',
};

/** What a call of SQS's API would do, in either of its protocols. */
export function requestedOfSqs(request: ServiceRequest): readonly Requested[] {
  const { operation, input } = callOf(request);
  const action = `sqs:${(Object.hasOwn(ACTIONS, operation) ? ACTIONS[operation] : undefined) ?? operation}`;
  const queue = operation === 'ListQueues' ? undefined : queueOf(input, request);
  return [{ action, resource: queue ?? '*' }];
}

function callOf({ headers, query, body }: ServiceRequest): { operation: string; input: JsonObject } {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { operation: target.slice(target.indexOf('.') + 1), input: jsonObject(body) ?? {} };
  }
  const text = (name: string) => formText({ query, body }, name);
  const named = Object.entries({ QueueUrl: text('QueueUrl'), QueueName: text('QueueName') });
  const known = named.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { operation: text('Action') ?? '*', input: Object.fromEntries(known) };
}

/** By the same rules as the operations find it: a Deny must not be passed by another spelling. */
function queueOf(input: JsonObject, { path, scope }: ServiceRequest): string | undefined {
  const url = member(input, 'QueueUrl') ?? (path.length > 1 ? path : undefined);
  if (typeof url === 'string') {
    const [, account = '', name = ''] = /(?:^|\/)(\d{12})\/([\w.-]{1,80})\/?$/.exec(url) ?? [];
    return name === '' ? undefined : arnOf({ ...scope, account }, name);
  }
  const name = member(input, 'QueueName');
  return typeof name === 'string' ? arnOf(scope, name) : undefined;
}

function arnOf({ region, account }: Scope, name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
