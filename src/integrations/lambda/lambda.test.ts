import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Resource } from '../../asl/resource.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Attempt, Integration } from '../../engine/integration.ts';
import { createLambdaIntegration } from './lambda.ts';
import type { FunctionAnswer, FunctionCall, FunctionHost } from './port.ts';

describe('A function ARN', () => {
  test('gets the effective input as it is', () =>
    sends(DIRECT, '{"n":1.10}', { payload: '{"n":1.10}', functionName: ARN }));

  test('answers with the payload alone, compact', () =>
    answers(DIRECT, '{}', { payload: '{"a": 0.0}' }, '{"a":0.0}'));

  test("fails with the function's own error and its document as written", () => {
    return fails(
      DIRECT,
      '{}',
      { payload: '{"errorMessage": "no", "errorType": "Custom"}', functionError: 'Unhandled' },
      ['Custom', '{"errorMessage": "no", "errorType": "Custom"}'],
    );
  });

  test('fails with Lambda.Unknown when the document has no type', () => {
    return fails(DIRECT, '{}', { payload: '{"errorMessage":"x"}', functionError: 'Unhandled' }, [
      'Lambda.Unknown',
      '{"errorMessage":"x"}',
    ]);
  });

  test('fails when the answer is not JSON', () => {
    return fails(DIRECT, '{}', { payload: 'NaN' }, [
      'Lambda.Unknown',
      'The function answered with text that is not JSON',
    ]);
  });
});

describe('A call that an earlier process has sent', () => {
  const unknown = { output: undefined, calls: 0 };
  test('has its answer', () => resumes({ payload: '"kept"' }, { output: '"kept"', calls: 0 }));
  test('is made when it never arrived', () => resumes('unsent', { output: '"invoked"', calls: 1 }));
  test('has an unknown outcome when its host does not know it', () => resumes('unknown', unknown));
  test('has an unknown outcome at a host that cannot say', () => resumes(undefined, unknown));
  test('has an unknown outcome when it may have gone to another host', () =>
    resumes('unsent', unknown, [hostWith({})]));
  test('is made when no other host has got it, either', () =>
    resumes('unsent', { output: '"invoked"', calls: 1 }, [
      { ...hostWith({}), resume: async () => 'unsent' },
    ]));
  test('is forgotten by all hosts once its outcome is on disk', () => {
    const forgotten: string[] = [];
    const host = { ...hostWith({}), settled: (id: string) => forgotten.push(id) };
    integrationOf([host, host]).settled?.(attemptOf(DIRECT, '{}'));
    assert.deepEqual(forgotten, ['1-3', '1-3']);
  });
});

describe('lambda:invoke', () => {
  test('sends the payload, by default an empty object', () =>
    sends(INVOKE, '{"FunctionName":"f"}', { payload: '{}' }));

  test('sends an empty object for a payload of null', () =>
    sends(INVOKE, '{"FunctionName":"f","Payload":null}', { payload: '{}' }));

  test('sends a string that is JSON as that JSON, another as a string', async () => {
    await sends(INVOKE, '{"FunctionName":"f","Payload":"{\\"a\\": 1}"}', { payload: '{"a": 1}' });
    await sends(INVOKE, '{"FunctionName":"f","Payload":"Hello"}', { payload: '"Hello"' });
  });

  test('passes qualifier, type and context on', () => {
    return sends(
      INVOKE,
      '{"FunctionName":"f","Qualifier":"$LATEST","InvocationType":"Event","ClientContext":"e30="}',
      { qualifier: '$LATEST', invocationType: 'Event', clientContext: 'e30=' },
    );
  });

  test("answers in the SDK's shape, with the log when it is asked for", async () => {
    await answersMember(NAMED, { payload: '{"a": 0.0}' }, 'SdkResponseMetadata', { RequestId: 'r-1' });
    await answersMember(NAMED, { payload: '1', logTail: 'START' }, 'LogResult', undefined);
    await answersMember(
      '{"FunctionName":"f","LogType":"Tail"}',
      { payload: '1', logTail: 'START' },
      'LogResult',
      'U1RBUlQ=',
    );
  });

  test("fails with the function's own error, its document printed again", () => {
    return fails(
      INVOKE,
      NAMED,
      { payload: '{"errorType": "Custom", "n": 1.0}', functionError: 'Unhandled' },
      ['Custom', '{"errorType":"Custom","n":1.0}'],
    );
  });

  test('asks the next host when one does not have the function', () => asksInTurn());

  test("fails with AWS's sentence when no host has the function", async () => {
    await fails(INVOKE, NAMED, undefined, ['Lambda.ResourceNotFoundException', notFound('f:$LATEST')]);
    await fails(INVOKE, '{"FunctionName":"f:live"}', undefined, [
      'Lambda.ResourceNotFoundException',
      notFound('f:live'),
    ]);
  });

  test('refuses parameters that are wrong only when evaluated', async () => {
    await fails(INVOKE, '{}', undefined, [
      'States.Runtime',
      'The field "FunctionName" is required but was missing',
    ]);
    await fails(INVOKE, '{"FunctionName":7}', undefined, [
      'States.Runtime',
      'The value for the field "FunctionName" must be a STRING, not number',
    ]);
    await fails(INVOKE, '{"FunctionName":"f","Region":"x"}', undefined, [
      'States.Runtime',
      'The field "Region" is not supported by Step Functions',
    ]);
    await fails(INVOKE, '{"FunctionName":"f","InvocationType":"Later"}', undefined, [
      'States.Runtime',
      'The value for the field "InvocationType" must be one of Event, RequestResponse, DryRun, not "Later"',
    ]);
    await fails(INVOKE, '[]', undefined, ['States.Runtime', 'The Parameters must be an object, not array']);
  });
});

