import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';
import type { ServiceResponse } from '../../base/http-service.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { type Delivery, deliveryId } from './delivery.ts';
import type { Target } from './rule.ts';

/** How a target is reached: a call of its service's own API, as any client would make it. */
export interface TargetCall {
  /** As in a signature's scope. */
  readonly service: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The target's own account and region. */
  readonly scope: Scope;
  /** In whose name: that of its role, or of the rule, which a function's policy must allow. */
  readonly actor?: Actor;
}

const ARN = /^arn:aws:([a-z]+):([a-z0-9-]+):(\d{12}):(.+)$/;

/** The service of a target's ARN, and where it is; undefined for what is no ARN of a target in one account and region. */
export function targetOf(
  arn: string,
): (Scope & { readonly service: string; readonly resource: string }) | undefined {
  const [, service, region, account, resource] = ARN.exec(arn) ?? [];
  if (service === undefined || region === undefined || account === undefined || resource === undefined)
    return undefined;
  return { service, region, account, resource };
}

/** Services that a rule can have as its target here. */
export const TARGET_SERVICES = ['states', 'lambda', 'sqs', 'sns'] as const;

/** @returns undefined for a target that no rule could have been given. */
export function targetCall(delivery: Delivery, input: string, url: string): TargetCall | undefined {
  const call = callOf(delivery, input, url);
  return call && { ...call, ...actorOf(delivery, call.service) };
}

/** Queues and topics take what comes without a role: their policies are not judged. */
function actorOf(delivery: Delivery, service: string): { readonly actor?: Actor } {
  const { target, ruleArn, scope } = delivery;
  const { RoleArn } = target;
  if (typeof RoleArn === 'string')
    return { actor: { kind: 'role', arn: RoleArn, session: deliveryId(delivery) } };
  if (service !== 'lambda') return {};
  const principal = 'events.amazonaws.com';
  return { actor: { kind: 'service', principal, sourceArn: ruleArn, sourceAccount: scope.account } };
}

function callOf(delivery: Delivery, input: string, url: string): TargetCall | undefined {
  const { target } = delivery;
  const place = targetOf(target.Arn);
  if (place === undefined) return undefined;
  const scope = { region: place.region, account: place.account };
  switch (place.service) {
    case 'states':
      return json(
        'AWSStepFunctions.StartExecution',
        { stateMachineArn: target.Arn, name: deliveryId(delivery), input },
        { service: 'states', scope },
      );
    case 'lambda':
      return {
        ...{ service: 'lambda', scope, path: `/2015-03-31/functions/${target.Arn}/invocations`, body: input },
        headers: { 'x-amz-invocation-type': 'Event', 'content-type': 'application/json' },
      };
    case 'sqs':
      return queueCall(target.Arn, url, { MessageBody: input, ...fifo(target.SqsParameters, delivery) });
    case 'sns':
      return {
        ...{ service: 'sns', scope, path: '/' },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `${new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: target.Arn, Message: input })}`,
      };
    case 'events':
      return json(
        'AWSEvents.PutEvents',
        { Entries: [busEntry(target, input)] },
        { service: 'events', scope },
      );
    default:
      return undefined;
  }
}

function busEntry({ Arn, EventBridgeParameters: parameters }: Target, Detail: string): JsonObject {
  const { DetailType, Source } = isObject(parameters) ? parameters : {};
  return { EventBusName: Arn, Detail, DetailType: DetailType ?? '', Source: Source ?? '' };
}

/** A message into a queue. */
export function queueCall(arn: string, url: string, message: JsonObject): TargetCall | undefined {
  const place = targetOf(arn);
  if (place?.service !== 'sqs') return undefined;
  const { region, account, resource } = place;
  const QueueUrl = `${url}/${account}/${resource}`;
  return json(
    'AmazonSQS.SendMessage',
    { QueueUrl, ...message },
    { service: 'sqs', scope: { region, account } },
  );
}

function json(target: string, input: JsonObject, place: Pick<TargetCall, 'service' | 'scope'>): TargetCall {
  return {
    ...{ ...place, path: '/', body: JSON.stringify(input) },
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
  };
}

function fifo(parameters: Json | undefined, delivery: Delivery): JsonObject {
  const group = isObject(parameters) ? member(parameters, 'MessageGroupId') : undefined;
  return typeof group === 'string'
    ? { MessageGroupId: group, MessageDeduplicationId: deliveryId(delivery) }
    : {};
}

/** How a call that was not answered with success has failed. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Whether the same call may succeed later. */
  readonly isPassing: boolean;
}

/** @returns undefined when the target has what it was sent. */
export function failureOf({ status, headers, body }: ServiceResponse): Failure | undefined {
  if (status >= 200 && status < 300) return failedEntry(String(body));
  const { code, message } = errorIn(String(body), headers['x-amzn-errortype'] ?? headers['x-amzn-ErrorType']);
  // This very delivery was made before: its execution is there.
  if (code === 'ExecutionAlreadyExists') return undefined;
  return { code, message, isPassing: status >= 500 || status === 429 || PASSING.test(code) };
}

/** PutEvents tells by itself, and with success, what it did not take. */
function failedEntry(body: string): Failure | undefined {
  if (!body.startsWith('{"FailedEntryCount":1,')) return undefined;
  const answer: Json = JSON.parse(body);
  const entries = isObject(answer) ? member(answer, 'Entries') : undefined;
  const [entry] = isArray(entries) ? entries : [];
  if (!isObject(entry)) return undefined;
  return {
    ...{ code: String(member(entry, 'ErrorCode')), message: String(member(entry, 'ErrorMessage')) },
    isPassing: false,
  };
}

const PASSING = /Throttl|TooManyRequests|LimitExceeded|ServiceUnavailable/;

/** @param inHeader The code of a service that does not put it into the body: Lambda. */
function errorIn(body: string, inHeader = 'Unknown'): { code: string; message: string } {
  try {
    const value: Json = JSON.parse(body);
    if (isObject(value)) {
      const code = member(value, '__type') ?? inHeader;
      return {
        code: String(code).replace(/^.*#/, ''),
        message: String(member(value, 'message') ?? member(value, 'Message') ?? ''),
      };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const [, code = 'Unknown'] = /<Code>([^<]*)<\/Code>/.exec(body) ?? [];
  return { code, message: /<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? '' };
}
