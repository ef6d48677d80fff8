import { isNumber, isObject, type Json, type JsonObject, parseJson, setOwn } from '../../../base/json.ts';
import { notImplemented } from '../../service/refusal.ts';
import { type MappingSource, mappedValue } from '../parameter-mapping.ts';
import { badRequest } from '../refusals.ts';
import type { Texts } from '../rest-api.ts';

/** An operation that a route can call by itself. */
interface Subtype {
  readonly service: 'states' | 'sqs' | 'events';
  readonly action: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const SUBTYPES: Readonly<Record<string, Subtype>> = {
  'StepFunctions-StartExecution': {
    ...{ service: 'states', action: 'StartExecution', required: ['StateMachineArn'] },
    optional: ['Name', 'Input', 'Region'],
  },
  'StepFunctions-StartSyncExecution': {
    ...{ service: 'states', action: 'StartSyncExecution', required: ['StateMachineArn'] },
    optional: ['Name', 'Input', 'Region', 'TraceHeader'],
  },
  'StepFunctions-StopExecution': {
    ...{ service: 'states', action: 'StopExecution', required: ['ExecutionArn'] },
    optional: ['Cause', 'Error', 'Region'],
  },
  'SQS-SendMessage': {
    ...{ service: 'sqs', action: 'SendMessage', required: ['QueueUrl', 'MessageBody'] },
    optional: ['DelaySeconds', 'MessageDeduplicationId', 'MessageGroupId', 'Region'],
  },
  'SQS-ReceiveMessage': {
    ...{ service: 'sqs', action: 'ReceiveMessage', required: ['QueueUrl'] },
    optional: ['MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds', 'Region'],
  },
  'SQS-DeleteMessage': {
    ...{ service: 'sqs', action: 'DeleteMessage', required: ['QueueUrl', 'ReceiptHandle'] },
    optional: ['Region'],
  },
  'SQS-PurgeQueue': {
    ...{ service: 'sqs', action: 'PurgeQueue', required: ['QueueUrl'], optional: ['Region'] },
  },
  'EventBridge-PutEvents': {
    ...{ service: 'events', action: 'PutEvents', required: ['Detail', 'DetailType', 'Source'] },
    optional: ['Time', 'EventBusName', 'Resources', 'Region', 'TraceHeader'],
  },
};

/** @throws ServiceRefusal for an operation that is not here, and for parameters that it does not have. */
export function checkSubtype(name: string, parameters: Texts): void {
  const subtype = Object.hasOwn(SUBTYPES, name) ? SUBTYPES[name] : undefined;
  if (subtype === undefined) throw notImplemented('API Gateway', `integrations of subtype ${name}`);
  const missing = subtype.required.find((one) => !Object.hasOwn(parameters, one));
  if (missing !== undefined) throw badRequest(`Parameter: ${missing} is required for ${name}`);
  const known = [...subtype.required, ...subtype.optional];
  const stranger = Object.keys(parameters).find((one) => !known.includes(one));
  if (stranger !== undefined) throw notImplemented('API Gateway', `the parameter ${stranger} of ${name}`);
}

export interface ServiceCall {
  readonly service: Subtype['service'];
  readonly action: string;
  /** Where it is called; undefined: where the API is. */
  readonly region: string | undefined;
  /** In the words of the service's own API. */
  readonly input: JsonObject;
}

/** What a request asks of a service. @param parameters As `checkSubtype` has passed them. @throws GatewayError */
export function serviceCall(
  name: string,
  parameters: Texts,
  source: MappingSource & { readonly wholePath: string },
): ServiceCall | undefined {
  const subtype = Object.hasOwn(SUBTYPES, name) ? SUBTYPES[name] : undefined;
  if (subtype === undefined) return undefined;
  const { service, action } = subtype;
  const given: { [name: string]: Json } = {};
  for (const [key, expression] of Object.entries(parameters)) {
    const value = evaluated(expression, source);
    // What a request does not have is not sent: the service says what it misses.
    if (value !== undefined) setOwn(given, key, value);
  }
  const { Region, ...others } = given;
  const region = typeof Region === 'string' && Region !== '' ? Region : undefined;
  return {
    service,
    action,
    region,
    input: service === 'states' ? inCamelCase(others) : inputOf(action, others),
  };
}

function evaluated(
  expression: string,
  source: MappingSource & { readonly wholePath: string },
): string | undefined {
  if (/^\$[a-zA-Z]/.test(expression)) return textOf(expression.slice(1), source);
  return expression.replace(/\$\{([^}]+)\}/g, (_, inner: string) => textOf(inner, source) ?? '');
}

function textOf(name: string, source: MappingSource & { readonly wholePath: string }): string | undefined {
  if (name === 'request.path') return source.wholePath;
  if (name === 'request.body' && source.body === '') return undefined;
  return mappedValue(name.startsWith('request.') ? `method.${name}` : name, source)?.join(',');
}

function inCamelCase(members: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

function inputOf(action: string, members: JsonObject): JsonObject {
  if (action !== 'PutEvents') return members;
  const { Resources, Time, ...entry } = members;
  const resources = typeof Resources === 'string' ? { Resources: listIn(Resources) } : {};
  return { Entries: [{ ...entry, ...resources, ...(Time === undefined ? {} : { Time: secondsIn(Time) }) }] };
}

function listIn(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [text];
  }
}

/** Seconds since 1970, as AWS JSON wants a moment; what is none is left to the service's refusal. */
function secondsIn(time: Json): Json {
  if (isNumber(time) || isObject(time)) return time;
  const moment = Date.parse(String(time));
  return Number.isNaN(moment) ? time : moment / 1000;
}
