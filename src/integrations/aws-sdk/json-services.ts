import {
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  toNumber,
} from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Integration } from '../../engine/integration.ts';
import { type EndpointAnswer, type ServiceEndpoint, Unreachable } from '../endpoint/endpoint.ts';
import { taskActor } from '../endpoint/task-actor.ts';
import { isoTimestamp, lowerCamel, pascal, upperFirst, withMembers } from './casing.ts';
import { parametersOf } from './parameters.ts';
import { sdkError } from './refusal.ts';

/** A service that speaks AWS JSON, as `aws-sdk:<name>:<action>` reaches it. */
export interface JsonSdkService {
  /** In names of errors: the SDK for Java 2's word. */
  readonly sdk: string;
  /** In the scope of signatures, and behind `AWS_ENDPOINT_URL_`. */
  readonly signingName: string;
  /** Before the dot of `X-Amz-Target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** Its members begin with small letters, and its moments are milliseconds that the SDK leaves as numbers. */
  readonly isLowerCamel?: boolean;
}

/** By the name in a Task's resource. */
export const JSON_SDK_SERVICES = {
  sqs: { sdk: 'Sqs', signingName: 'sqs', target: 'AmazonSQS', version: '1.0' },
  eventbridge: { sdk: 'EventBridge', signingName: 'events', target: 'AWSEvents', version: '1.1' },
  cloudwatchlogs: {
    ...{ sdk: 'CloudWatchLogs', signingName: 'logs', target: 'Logs_20140328', version: '1.1' },
    isLowerCamel: true,
  },
  dynamodb: { sdk: 'DynamoDb', signingName: 'dynamodb', target: 'DynamoDB_20120810', version: '1.0' },
  kinesis: { sdk: 'Kinesis', signingName: 'kinesis', target: 'Kinesis_20131202', version: '1.1' },
  secretsmanager: {
    ...{ sdk: 'SecretsManager', signingName: 'secretsmanager', target: 'secretsmanager', version: '1.1' },
  },
  ssm: { sdk: 'Ssm', signingName: 'ssm', target: 'AmazonSSM', version: '1.1' },
} as const satisfies Readonly<Record<string, JsonSdkService>>;

/** Codes that no service's model has: the SDK has no class for them. */
const UNMODELLED = new Set([
  ...['AccessDenied', 'AccessDeniedException', 'ExpiredTokenException', 'InvalidSignatureException'],
  'NotImplemented',
  ...['SerializationException', 'ThrottlingException', 'UnknownOperationException', 'ValidationException'],
]);

/**
 * Every operation of one service. What it makes of parameters it does not know is the service's own affair: there is no
 * model of it here.
 */
export function createJsonSdkIntegration(service: JsonSdkService, endpoint: ServiceEndpoint): Integration {
  const { sdk, target, version } = service;
  return {
    async send({ resource, parameters, scope, ...attempt }, signal) {
      const operation = upperFirst(resource.kind === 'service' ? resource.action : '');
      const given = parametersOf(parameters.value, () => true);
      const body = JSON.stringify(service.isLowerCamel === true ? lowerCamel(given) : given);
      const headers = {
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${target}.${operation}`,
      };
      try {
        return resultOf(
          service,
          await endpoint.send({ scope, headers, body, ...taskActor(attempt) }, signal),
        );
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        throw new StateError(`${sdk}.SdkClientException`, error.message);
      }
    },
  };
}

function resultOf(service: JsonSdkService, answer: EndpointAnswer): Payload {
  const body = bodyOf(service, answer);
  if (answer.status !== 200) throw refused(service, answer, body);
  if (service.isLowerCamel === true) return Payload.fromValue(pascal(body));
  return Payload.fromValue(withMembers(body, moment));
}

/** AWS JSON has moments as seconds, under names that end so. */
function moment(name: string, value: Json): Json | undefined {
  return isNumber(value) && /(?:Date|Time|Timestamp)$/.test(name) ? isoTimestamp(toNumber(value)) : undefined;
}

function refused({ sdk }: JsonSdkService, answer: EndpointAnswer, body: JsonObject): StateError {
  const code = String(member(body, '__type') ?? '').replace(/^.*#/, '');
  const message = String(member(body, 'message') ?? member(body, 'Message') ?? 'No message');
  const isModelled = code !== '' && !UNMODELLED.has(code);
  return sdkError(sdk, { code, message, status: answer.status, isModelled }, answer.requestId);
}

function bodyOf({ sdk }: JsonSdkService, { body }: EndpointAnswer): JsonObject {
  try {
    const value = body === '' ? {} : parseJson(body);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new StateError(`${sdk}.SdkClientException`, 'The answer of the service is not a JSON object.');
}
