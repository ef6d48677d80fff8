import assert from 'node:assert/strict';
import { parseResource } from '../../src/asl/resource.ts';
import { present } from '../../src/base/assert.ts';
import { Payload } from '../../src/base/payload.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import type { Attempt } from '../../src/engine/integration.ts';
import type { StatesAnswer, StatesApi, StatesRequest } from '../../src/integrations/states/port.ts';
import { createStatesIntegration } from '../../src/integrations/states/states.ts';

export const STARTED = { output: { executionArn: 'e', startDate: 1_767_268_800.123 } };
export const OPTIONS = { now: () => 1_767_268_800_000, uuid: () => 'u' };

export type Answers = readonly (StatesAnswer | undefined)[] | 'unavailable';

/** For tests: the API, which answers so, one call after the other. */
export function apiOf(answers: Answers, requests: StatesRequest[]): StatesApi {
  return {
    async call(request) {
      requests.push(request);
      if (answers === 'unavailable') throw new Unavailable('no store');
      return answers[requests.length - 1];
    },
  };
}

/** @param action Of `states`, or of `sfn` after `sdk:`. */
export function attemptOf(action: string, parameters: object): Attempt {
  const name = action.startsWith('sdk:') ? `aws-sdk:sfn:${action.slice(4)}` : `states:${action}`;
  return {
    id: '7-3',
    resource: present(parseResource(`arn:aws:states:::${name}`), action),
    parameters: Payload.fromText(JSON.stringify(parameters)),
    scope: { region: 'us-east-1', account: '123456789012' },
    executionArn: 'parent',
    asParent: { execution: 7, event: 3 },
  };
}

export function jobOf(action: string) {
  return { ...attemptOf(action, {}), submitted: Payload.fromText('{"ExecutionArn":"e"}') };
}

export async function send(
  action: string,
  parameters: object,
  answers: Answers = [STARTED],
): Promise<Payload> {
  const integration = createStatesIntegration({ ...OPTIONS, api: apiOf(answers, []) });
  return await integration.send(attemptOf(action, parameters), new AbortController().signal);
}

export async function requestOf(action: string, parameters: object): Promise<StatesRequest> {
  const requests: StatesRequest[] = [];
  const integration = createStatesIntegration({ ...OPTIONS, api: apiOf([STARTED], requests) });
  await integration.send(attemptOf(action, parameters), new AbortController().signal);
  return present(requests[0], 'request');
}

export async function asks(
  action: string,
  parameters: object,
  operation: string,
  params: object,
): Promise<void> {
  const request = await requestOf(action, parameters);
  assert.deepEqual([request.operation, request.params], [operation, params]);
}

export async function operations(action: string, signal: AbortSignal): Promise<string[]> {
  const requests: StatesRequest[] = [];
  const integration = createStatesIntegration({
    ...OPTIONS,
    api: apiOf([STARTED, { output: {} }], requests),
  });
  await integration.send(attemptOf(action, { StateMachineArn: 'm' }), signal);
  return requests.map(({ operation }) => operation);
}

export async function result(action: string, output: { readonly [name: string]: unknown }) {
  const integration = createStatesIntegration({ ...OPTIONS, api: apiOf([{ output }], []) });
  return await integration.result?.(jobOf(action));
}

export async function fails(
  ...[action, parameters, error, message, answers]: [string, object, string, RegExp, Answers?]
): Promise<void> {
  await assert.rejects(send(action, parameters, answers), { error, message });
}
