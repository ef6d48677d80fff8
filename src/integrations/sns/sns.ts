import { isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import type { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import type { Integration } from '../../engine/integration.ts';
import { optimizedError, sdkClientError } from '../aws-sdk/refusal.ts';
import { type EndpointAnswer, type ServiceEndpoint, Unreachable } from '../endpoint/endpoint.ts';
import { parametersOf, printed } from '../endpoint/parameters.ts';
import { sdkMetadata } from '../endpoint/sdk-answer.ts';
import { taskActor } from '../endpoint/task-actor.ts';

const SERVICE = { prefix: 'SNS', sdkName: 'AmazonSNS' };

const TEXTS = [
  ...['TopicArn', 'TargetArn', 'PhoneNumber', 'Message', 'Subject', 'MessageStructure'],
  ...['MessageDeduplicationId', 'MessageGroupId'],
];
const FIELDS = new Set([...TEXTS, 'MessageAttributes']);

/** Errors of Publish for which the SDK has a class; the others are `AmazonSNSException`. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  AuthorizationError: 'AuthorizationErrorException',
  EndpointDisabled: 'EndpointDisabledException',
  InternalError: 'InternalErrorException',
  InvalidParameter: 'InvalidParameterException',
  InvalidSecurity: 'InvalidSecurityException',
  NotFound: 'NotFoundException',
  ParameterValueInvalid: 'InvalidParameterValueException',
  PlatformApplicationDisabled: 'PlatformApplicationDisabledException',
};

/** `sns:publish` and `sns:publish.waitForTaskToken`. */
export function createSnsIntegration(endpoint: ServiceEndpoint, now: () => Instant): Integration {
  return {
    async send({ parameters, scope, ...attempt }, signal) {
      const request = {
        ...{ scope, ...taskActor(attempt) },
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: String(formOf(parametersOf(parameters.value, FIELDS))),
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

function formOf(input: JsonObject): URLSearchParams {
  const form = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31' });
  for (const name of TEXTS) {
    const value = member(input, name);
    if (value !== undefined) form.set(name, printed(value));
  }
  const attributes = member(input, 'MessageAttributes');
  if (!isObject(attributes)) return form;
  for (const [i, [name, attribute]] of Object.entries(attributes).entries()) {
    const entry = `MessageAttributes.entry.${i + 1}`;
    form.set(`${entry}.Name`, name);
    for (const [key, value] of membersOf(attribute)) form.set(`${entry}.Value.${key}`, printed(value));
  }
  return form;
}

function membersOf(attribute: Json): [string, Json][] {
  return isObject(attribute) ? Object.entries(attribute) : [];
}

function resultOf(answer: EndpointAnswer, now: Instant): Payload {
  const { status, body } = answer;
  if (status !== 200) throw refused(answer);
  const sequence = textIn(body, 'SequenceNumber');
  return Payload.fromValue({
    MessageId: textIn(body, 'MessageId') ?? '',
    ...sdkMetadata(answer, now),
    ...(sequence === undefined ? {} : { SequenceNumber: sequence }),
  });
}

function refused(answer: EndpointAnswer): StateError {
  const code = textIn(answer.body, 'Code') ?? 'Unknown';
  const message = textIn(answer.body, 'Message') ?? 'No message';
  const exception = Object.hasOwn(EXCEPTIONS, code) ? EXCEPTIONS[code] : undefined;
  const refusal = { code, message, status: answer.status, isModelled: exception !== undefined, exception };
  return optimizedError(SERVICE, refusal, answer.requestId);
}

/** The text of the first element of that name: SNS's answers have no other form. */
function textIn(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|([a-z]+));/g, (whole, decimal, hex, entity) => {
    if (entity !== undefined) return ENTITIES[entity] ?? whole;
    return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(decimal ?? hex, decimal ? 10 : 16)));
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
