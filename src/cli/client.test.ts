import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { describe, test } from 'node:test';
import { Unavailable } from '../base/unavailable.ts';
import { ApiError, type Client, clientOf } from './client.ts';
import { Refusal } from './exit-code.ts';

describe('The client', () => {
  test('signs what it sends for Step Functions', async () => {
    const { headers } = await received((client) => client.states('ListActivities', {}));
    assert.match(headers.authorization ?? '', /Credential=test\/\d{8}\/us-east-1\/states\/aws4_request/);
    assert.equal(headers['x-amz-target'], 'AWSStepFunctions.ListActivities');
  });

  test('signs what it sends for Lambda', async () => {
    const { headers, url } = await received((client) => client.lambda('GET', '/2015-03-31/functions/a'));
    assert.match(headers.authorization ?? '', /us-east-1\/lambda\/aws4_request/);
    assert.equal(url, '/2015-03-31/functions/a');
  });

  test('takes credentials and region from the environment', async () => {
    const environment = {
      AWS_ACCESS_KEY_ID: 'me',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 't',
      AWS_REGION: 'eu-west-1',
    };
    const { headers } = await received((client) => client.states('ListActivities', {}), environment);
    assert.match(headers.authorization ?? '', /Credential=me\/\d{8}\/eu-west-1\//);
    assert.equal(headers['x-amz-security-token'], 't');
  });

  test('sends and reads text of any script', async () => {
    assert.deepEqual(await answered(200, '{"name":"Größe"}'), { name: 'Größe' });
  });

  test('reports an error of Step Functions by its code', async () => {
    await refuses(
      { status: 400, body: '{"__type":"com.amazonaws#InvalidArn","message":"Invalid Arn: x"}' },
      'InvalidArn: Invalid Arn: x',
    );
  });

  test('reports an error of Lambda by its code', async () => {
    await refuses(
      { status: 404, body: '{"Message":"gone"}', type: 'ResourceNotFoundException:http://x' },
      'ResourceNotFoundException: gone',
    );
  });

  test('reports an answer that is not one of the API', async () => {
    await refuses({ status: 502, body: '<html>' }, 'HTTP 502: the answer is not one of the AWS API');
    await refuses({ status: 200, body: '<html>' }, 'HTTP 200: the answer is not one of the AWS API');
  });

  test('reports a server that is not there', async () => {
    await assert.rejects(clientOf('http://127.0.0.1:1', {}).states('ListActivities', {}), Unavailable);
  });

  test('refuses an endpoint that is none', async () => {
    for (const endpoint of ['here', 'ftp://a', '127.0.0.1:8083']) {
      await assert.rejects(clientOf(endpoint, {}).states('ListActivities', {}), Refusal);
    }
  });
});

async function received(
  call: (client: Client) => Promise<unknown>,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ headers: IncomingHttpHeaders; url: string | undefined }> {
  let seen: { headers: IncomingHttpHeaders; url: string | undefined } | undefined;
  await withServer(
    ({ headers, url }, response) => {
      seen = { headers, url };
      response.end('{}');
    },
    async (endpoint) => void (await call(clientOf(endpoint, environment))),
  );
  assert.ok(seen);
  return seen;
}

async function answered(status: number, body: string, type?: string): Promise<unknown> {
  const answer: RequestListener = (_, response) => {
    response.writeHead(status, type === undefined ? {} : { 'x-amzn-errortype': type }).end(body);
  };
  return await withServer(answer, (endpoint) => clientOf(endpoint, {}).states('ListActivities', {}));
}

async function refuses(
  answer: { status: number; body: string; type?: string },
  message: string,
): Promise<void> {
  await assert.rejects(answered(answer.status, answer.body, answer.type), (error) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.message, message);
    return true;
  });
}

async function withServer<Result>(
  listener: RequestListener,
  use: (endpoint: string) => Promise<Result>,
): Promise<Result> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  try {
    return await use(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
