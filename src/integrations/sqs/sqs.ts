import { isObject, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import type { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import type { Integration } from '../../engine/integration.ts';
import { optimizedError, sdkClientError } from '../aws-sdk/refusal.ts';
import { type EndpointAnswer, type ServiceEndpoint, Unreachable } from '../endpoint/endpoint.ts';
import { parametersOf, printed } from '../endpoint/parameters.ts';
import { sdkMetadata } from '../endpoint/sdk-answer.ts';
import { taskActor } from '../endpoint/task-actor.ts';

const SERVICE = { prefix: 'SQS', sdkName: 'AmazonSQS' };

const FIELDS = new Set([
  ...['DelaySeconds', 'MessageAttributes', 'MessageBody', 'MessageDeduplicationId', 'MessageGroupId'],
  'QueueUrl',
]);

/** Errors of SendMessage for which the SDK has a class; the others are `AmazonSQSException`. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  InvalidAddress: 'InvalidAddressException',
  InvalidMessageContents: 'InvalidMessageContentsException',
  InvalidSecurity: 'InvalidSecurityException',
  QueueDoesNotExist: 'QueueDoesNotExistException',
  RequestThrottled: 'RequestThrottledException',
  UnsupportedOperation: 'UnsupportedOperationException',
};

/** `sqs:sendMessage` and `sqs:sendMessage.waitForTaskToken`. */
export function createSqsIntegration(endpoint: ServiceEndpoint, now: () => Instant): Integration {
  return {
    async send({ parameters, scope, ...attempt }, signal) {
      const input = inputOf(parameters.value);
      const request = {
        ...{ scope, ...taskActor(attempt) },
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
        body: JSON.stringify(input),
      };
      try {
        return resultOf(await endpoint.send(request, signal), now());
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        throw sdkClientError(SERVICE.prefix, error.message);
      }
    },
  };
}

function inputOf(value: Json): JsonObject {
  const input = parametersOf(value, FIELDS);
  const url = member(input, 'QueueUrl');
  if (typeof url === 'string') refuseStrangeHost(url);
  const body = member(input, 'MessageBody');
  return body === undefined ? input : { ...input, MessageBody: printed(body) };
}

/** The SDK sends to the queue's own URL; one without account and name is some other host. */
function refuseStrangeHost(url: string): void {
  if (/\/\d{12}\/[^/]+\/?$/.test(url) || !URL.canParse(url)) return;
  throw sdkClientError(
    SERVICE.prefix,
    `Unable to execute HTTP request: ${new URL(url).hostname}: Name or service not known`,
  );
}

function resultOf(answer: EndpointAnswer, now: Instant): Payload {
  const body = jsonOf(answer.body);
  if (answer.status !== 200) throw refused(answer, body);
  return Payload.fromValue({ ...body, ...sdkMetadata(answer, now) });
}

function refused(answer: EndpointAnswer, body: JsonObject): StateError {
  const type = String(member(body, '__type') ?? '').replace(/^.*#/, '');
  const code = answer.headers['x-amzn-query-error']?.split(';')[0] ?? type;
  const message = String(member(body, 'message') ?? member(body, 'Message') ?? 'No message');
  const exception = Object.hasOwn(EXCEPTIONS, type) ? EXCEPTIONS[type] : undefined;
  const refusal = { code, message, status: answer.status, isModelled: exception !== undefined, exception };
  return optimizedError(SERVICE, refusal, answer.requestId);
}

function jsonOf(text: string): JsonObject {
  try {
    const value = parseJson(text);
    return isObject(value) ? value : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw sdkClientError(SERVICE.prefix, 'The endpoint answered with something that is not JSON');
  }
}
