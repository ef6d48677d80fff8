import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FUNCTION, GatewayUnderTest, START } from '../../../test/apigateway/gateway-under-test.ts';

describe('The integration of a method', () => {
  test('has what AWS puts into it', async () => {
    const { gateway, at } = await place();
    const { cacheNamespace, ...made } = await gateway.done('PUT', at, {
      type: 'AWS',
      httpMethod: 'POST',
      uri: START,
    });
    assert.deepEqual(made, {
      ...{ type: 'AWS', httpMethod: 'POST', uri: START, passthroughBehavior: 'WHEN_NO_MATCH' },
      ...{ timeoutInMillis: 29_000, cacheKeyParameters: [], integrationResponses: {} },
    });
  });

  test('is changed by patches, and by those only that it knows', async () => {
    const { gateway, at } = await place();
    await gateway.done('PUT', at, { type: 'AWS', httpMethod: 'POST', uri: START });
    const patched = (path: string, value: string) =>
      gateway.call('PATCH', at, { patchOperations: [{ op: 'replace', path, value }] });
    const template = '/requestTemplates/application~1json';
    assert.deepEqual((await patched(template, '{}')).body.requestTemplates, { 'application/json': '{}' });
    for (const [path, value] of [
      ['/integrationResponses/200', '{}'],
      ['/uri/x', ''],
      ['/__proto__', 'x'],
      ['/type', 'FTP'],
      ['/timeoutInMillis', '29001'],
    ] as const)
      assert.equal((await patched(path, value)).code, 'BadRequestException', path);
  });

  test('is refused when it could not work', async () => {
    const { gateway, at } = await place();
    const http = { type: 'HTTP', httpMethod: 'GET' };
    const aws = { type: 'AWS', httpMethod: 'POST' };
    const wrong = [
      {},
      { type: 'FTP' },
      { type: 'HTTP', uri: 'http://a' },
      { ...http, uri: 'file:///etc/passwd' },
      { ...aws, uri: 'arn:aws:apigateway:us-east-1:states:neither/x' },
      { ...aws, uri: 'https://a' },
      { ...aws, type: 'AWS_PROXY', uri: START },
      { ...aws, uri: START, timeoutInMillis: 49 },
      { ...aws, uri: START, passthroughBehavior: 'ALWAYS' },
      { ...aws, uri: START, requestTemplates: { 'application/json': 1 } },
    ];
    for (const input of wrong)
      assert.equal((await gateway.call('PUT', at, input)).code, 'BadRequestException', JSON.stringify(input));
  });

  test('is refused by name when the service is not here', async () => {
    const { gateway, at } = await place();
    for (const service of ['kinesis', 'constructor']) {
      const uri = `arn:aws:apigateway:us-east-1:${service}:action/PutRecord`;
      const { code, body } = await gateway.call('PUT', at, { type: 'AWS', httpMethod: 'POST', uri });
      assert.equal(code, 'NotImplemented');
      assert.match(body.message, new RegExp(service));
    }
    const vpc = { type: 'HTTP', httpMethod: 'GET', uri: 'http://a', connectionType: 'VPC_LINK' };
    assert.equal((await gateway.call('PUT', at, vpc)).code, 'NotImplemented');
  });

  test('maps only headers that the method declares', async () => {
    const { gateway, at, method } = await place();
    await gateway.done('PUT', at, { type: 'AWS', httpMethod: 'POST', uri: FUNCTION });
    await gateway.done('PUT', `${method}/responses/302`, {});
    const responseParameters = { 'method.response.header.Location': 'integration.response.body.url' };
    const { code, body } = await gateway.call('PUT', `${at}/responses/302`, { responseParameters });
    assert.deepEqual(
      [code, body.message],
      [
        'BadRequestException',
        'Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.Location]',
      ],
    );
  });
});

async function place() {
  const gateway = new GatewayUnderTest();
  const { id, root } = await gateway.create();
  const method = `/restapis/${id}/resources/${root}/methods/POST`;
  await gateway.done('PUT', method, { authorizationType: 'NONE' });
  return { gateway, method, at: `${method}/integration` };
}
