import type { Json, JsonObject } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import type { Attempt } from '../../engine/integration.ts';
import { isoTimestamp, lowerCamel, pascal, upperFirst, withMembers } from '../aws-sdk/casing.ts';
import { jsonParameter, parametersOf } from '../aws-sdk/parameters.ts';
import { sdkError } from '../aws-sdk/refusal.ts';
import { taskActor } from '../endpoint/task-actor.ts';
import type { StatesCalls } from './calls.ts';

/** Strings that hold JSON: they may be given as the value itself (recorded for Input). */
const JSON_TEXTS = new Set(['Context', 'Definition', 'Input', 'Output', 'Variables']);
const TIMESTAMP = /^(timestamp|[a-z]+Date)$/;

/** `aws-sdk:sfn:*`: any operation of the API, in the account and region of the execution. */
export async function callSdk(
  { parameters, resource, scope, asParent, ...attempt }: Attempt,
  { api, uuid }: StatesCalls,
  signal: AbortSignal,
): Promise<Payload> {
  const action = resource.kind === 'service' ? resource.action : '';
  const answer = await api.call({
    operation: upperFirst(action),
    params: requestOf(parameters.value),
    ...{ scope, signal, ...taskActor(attempt) },
    ...(asParent === undefined ? {} : { parent: { ...asParent, isWaiting: false } }),
  });
  if ('refusal' in answer) throw sdkError('Sfn', answer.refusal, { requestId: uuid() });
  return Payload.fromValue(responseOf(answer.output));
}

function requestOf(parameters: Json): { readonly [name: string]: unknown } {
  // Which parameters an operation has the API knows; none may be written as on the wire.
  const given = parametersOf(parameters, (name) => /^[A-Z]/.test(name));
  const texts = withMembers(given, (name, value) =>
    JSON_TEXTS.has(name) ? jsonParameter(value) : undefined,
  );
  // As from the wire: the API reads plain numbers.
  return JSON.parse(JSON.stringify(lowerCamel(texts)));
}

/** Moments as the SDK prints them; everything else under its name in PascalCase. */
function responseOf(output: { readonly [name: string]: unknown }): Json {
  // An answer of the API is JSON: it goes over the wire as it is. Members that are absent stay so.
  const answer: JsonObject = JSON.parse(JSON.stringify(output));
  return pascal(
    withMembers(answer, (name, value) =>
      TIMESTAMP.test(name) && typeof value === 'number' ? isoTimestamp(value) : undefined,
    ),
  );
}
