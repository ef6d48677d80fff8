import { type Json, javaDouble, member, parseJson } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Attempt, SubmittedJob } from '../../engine/integration.ts';
import { upperFirst } from '../aws-sdk/casing.ts';
import { jsonParameter, missingParameter, parametersOf, textParameter } from '../aws-sdk/parameters.ts';
import { optimizedError } from '../aws-sdk/refusal.ts';
import { taskActor } from '../endpoint/task-actor.ts';
import type { StatesCalls } from './calls.ts';
import type { StatesAnswer, StatesApi } from './port.ts';

const FIELDS = ['Input', 'Name', 'StateMachineArn', 'TraceHeader'];
const SERVICE = { prefix: 'StepFunctions', sdkName: 'AWSStepFunctions' } as const;

/** Starts an execution, once however often the attempt is sent. */
export async function startExecution(
  { parameters, resource, scope, asParent, traceHeader, ...attempt }: Attempt,
  { api, now, uuid }: StatesCalls,
  signal: AbortSignal,
): Promise<Payload> {
  const isWaiting = resource.kind === 'service' && resource.pattern.startsWith('sync');
  const answer = await api.call({
    operation: 'StartExecution',
    params: { ...(traceHeader === undefined ? {} : { traceHeader }), ...startOf(parameters.value) },
    ...{ scope, signal, ...taskActor(attempt) },
    ...(asParent === undefined ? {} : { parent: { ...asParent, isWaiting } }),
  });
  const requestId = uuid();
  if ('refusal' in answer) throw optimizedError(SERVICE, answer.refusal, requestId);
  const { executionArn, startDate } = answer.output;
  // Given up while it was started: its parent knows of nothing that it could cancel.
  if (signal.aborted && isWaiting) await api.call(stopOf(String(executionArn), scope));
  return Payload.fromValue(
    responseOf({ executionArn: String(executionArn), startDate: Number(startDate) }, requestId, now()),
  );
}

function startOf(parameters: Json): { readonly [name: string]: string } {
  const given = parametersOf(parameters, (name) => FIELDS.includes(name));
  const stateMachineArn = textParameter(member(given, 'StateMachineArn'), 'StateMachineArn');
  if (stateMachineArn === undefined) throw missingParameter('StateMachineArn');
  const name = textParameter(member(given, 'Name'), 'Name');
  const traceHeader = textParameter(member(given, 'TraceHeader'), 'TraceHeader');
  const input = jsonParameter(member(given, 'Input'));
  return {
    stateMachineArn,
    ...(name === undefined ? {} : { name }),
    ...(input === undefined ? {} : { input }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}

/** Recorded on AWS: the answer to a start, with what its SDK tells of the request. */
function responseOf(
  { executionArn, startDate }: { readonly executionArn: string; readonly startDate: number },
  requestId: string,
  now: number,
): Json {
  const body = `{"executionArn":"${executionArn}","startDate":${javaDouble(startDate)}}`;
  const id = { 'x-amzn-RequestId': requestId };
  const length = { 'Content-Length': String(Buffer.byteLength(body)) };
  const date = { Date: new Date(now).toUTCString() };
  const type = { 'Content-Type': 'application/x-amz-json-1.0' };
  const all = { ...id, connection: 'keep-alive', ...length, ...date, ...type };
  return {
    ExecutionArn: executionArn,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
      HttpHeaders: { connection: 'keep-alive', ...length, ...type, ...date, ...id },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StartDate: Math.round(startDate * 1000),
  };
}

/**
 * How the execution of a `.sync` task has ended; undefined while it runs.
 *
 * @throws StateError `States.TaskFailed`, with its description for cause.
 * @throws Unavailable when that cannot be told now.
 */
export async function executionResult(job: SubmittedJob, api: StatesApi): Promise<Payload | undefined> {
  const params = { executionArn: arnOf(job) };
  const answer = await api.call({ operation: 'DescribeExecution', params, scope: job.scope, signal: NEVER });
  const described = outputOf(answer);
  if (described.status === 'RUNNING' || described.status === 'PENDING_REDRIVE') return undefined;
  const description = descriptionOf(described);
  if (described.status !== 'SUCCEEDED')
    throw new StateError('States.TaskFailed', JSON.stringify(description));
  return Payload.fromValue(isParsed(job) ? parsed(description) : description);
}

/** Nobody waits for the execution of a `.sync` task. One that has ended stays as it is. */
export async function cancelExecution(job: SubmittedJob, api: StatesApi): Promise<void> {
  await api.call(stopOf(arnOf(job), job.scope));
}

const NEVER = new AbortController().signal;

function stopOf(executionArn: string, scope: Attempt['scope']) {
  return { operation: 'StopExecution', params: { executionArn }, scope, signal: NEVER };
}

function arnOf({ submitted }: SubmittedJob): string {
  // `startExecution` has made it.
  const { ExecutionArn } = submitted.value as { readonly ExecutionArn: string };
  return ExecutionArn;
}

type Output = { readonly [name: string]: unknown };

function outputOf(answer: StatesAnswer | undefined): Output {
  if (answer !== undefined && 'output' in answer) return answer.output;
  // Whatever was started can be described, unless it was deleted since.
  const message = answer !== undefined && 'refusal' in answer ? answer.refusal.message : undefined;
  throw new StateError('States.TaskFailed', message ?? 'The execution cannot be described.');
}

/** Recorded on AWS: all that DescribeExecution tells, its names in order; moments in milliseconds, as in Java. */
function descriptionOf(described: Output): { readonly [name: string]: Json } {
  const members = Object.entries(described).map(([name, value]): [string, Json] => {
    if (name.endsWith('Date') && typeof value === 'number')
      return [upperFirst(name), Math.round(value * 1000)];
    if (name.endsWith('Details')) return [upperFirst(name), { Included: isIncluded(value) }];
    // Everything else in a description is text, or a number.
    return [upperFirst(name), value as Json];
  });
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isIncluded(details: unknown): boolean {
  return (
    typeof details === 'object' && details !== null && 'included' in details && details.included === true
  );
}

function isParsed({ resource }: SubmittedJob): boolean {
  return resource.kind === 'service' && resource.pattern === 'sync:2';
}

/** `.sync:2` shows an execution's input and output as the JSON that they are. */
function parsed(description: { readonly [name: string]: Json }): { readonly [name: string]: Json } {
  const texts = Object.entries(description).map(([name, value]): [string, Json] => [
    name,
    (name === 'Input' || name === 'Output') && typeof value === 'string' ? parseJson(value) : value,
  ]);
  return Object.fromEntries(texts);
}
