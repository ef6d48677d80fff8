import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FUNCTION, GatewayUnderTest, START } from '../../../test/apigateway/gateway-under-test.ts';

describe('A service behind a method', () => {
  test('answers dates as Step Functions writes them there', async () => {
    const gateway = new GatewayUnderTest();
    gateway.answer = { status: 200, headers: {}, body: '{"startDate":1486768956.878}' };
    const { body } = await gateway.through({ integration: { type: 'AWS', uri: START } });
    assert.equal(body, '{"startDate":1.486768956878E9}');
  });

  test('is called by a path as it is: a function, with an empty object for an empty body', async () => {
    const { request } = await new GatewayUnderTest().through({ integration: { type: 'AWS', uri: FUNCTION } });
    const path = '/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations';
    assert.deepEqual([request?.path, String(request?.body)], [path, '{}']);
  });

  test('of AWS Query gets a form', async () => {
    const { sent } = await new GatewayUnderTest().through({
      integration: {
        ...{ type: 'AWS', uri: 'arn:aws:apigateway:us-east-1:sns:action/Publish' },
        requestParameters: { 'integration.request.querystring.Message': "'a&b'" },
      },
    });
    assert.equal(sent, 'Message=a%26b&Action=Publish&Version=2010-03-31');
  });

  test('is not waited for longer than the integration allows', async () => {
    const gateway = new GatewayUnderTest();
    gateway.waits = new Promise(() => {});
    const integration = { type: 'AWS', uri: START, timeoutInMillis: 50 };
    const { status, body } = await gateway.through({ integration });
    assert.deepEqual([status, body], [504, '{"message":"Endpoint request timed out"}']);
    assert.equal(gateway.asked[0]?.signal.aborted, true);
  });

  test('is not asked for more than it takes', async () => {
    const gateway = new GatewayUnderTest();
    const { status } = await gateway.through(
      { integration: { type: 'AWS', uri: START } },
      { body: 'x'.repeat(100_001) },
    );
    assert.deepEqual([status, gateway.asked.length], [500, 0]);
  });
});
