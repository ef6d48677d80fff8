import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import { ApiError } from '../client.ts';
import { type Aws, createAws, isGone, isMissingHere, isTaken, xmlText } from './aws.ts';

describe("AWS's APIs", () => {
  test('JSON services are asked by their target', async () => {
    const { asked, answer } = await heard(
      (aws) => aws.json('events', 'PutRule', { Name: 'r' }),
      '{"RuleArn":"a"}',
    );
    assert.equal(asked.headers['x-amz-target'], 'AWSEvents.PutRule');
    assert.match(String(asked.headers.authorization), /us-east-1\/events\/aws4_request/);
    assert.deepEqual(answer, { RuleArn: 'a' });
  });
  test('the Query protocol sends a form and answers XML', async () => {
    const { answer, body } = await heard(
      (aws) => aws.query('sns', 'CreateTopic', { Name: 'n' }),
      '<TopicArn>a</TopicArn>',
    );
    assert.equal(body, 'Action=CreateTopic&Version=2010-03-31&Name=n');
    assert.equal(answer, '<TopicArn>a</TopicArn>');
  });
  test('REST services are asked by method and path', async () => {
    const { asked } = await heard(
      (aws) => aws.rest('lambda', { method: 'DELETE', path: '/2015-03-31/functions/f' }),
      '',
    );
    assert.equal(`${asked.method} ${asked.url}`, 'DELETE /2015-03-31/functions/f');
  });
  test('a refusal in XML has its code', async () => {
    const refusal =
      '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>The role &lt;x&gt;</Message></Error></ErrorResponse>';
    const call = heard((aws) => aws.query('iam', 'GetRole', {}), refusal, 404);
    await assert.rejects(call, {
      name: 'Refusal',
      code: 'NoSuchEntity',
      message: 'NoSuchEntity: The role <x>',
    });
  });
});

describe('Codes of refusals', () => {
  test('say what is gone, what is taken and what is not here', () => {
    assert.ok(isGone(new ApiError('StateMachineDoesNotExist', '')));
    assert.ok(isGone(new ApiError('AWS.SimpleQueueService.NonExistentQueue', '')));
    assert.ok(isTaken(new ApiError('ResourceConflictException', '')));
    assert.ok(isMissingHere(new ApiError('UnknownOperationException', '')));
    assert.ok(!isGone(new ApiError('AccessDenied', '')) && !isGone(new Error('NotFound')));
  });
  test('text is found in XML', () => {
    assert.equal(xmlText('<A><B>x &amp; y</B></A>', 'B'), 'x & y');
    assert.equal(xmlText('<A/>', 'B'), undefined);
  });
});

async function heard(call: (aws: Aws) => Promise<unknown>, answer: string, status = 200) {
  const requests: { asked: IncomingMessage; body: string }[] = [];
  const server = createServer(async (asked, response) => {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part);
    requests.push({ asked, body: Buffer.concat(parts).toString() });
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  try {
    const result = await call(
      createAws({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials }),
    );
    const [first] = requests;
    assert.ok(first);
    return { ...first, answer: result };
  } finally {
    server.close();
  }
}
