import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GatewayUnderTest } from '../../../../test/apigateway/gateway-under-test.ts';

const FUNCTION = {
  integrationType: 'AWS_PROXY',
  integrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:f',
};
const START = { integrationType: 'AWS_PROXY', integrationSubtype: 'StepFunctions-StartExecution' };
const WITH_ROLE = { ...START, credentialsArn: 'arn:aws:iam::123456789012:role/any' };

describe('Integrations of HTTP APIs', () => {
  test('are changed member by member', async () => {
    const { gateway, at } = await made();
    const { integrationId } = await gateway.done('POST', at, FUNCTION);
    await gateway.done('PATCH', `${at}/${integrationId}`, { payloadFormatVersion: '2.0' });
    const { payloadFormatVersion, integrationUri } = await gateway.done('GET', `${at}/${integrationId}`);
    assert.deepEqual([payloadFormatVersion, integrationUri], ['2.0', FUNCTION.integrationUri]);
  });

  test('that a route needs are kept', async () => {
    const { gateway, at, api } = await made();
    const { integrationId } = await gateway.done('POST', at, FUNCTION);
    const target = `integrations/${integrationId}`;
    const { routeId } = await gateway.done('POST', `${api}/routes`, { routeKey: 'GET /', target });
    assert.equal((await gateway.call('DELETE', `${at}/${integrationId}`)).code, 'ConflictException');
    await gateway.done('DELETE', `${api}/routes/${routeId}`);
    await gateway.done('DELETE', `${at}/${integrationId}`);
    assert.deepEqual((await gateway.done('GET', at)).items, []);
  });

  test('that cannot work, or are not here, are refused', async () => {
    for (const [input, message] of [
      [{ integrationType: 'MOCK' }, /only support AWS_PROXY and HTTP_PROXY/],
      [{ integrationType: 'AWS_PROXY', integrationUri: 'https://x' }, /ARN of a Lambda function/],
      [{ ...FUNCTION, payloadFormatVersion: '3.0' }, /Invalid PayloadFormatVersion/],
      [{ ...FUNCTION, timeoutInMillis: 30_001 }, /Timeout should be/],
      [{ ...FUNCTION, connectionType: 'VPC_LINK' }, /connections of VPC_LINK/],
      [{ ...FUNCTION, requestParameters: { 'append:header.x': 'y' } }, /requestParameters without/],
      [{ ...FUNCTION, tlsConfig: {} }, /tlsConfig of HTTP APIs/],
      [{ integrationType: 'HTTP_PROXY', integrationUri: 'https://x' }, /HttpMethod must be specified/],
      [{ integrationType: 'HTTP_PROXY', integrationMethod: 'GET' }, /Invalid HTTP endpoint/],
      [{ ...START, requestParameters: { StateMachineArn: 'a' } }, /Credentials ARN must be specified/],
      [WITH_ROLE, /StateMachineArn is required/],
    ] as const) {
      const { gateway, at } = await made();
      assert.match((await gateway.call('POST', at, input)).body.message, message);
    }
  });
});

async function made() {
  const gateway = new GatewayUnderTest();
  const { apiId } = await gateway.done('POST', '/v2/apis', { name: 'a', protocolType: 'HTTP' });
  return { gateway, api: `/v2/apis/${apiId}`, at: `/v2/apis/${apiId}/integrations` };
}
