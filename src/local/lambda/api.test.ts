import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { HostUnderTest } from '../../../test/lambda/host-under-test.ts';
import { ROLE, startHost } from '../../../test/lambda/host-under-test.ts';
import { zip } from '../../../test/lambda/zip.ts';
import type { ServiceResponse } from '../../base/http-service.ts';

let host: HostUnderTest;
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function';
const CODE = {
  ZipFile: zip([{ name: 'index.js', content: 'exports.handler = async () => "new"' }]).toString('base64'),
};
const NEW = { FunctionName: 'new', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: ROLE, Code: CODE };

describe("Lambda's API", () => {
  before(async () => {
    host = await startHost();
    await host.create('made', 'index.js', 'exports.handler = async (event) => event', {
      Tags: { team: 'a' },
    });
  });
  after(() => host[Symbol.asyncDispose]());

  test('tells a function as active, with its tags', async () => {
    const { Configuration, Tags } = bodyOf(await host.request('GET', '/made'));
    assert.partialDeepStrictEqual(Configuration, {
      FunctionName: 'made',
      FunctionArn: `${ARN}:made`,
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Timeout: 3,
      MemorySize: 128,
      Version: '$LATEST',
    });
    assert.match(Configuration.LastModified, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    assert.match(Configuration.CodeSha256, /^[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(Tags, { team: 'a' });
  });

  test('finds a function by its ARN', async () => {
    assert.equal(
      bodyOf(await host.request('GET', `/${ARN}:made:$LATEST/configuration`)).FunctionName,
      'made',
    );
  });

  test('pages by name', () => pages());

  test('refuses what Lambda refuses', async () => {
    await refuses(
      host.request('GET', '/gone'),
      404,
      'ResourceNotFoundException',
      `Function not found: ${ARN}:gone`,
    );
    await refuses(host.request('DELETE', '/gone'), 404, 'ResourceNotFoundException', /gone$/);
    await refuses(host.request('PUT', '/gone/code', CODE), 404, 'ResourceNotFoundException', /gone$/);
    await refuses(
      host.request('POST', '', { ...NEW, FunctionName: 'made' }),
      409,
      'ResourceConflictException',
      'Function already exist: made',
    );
    await refuses(
      host.request('PUT', '/made/code', { ...CODE, RevisionId: 'old' }),
      412,
      'PreconditionFailedException',
      /Revision Id/,
    );
  });

  test('refuses settings that no function can have', async () => {
    await refusesSetting(
      { Timeout: 901 },
      'ValidationException',
      /'901' at 'timeout' failed.*less than or equal to 900/,
    );
    await refusesSetting(
      { MemorySize: 1 },
      'ValidationException',
      /'memorySize'.*greater than or equal to 128/,
    );
    await refusesSetting({ Runtime: 'java21' }, 'ValidationException', /'java21' at 'runtime'.*nodejs24\.x/);
    await refusesSetting({ Role: 'me' }, 'ValidationException', /'role'/);
    await refusesSetting(
      { Handler: undefined },
      'InvalidParameterValueException',
      /Runtime and Handler are mandatory/,
    );
    await refusesSetting(
      { Environment: { Variables: { _HANDLER: 'x' } } },
      'InvalidParameterValueException',
      /reserved keys/,
    );
    await refusesSetting(
      { Environment: { Variables: { A1: 'x'.repeat(4097) } } },
      'InvalidParameterValueException',
      /4KB/,
    );
    await refusesSetting(
      { Code: { S3Bucket: 'b', S3Key: 'k' } },
      'InvalidParameterValueException',
      /does not support S3Bucket/,
    );
  });

  test('refuses settings it would have to pretend', async () => {
    await refusesSetting(
      { Layers: ['arn'] },
      'InvalidParameterValueException',
      'The local function host does not support Layers.',
    );
  });

  test('names the operation that it does not have', async () => {
    await refuses(
      host.request('GET', '/2018-10-31/layers'),
      404,
      'UnknownOperationException',
      /does not have layers: GET/,
    );
    await refuses(
      host.request('PATCH', '/made'),
      404,
      'UnknownOperationException',
      /does not have PATCH \/2015-03-31\/functions\/made$/,
    );
  });

  test('refuses a body that is no JSON object', async () => {
    await refuses(
      host.request('POST', '', Buffer.from('{')),
      400,
      'SerializationException',
      /^Could not parse/,
    );
    await refuses(host.request('POST', '', []), 400, 'SerializationException', /not an object/);
  });
});

async function pages(): Promise<void> {
  for (const name of ['page-b', 'page-a', 'page-c']) await host.create(name, 'index.js', '');
  const first = bodyOf(await host.request('GET', '?MaxItems=2'));
  assert.deepEqual(first.Functions.map(nameOf), ['made', 'page-a']);
  const second = bodyOf(await host.request('GET', `?MaxItems=2&Marker=${first.NextMarker}`));
  assert.deepEqual([second.Functions.map(nameOf), second.NextMarker], [['page-b', 'page-c'], undefined]);
  await refuses(host.request('GET', '?MaxItems=0'), 400, 'ValidationException', /maxItems/);
}

function nameOf(configuration: { readonly FunctionName: string }): string {
  return configuration.FunctionName;
}

function bodyOf({ status, body }: ServiceResponse) {
  assert.ok(status < 300, String(body));
  return JSON.parse(String(body));
}

function refusesSetting(
  setting: Record<string, unknown>,
  code: string,
  message: string | RegExp,
): Promise<void> {
  return refuses(host.request('POST', '', { ...NEW, FunctionName: 'never', ...setting }), 400, code, message);
}

async function refuses(
  answer: Promise<ServiceResponse>,
  status: number,
  code: string,
  message: string | RegExp,
): Promise<void> {
  const response = await answer;
  const body = JSON.parse(String(response.body));
  assert.deepEqual(
    [response.status, response.headers['x-amzn-ErrorType'], body.Type],
    [status, code, 'User'],
  );
  if (typeof message === 'string') assert.equal(body.message ?? body.Message, message);
  else assert.match(body.message ?? body.Message, message);
}