const SCOPE = { account: '123456789012', region: 'us-east-1' };
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const UUID = '01234567-89ab-4cde-8f01-23456789abcd';
const DIRECT: Resource = { kind: 'function', arn: ARN };
const INVOKE: Resource = {
  kind: 'service',
  arn: 'arn:aws:states:::lambda:invoke',
  service: 'lambda',
  action: 'invoke',
  pattern: 'requestResponse',
};
const NAMED = '{"FunctionName":"f"}';
function notFound(name: string): string {
  return `Function not found: arn:aws:lambda:us-east-1:123456789012:function:${name} (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${UUID}; Proxy: null)`;
}

async function send(
  resource: Resource,
  parameters: string,
  hosts: readonly FunctionHost[],
): Promise<Payload> {
  return integrationOf(hosts).send(attemptOf(resource, parameters), new AbortController().signal);
}

function integrationOf(hosts: readonly FunctionHost[]): Integration {
  return createLambdaIntegration({
    hosts,
    now: () => Date.UTC(2026, 0, 9, 9, 57, 52),
    uuid: () => UUID,
  });
}

function attemptOf(resource: Resource, parameters: string): Attempt {
  return {
    id: '1-3',
    resource,
    parameters: Payload.fromText(parameters),
    scope: SCOPE,
    executionArn: 'arn',
    isResumable: true,
  };
}

/** @param fate What the first host says became of the call; a payload is its answer. */
async function resumes(
  fate: 'unsent' | 'unknown' | { readonly payload: string } | undefined,
  expected: { readonly output: string | undefined; readonly calls: number },
  others: readonly FunctionHost[] = [],
): Promise<void> {
  const calls: FunctionCall[] = [];
  const invoked = hostWith({ payload: '"invoked"' }, calls);
  const resume: FunctionHost['resume'] = async () =>
    typeof fate === 'object' ? { ...ANSWER, ...fate } : (fate ?? 'unknown');
  const host = fate === undefined ? invoked : { ...invoked, resume };
  const integration = integrationOf([host, ...others]);
  const output = await integration.resume?.(attemptOf(DIRECT, '{}'), new AbortController().signal);
  assert.deepEqual({ output: output?.text, calls: calls.length }, expected);
}

const ANSWER: FunctionAnswer = {
  statusCode: 200,
  payload: 'null',
  executedVersion: '$LATEST',
  requestId: 'r-1',
  logTail: '',
};

function hostWith(answer: Partial<FunctionAnswer> | undefined, calls: FunctionCall[] = []): FunctionHost {
  return {
    invoke: async (call) => {
      calls.push(call);
      if (answer === undefined) return undefined;
      return { ...ANSWER, ...answer };
    },
  };
}

async function sends(resource: Resource, parameters: string, expected: Partial<FunctionCall>): Promise<void> {
  const calls: FunctionCall[] = [];
  await send(resource, parameters, [hostWith({}, calls)]);
  assert.partialDeepStrictEqual(calls, [{ attemptId: '1-3', scope: SCOPE, ...expected }]);
}

async function answers(
  resource: Resource,
  parameters: string,
  answer: Partial<FunctionAnswer>,
  expected: string,
): Promise<void> {
  assert.equal((await send(resource, parameters, [hostWith(answer)])).text, expected);
}

async function answersMember(
  parameters: string,
  answer: Partial<FunctionAnswer>,
  name: string,
  expected: unknown,
): Promise<void> {
  const { text } = await send(INVOKE, parameters, [hostWith(answer)]);
  assert.deepEqual(JSON.parse(text)[name], expected);
}

async function fails(
  resource: Resource,
  parameters: string,
  answer: Partial<FunctionAnswer> | undefined,
  [error, cause]: readonly [string, string],
): Promise<void> {
  await assert.rejects(send(resource, parameters, [hostWith(answer)]), (thrown) => {
    assert.ok(thrown instanceof StateError);
    assert.deepEqual([thrown.error, thrown.message], [error, cause]);
    return true;
  });
}

async function asksInTurn(): Promise<void> {
  const calls: FunctionCall[] = [];
  const result = await send(DIRECT, '{}', [
    hostWith(undefined, calls),
    hostWith({ payload: '"second"' }, calls),
  ]);
  assert.deepEqual([result.text, calls.length], ['"second"', 2]);
}
