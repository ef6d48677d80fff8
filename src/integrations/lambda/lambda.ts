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
    async send(attempt, signal) {
      const { call, resultOf } = requestOf(attempt, options);
      return resultOf(await ask(call, options, signal));
    },
    async resume(attempt, signal) {
      const { call, resultOf } = requestOf(attempt, options);
      const answer = await resume(call, options, signal);
      return answer && resultOf(answer);
    },
    settled({ id }) {
      for (const host of options.hosts) host.settled?.(id);
    },
  };
}

/** A call, and what its answer means. */
interface FunctionRequest {
  readonly call: FunctionCall;
  /** @throws StateError when the function failed. */
  readonly resultOf: (answer: FunctionAnswer) => Payload;
}

function requestOf({ resource, ...attempt }: Attempt, options: LambdaIntegrationOptions): FunctionRequest {
  const { scope, parameters } = attempt;
  if (resource.kind === 'function') {
    const call = { functionName: resource.arn, payload: parameters.text } as const;
    return {
      call: { ...call, invocationType: 'RequestResponse', scope, ...sentBy(attempt) },
      resultOf: directResult,
    };
  }
  const { withLog, ...invocation } = readInvocation(parameters.value);
  return {
    call: { ...invocation, scope, ...sentBy(attempt) },
    resultOf: (answer) => optimizedResult(answer, withLog, options),
  };
}

function directResult(answer: FunctionAnswer): Payload {
  // The document stays as the function wrote it, spaces and all.
  if (answer.functionError !== undefined) throw new StateError(errorTypeOf(answer.payload), answer.payload);
  const value = jsonOf(answer.payload);
  if (value === undefined)
    throw new StateError('Lambda.Unknown', 'The function answered with text that is not JSON');
  return Payload.fromValue(value);
}

function optimizedResult(
  answer: FunctionAnswer,
  withLog: boolean,
  options: LambdaIntegrationOptions,
): Payload {
  if (answer.functionError !== undefined) {
    const document = jsonOf(answer.payload);
    // Unlike a direct ARN, lambda:invoke parses every payload and prints it again.
    const cause = document === undefined ? answer.payload : JSON.stringify(document);
    throw new StateError(errorTypeOf(answer.payload), cause);
  }
  return Payload.fromValue(responseOf(answer, { withLog, now: options.now(), uuid: options.uuid }));
}

/** @returns undefined when nobody can say what became of the call. */
async function resume(
  call: FunctionCall,
  options: LambdaIntegrationOptions,
  signal: AbortSignal,
): Promise<FunctionAnswer | undefined> {
  // A function may have come or gone since: any host may have got the call.
  for (const host of options.hosts) {
    const answer = await host.resume?.(call, signal);
    if (answer !== 'unsent') return answer === 'unknown' ? undefined : answer;
  }
  return await ask(call, options, signal);
}

function sentBy(
  attempt: Omit<Attempt, 'resource'>,
): Pick<FunctionCall, 'attemptId' | 'traceHeader' | 'isResumable' | 'actor'> {
  const { id, traceHeader, isResumable } = attempt;
  return {
    ...{ attemptId: id, ...taskActor(attempt) },
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(isResumable === undefined ? {} : { isResumable }),
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
