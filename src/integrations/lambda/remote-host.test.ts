import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { StateError } from '../../base/state-error.ts';
import type { FunctionAnswer } from './port.ts';
import { createRemoteHost } from './remote-host.ts';

describe("A host behind Lambda's API", () => {
  test('is asked on the path of Invoke, signed for the region of the function', () => {
    return asks('arn:aws:lambda:eu-west-1:123456789012:function:f', ({ method, url, headers }) => {
      assert.equal(method, 'POST');
      assert.equal(
        url,
        '/base/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Af/invocations',
      );
      assert.match(
        headers.authorization ?? '',
        /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/lambda\/aws4_request/,
      );
      assert.equal(headers['x-amz-invocation-type'], 'RequestResponse');
    });
  });

  test('answers with payload, version, error and log', () => {
    const headers = {
      'X-Amz-Function-Error': 'Unhandled',
      'X-Amz-Log-Result': 'aGk=',
      'x-amzn-RequestId': 'r-9',
    };
    return answers(
      { status: 200, headers, body: '{"errorType":"E"}' },
      {
        statusCode: 200,
        payload: '{"errorType":"E"}',
        functionError: 'Unhandled',
        executedVersion: '$LATEST',
        requestId: 'r-9',
        logTail: 'hi',
      },
    );
  });

  test('may not have the function', () => {
    return answers(
      { status: 404, headers: { 'x-amzn-ErrorType': 'ResourceNotFoundException' }, body: '{}' },
      undefined,
    );
  });

  test("refuses in the SDK's words", () => {
    const reply = {
      status: 429,
      headers: { 'x-amzn-ErrorType': 'TooManyRequestsException', 'x-amzn-RequestId': 'r' },
    };
    return fails({ ...reply, body: '{"message":"Rate Exceeded."}' }, [
      'Lambda.TooManyRequestsException',
      'Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: r; Proxy: null)',
    ]);
  });

  test('fails as an SDK client does when nobody listens', () => {
    return fails(undefined, ['Lambda.SdkClientException', /^Unable to execute HTTP request: .*ECONNREFUSED/]);
  });

  test('fails as an SDK client does when the connection breaks', () => {
    return fails('hang up', [
      'Lambda.SdkClientException',
      /^Unable to execute HTTP request: other side closed/,
    ]);
  });
});

type Reply =
  | { readonly status: number; readonly headers: Record<string, string>; readonly body: string }
  | 'hang up';

async function withServer<Result>(
  reply: Reply,
  seen: (request: IncomingMessage) => void,
  use: (endpointUrl: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer((request, response) => {
    seen(request);
    respond(reply, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${portOf(server)}/base`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function respond(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang up') response.destroy();
  else response.writeHead(reply.status, reply.headers).end(reply.body);
}

function portOf(server: Server): number {
  const address = server.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

function invoke(endpointUrl: string, functionName = 'f'): Promise<FunctionAnswer | undefined> {
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
  const host = createRemoteHost({ endpointUrl, credentials, now: () => Date.now(), fetch });
  const scope = { account: '123456789012', region: 'us-east-1' };
  const call = { functionName, payload: '{}', invocationType: 'RequestResponse', scope } as const;
  return host.invoke(call, new AbortController().signal);
}

async function asks(functionName: string, holds: (request: IncomingMessage) => void): Promise<void> {
  const requests: IncomingMessage[] = [];
  const ok = { status: 200, headers: {}, body: 'null' };
  await withServer(
    ok,
    (request) => requests.push(request),
    (endpointUrl) => invoke(endpointUrl, functionName),
  );
  assert.equal(requests.length, 1);
  for (const request of requests) holds(request);
}

async function answers(reply: Reply, expected: FunctionAnswer | undefined): Promise<void> {
  assert.deepEqual(
    await withServer(
      reply,
      () => {},
      (endpointUrl) => invoke(endpointUrl),
    ),
    expected,
  );
}

async function fails(
  reply: Reply | undefined,
  [error, cause]: readonly [string, string | RegExp],
): Promise<void> {
  const asked =
    reply === undefined
      ? invoke('http://127.0.0.1:2')
      : withServer(
          reply,
          () => {},
          (url) => invoke(url),
        );
  await assert.rejects(asked, (thrown) => {
    assert.ok(thrown instanceof StateError);
    assert.equal(thrown.error, error);
    if (typeof cause === 'string') assert.equal(thrown.message, cause);
    else assert.match(thrown.message, cause);
    return true;
  });
}
