import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeResource } from '../../../../test/cli/made-resource.ts';

const ROUTE = { ApiId: 'api', RouteKey: 'GET /', Target: 'integrations/i' };

describe('The second API Gateway', () => {
  test('an HTTP API is created with tags that say whose it is, and loses its CORS when they are gone', async () => {
    const { made, inputs, lines } = await madeResource('AWS::ApiGatewayV2::Api', {
      properties: {
        Name: 'n',
        ProtocolType: 'HTTP',
        CorsConfiguration: { MaxAge: '5', AllowOrigins: ['*'] },
      },
      changed: { CorsConfiguration: null },
      script: { 'apigateway POST': { apiId: 'api', apiEndpoint: 'https://api' } },
    });
    assert.deepEqual(made, { id: 'api', attributes: { ApiId: 'api', ApiEndpoint: 'https://api' } });
    assert.deepEqual(inputs, [
      {
        ...{ name: 'n', protocolType: 'HTTP', corsConfiguration: { maxAge: 5, allowOrigins: ['*'] } },
        tags: { 'stepwell:stack': 's', 'stepwell:logical-id': 'A' },
      },
    ]);
    assert.deepEqual(lines[1], ['apigateway DELETE /v2/apis/api/cors', 'apigateway PATCH /v2/apis/api']);
  });

  test('one of an attempt that was never heard of is found', async () => {
    const tags = { 'stepwell:stack': 's', 'stepwell:logical-id': 'A' };
    const api = await madeResource('AWS::ApiGatewayV2::Api', {
      ...{ properties: { ProtocolType: 'HTTP' }, mayExist: true },
      script: { 'apigateway GET': { items: [{ apiId: 'other' }, { apiId: 'mine', tags }] } },
    });
    assert.equal(api.made.id, 'mine');
    const known = { routeKey: 'GET /', target: 'integrations/i', routeId: 'mine' };
    const route = await madeResource('AWS::ApiGatewayV2::Route', {
      ...{ properties: ROUTE, mayExist: true },
      script: { 'apigateway GET': { items: [{ routeKey: 'PUT /' }, known] } },
    });
    assert.equal(route.made.id, 'mine');
  });

  test('integrations, routes and stages are made in it', async () => {
    const integration = await madeResource('AWS::ApiGatewayV2::Integration', {
      properties: {
        ...{ ApiId: 'api', IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'StepFunctions-StartExecution' },
        ...{ RequestParameters: { Input: '$request.body' }, TimeoutInMillis: '500' },
      },
      script: { 'apigateway POST': { integrationId: 'i' } },
    });
    assert.deepEqual(integration.made, { id: 'i', attributes: { IntegrationId: 'i' } });
    assert.deepEqual(integration.inputs, [
      {
        ...{ integrationType: 'AWS_PROXY', integrationSubtype: 'StepFunctions-StartExecution' },
        ...{ requestParameters: { Input: '$request.body' }, timeoutInMillis: 500 },
      },
    ]);
    const stage = await madeResource('AWS::ApiGatewayV2::Stage', {
      properties: { ApiId: 'api', StageName: '$default', AutoDeploy: 'true' },
      changed: { Description: 'd' },
    });
    assert.deepEqual(stage.lines, [
      ['apigateway POST /v2/apis/api/stages'],
      ['apigateway PATCH /v2/apis/api/stages/$default'],
      ['apigateway DELETE /v2/apis/api/stages/$default'],
    ]);
  });
});
