import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { type Answer, API, type Asked, OFF, type TestServer, withServer } from './server.ts';

const TARGET = { ...API, 'x-amz-target': 'AWSStepFunctions.ListStateMachines' };
const TOO_LONG = Buffer.alloc(1024 * 1024 + 1, ' ');

describe('over HTTP, the body', () => {
  test('that is not JSON is refused', () => refuses('ListStateMachines', '{', '400 SerializationException'));
  test('that is no object is refused', () =>
    refuses('ListStateMachines', '[]', '400 SerializationException'));
  test('that is null is refused', () => refuses('ListStateMachines', 'null', '400 SerializationException'));
  test('that is not UTF-8 is refused', () => {
    return refuses('ListStateMachines', Buffer.from('{"x":"\xff"}', 'latin1'), '400 SerializationException');
  });
  test('with a string for a number is refused, in the words of AWS', () => {
    const message = 'STRING_VALUE can not be converted to an Integer';
    return refuses('ListStateMachines', '{"maxResults":"1"}', '400 SerializationException', message);
  });
  test('with a number for a string is refused', () => {
    const message = 'NUMBER_VALUE can not be converted to a String';
    return refuses('DescribeExecution', '{"executionArn":1}', '400 SerializationException', message);
  });
  test('with an object for a string is refused', () => {
    return refuses('DescribeExecution', '{"executionArn":{}}', '400 SerializationException');
  });
  test('without a required member is refused, in the words of AWS', () => {
    const message =
      "1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not be null";
    return refuses('DescribeExecution', '{"executionArn":null}', '400 ValidationException', message);
  });
  test('with two problems names both', () => {
    const message =
      "2 validation errors detected: Value null at 'executionArn' failed to satisfy constraint: Member must not be null; " +
      "Value '-1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 0";
    return refuses('GetExecutionHistory', '{"maxResults":-1}', '400 ValidationException', message);
  });
  test('with an over-long member is refused', () => {
    const message =
      `1 validation error detected: Value '${'x'.repeat(81)}' at 'name' failed to satisfy constraint: ` +
      'Member must have length less than or equal to 80';
    return refuses('CreateActivity', `{"name":"${'x'.repeat(81)}"}`, '400 ValidationException', message);
  });
  test('over 1 MiB is refused before it is read', () => {
    return refuses('ListStateMachines', TOO_LONG, '413 RequestEntityTooLargeException');
  });
  test('over 1 MiB is refused, too, when its length is not said', () => {
    return serves(async (server) => {
      const answer = await server.call('ListStateMachines', TOO_LONG, { 'transfer-encoding': 'chunked' });
      assert.equal(answer.status, 413);
    });
  });
  test('nested 10,000 and 500,000 deep harms nobody', async () => {
    for (const depth of [10_000, 500_000]) {
      const body = `{"maxResults":1,"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      await serves(async (server) =>
        assert.equal((await server.call('ListStateMachines', body)).status, 200),
      );
    }
  });
  test('with unknown members is taken', async () => {
    await serves(async (server) => {
      const body = '{"__proto__":{"maxResults":"x"},"constructor":{"prototype":{"a":1}},"toString":1}';
      assert.equal((await server.call('ListStateMachines', body)).status, 200);
      assert.equal('a' in {}, false);
    });
  });
  test('of an operation without input may be empty', async () => {
    await serves(async (server) => assert.equal((await server.call('ListStateMachines', '')).status, 200));
  });
});

describe('over HTTP, the request', () => {
  test('for an unknown operation is refused', () =>
    refuses('Explode', '{}', '400 UnknownOperationException'));
  test('for an operation of Object.prototype is refused', () =>
    refuses('constructor', '{}', '400 UnknownOperationException'));
  test('without a target is refused', () =>
    asks({ headers: API, body: '{}' }, '400 UnknownOperationException'));
  test('with another content type is refused', () => {
    return asks(
      { headers: { ...TARGET, 'content-type': 'text/plain' }, body: '{}' },
      '415 UnsupportedMediaTypeException',
    );
  });
  test('with GET is refused', () =>
    asks({ method: 'GET', headers: TARGET }, '404 UnknownOperationException'));
  test('for a service that is not there says which are', () => {
    const problem = "There is no service 'sqs' here, only: states.";
    return asks({ headers: TARGET, body: '{}', service: 'sqs' }, '400 UnknownServiceException', problem);
  });
  test('for a service of Object.prototype is refused', () => {
    return asks({ headers: TARGET, body: '{}', service: 'constructor' }, '400 UnknownServiceException');
  });
  test('with a path that is not percent-encoded UTF-8 is refused', () => {
    return asks({ path: '/%ff', headers: TARGET, body: '{}' }, '400 SerializationException', undefined, true);
  });
  test('that is no HTTP closes its connection only', async () => {
    await serves(async (server) => assert.match(await raw(server, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /));
  });
  test('with 17 KB of headers is refused', async () => {
    await serves(async (server) => {
      const text = `POST / HTTP/1.1\r\nHost: ${server.host}\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`;
      assert.match(await raw(server, text), /^HTTP\/1\.1 431 /);
    });
  });
});

describe('over HTTP, the caller', () => {
  test('without a signature is refused', () => {
    return asks({ headers: TARGET, body: '{}', signed: false }, '400 MissingAuthenticationTokenException');
  });
  test('with an unknown key is refused', () => {
    const headers = signature('stranger');
    const message = 'The security token included in the request is invalid.';
    return asks({ headers, body: '{}', signed: false }, '400 UnrecognizedClientException', message);
  });
  test('with a bad signature is refused', () => {
    return asks({ headers: signature('test'), body: '{}', signed: false }, '400 InvalidSignatureException');
  });
  test('behind a foreign Host is refused on every route', async () => {
    for (const path of ['/', '/livez', '/readyz', '/any']) {
      await asks(
        { path, headers: { ...TARGET, host: 'evil.example' }, body: '{}' },
        '421 MisdirectedRequest',
      );
    }
  });
  test('from a page of another origin is refused on every route', async () => {
    for (const path of ['/', '/livez', '/readyz', '/any']) {
      for (const header of [
        { origin: 'http://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        await asks({ path, headers: { ...TARGET, ...header }, body: '{}' }, '403 AccessDeniedException');
      }
    }
  });
});

/** Asserts an answer, and that the server goes on. @param refusal Status and code: `404 UnknownOperationException`. */
async function refuses(operation: string, body: string | Buffer, refusal: string, message?: string) {
  await serves(async (server) => check(await server.call(operation, body), refusal, message));
}

async function asks(asked: Asked, refusal: string, message?: string, anyone = false) {
  await serves(async (server) => check(await server.ask(asked), refusal, message), anyone);
}

function check(answer: Answer, refusal: string, message: string | undefined): void {
  const body = JSON.parse(answer.body);
  assert.equal(`${answer.status} ${body.__type}`, refusal, answer.body);
  if (message !== undefined) assert.equal(body.message, message);
  assert.match(String(answer.headers['x-amzn-requestid']), /^[0-9a-f-]{36}$/);
}

async function serves(claim: (server: TestServer) => Promise<void>, anyone = false): Promise<void> {
  await withServer(
    async (server) => {
      await claim(server);
      assert.equal((await server.call('ListStateMachines', '{}')).body, '{"stateMachines":[]}');
      assert.deepEqual(server.defects, []);
    },
    anyone ? { authentication: OFF } : {},
  );
}

function signature(key: string): Record<string, string> {
  const date = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const credential = `${key}/${date.slice(0, 8)}/us-east-1/states/aws4_request`;
  const signedHeaders = 'content-type;host;x-amz-date;x-amz-target';
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${'0'.repeat(64)}`;
  return { ...TARGET, 'x-amz-date': date, authorization };
}

/** What comes back for bytes. */
function raw(server: TestServer, bytes: string): Promise<string> {
  const [host = '', port = ''] = server.host.split(':');
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host, () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
