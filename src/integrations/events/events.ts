import { parseStatesArn, stateMachineArn } from '../../base/arn.ts';
import { isArray, isObject, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Integration } from '../../engine/integration.ts';
import { optimizedError, sdkClientError } from '../aws-sdk/refusal.ts';
import { type EndpointAnswer, type ServiceEndpoint, Unreachable } from '../endpoint/endpoint.ts';
import { parametersOf, printed } from '../endpoint/parameters.ts';
import { taskActor } from '../endpoint/task-actor.ts';

const SERVICE = { prefix: 'EventBridge', sdkName: 'AmazonEventBridge' };
const FIELDS = new Set(['EndpointId', 'Entries']);

/** `events:putEvents` and `events:putEvents.waitForTaskToken`. Its output has no metadata of an SDK. */
export function createEventsIntegration(endpoint: ServiceEndpoint): Integration {
  return {
    async send({ parameters, scope, executionArn, ...attempt }, signal) {
      const input = parametersOf(parameters.value, FIELDS);
      const request = {
        ...{ scope, ...taskActor(attempt) },
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
        body: JSON.stringify({ ...input, Entries: entriesOf(input, executionArn) }),
      };
      try {
        return resultOf(await endpoint.send(request, signal));
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        throw sdkClientError(SERVICE.prefix, error.message);
      }
    },
  };
}

/** Each names the machine and the execution that it comes from, behind what it names itself. */
function entriesOf(input: JsonObject, executionArn: string): Json {
  const entries = member(input, 'Entries') ?? [];
  if (!isArray(entries)) return entries;
  const execution = parseStatesArn(executionArn);
  const isRun = execution?.kind === 'execution' || execution?.kind === 'express';
  const origin = isRun ? [stateMachineArn(execution, execution.machine), executionArn] : [executionArn];
  return entries.map((entry) => (isObject(entry) ? entryOf(entry, origin) : entry));
}

function entryOf(entry: JsonObject, origin: readonly string[]): JsonObject {
  const [detail, resources] = [member(entry, 'Detail'), member(entry, 'Resources') ?? []];
  return {
    ...entry,
    ...(detail === undefined ? {} : { Detail: printed(detail) }),
    Resources: isArray(resources) ? [...resources, ...origin] : resources,
  };
}

/** @throws StateError `EventBridge.FailedEntry` with the whole answer, when one entry was not taken. */
function resultOf(answer: EndpointAnswer): Payload {
  const body = jsonOf(answer.body);
  if (answer.status !== 200) {
    const code = String(member(body, '__type') ?? 'Unknown').replace(/^.*#/, '');
    const message = String(member(body, 'message') ?? member(body, 'Message') ?? 'No message');
    const refusal = { code, message, status: answer.status, isModelled: false };
    throw optimizedError(SERVICE, refusal, answer.requestId);
  }
  const [Entries, FailedEntryCount] = [member(body, 'Entries') ?? [], member(body, 'FailedEntryCount') ?? 0];
  const result = { Entries, FailedEntryCount };
  if (FailedEntryCount !== 0) throw new StateError('EventBridge.FailedEntry', JSON.stringify(result));
  return Payload.fromValue(result);
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
