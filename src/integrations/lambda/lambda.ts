import type { Scope } from '../../base/arn.ts';
import { functionArn } from '../../base/arn.ts';
import { parseFunctionName } from '../../base/function-name.ts';
import { isObject, type Json, member, parseJson } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import type { Attempt, Integration } from '../../engine/integration.ts';
import { taskActor } from '../endpoint/task-actor.ts';
import { readInvocation } from './invocation.ts';
import type { FunctionAnswer, FunctionCall, FunctionHost } from './port.ts';
import { responseOf } from './response.ts';

export interface LambdaIntegrationOptions {
  /** Asked in this order; the first that has the function runs it. */
  readonly hosts: readonly FunctionHost[];
  /** For the `Date` of responses. */
  readonly now: () => Instant;
  /** A version 4 UUID, for ids that only the far end could know. */
  readonly uuid: () => string;
}

/**
 * Task states that name a function: by its ARN (the result is the function's own), by `lambda:invoke` and by
 * `lambda:invoke.waitForTaskToken`.
 */
export function createLambdaIntegration(options: LambdaIntegrationOptions): Integration {
  return {
    send: ({ resource, ...attempt }, signal) => {
      if (resource.kind === 'function') return runDirectly(resource.arn, attempt, options, signal);
      return runOptimized(attempt, options, signal);
    },
  };
}

type Sending = Omit<Attempt, 'resource'>;

async function runDirectly(
  arn: string,
  attempt: Sending,
  options: LambdaIntegrationOptions,
  signal: AbortSignal,
): Promise<Payload> {
  const { parameters, scope } = attempt;
  const call = { functionName: arn, payload: parameters.text, invocationType: 'RequestResponse' } as const;
  const answer = await ask({ ...call, scope, ...sentBy(attempt) }, options, signal);
  // The document stays as the function wrote it, spaces and all.
  if (answer.functionError !== undefined) throw new StateError(errorTypeOf(answer.payload), answer.payload);
  const value = jsonOf(answer.payload);
  if (value === undefined)
    throw new StateError('Lambda.Unknown', 'The function answered with text that is not JSON');
  return Payload.fromValue(value);
}

async function runOptimized(
  attempt: Sending,
  options: LambdaIntegrationOptions,
  signal: AbortSignal,
): Promise<Payload> {
  const { withLog, ...invocation } = readInvocation(attempt.parameters.value);
  const call: FunctionCall = { ...invocation, scope: attempt.scope, ...sentBy(attempt) };
  const answer = await ask(call, options, signal);
  if (answer.functionError !== undefined) {
    const document = jsonOf(answer.payload);
    // Unlike a direct ARN, lambda:invoke parses every payload and prints it again.
    const cause = document === undefined ? answer.payload : JSON.stringify(document);
    throw new StateError(errorTypeOf(answer.payload), cause);
  }
  return Payload.fromValue(responseOf(answer, { withLog, now: options.now(), uuid: options.uuid }));
}

function sentBy(attempt: Sending): Pick<FunctionCall, 'attemptId' | 'traceHeader' | 'actor'> {
  const { id, traceHeader } = attempt;
  return {
    ...{ attemptId: id, ...taskActor(attempt) },
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}

async function ask(
  call: FunctionCall,
  options: LambdaIntegrationOptions,
  signal: AbortSignal,
): Promise<FunctionAnswer> {
  for (const host of options.hosts) {
    const answer = await host.invoke(call, signal);
    if (answer !== undefined) return answer;
  }
  throw new StateError(
    'Lambda.ResourceNotFoundException',
    `Function not found: ${qualifiedArn(call, call.scope)} (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${options.uuid()}; Proxy: null)`,
  );
}

/** With `$LATEST` where no qualifier was given, as AWS names a function that it has not found. */
function qualifiedArn({ functionName, qualifier }: FunctionCall, scope: Scope): string {
  const named = parseFunctionName(functionName, scope);
  if (named === undefined) return functionName;
  return functionArn(named, `${named.name}:${qualifier ?? named.qualifier ?? '$LATEST'}`);
}

function errorTypeOf(payload: string): string {
  const document = jsonOf(payload);
  const errorType = isObject(document) ? member(document, 'errorType') : undefined;
  return typeof errorType === 'string' && errorType !== '' ? errorType : 'Lambda.Unknown';
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
