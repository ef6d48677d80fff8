import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeResource } from '../../../../test/cli/made-resource.ts';

const METHOD = { RestApiId: 'api', ResourceId: 'res', HttpMethod: 'GET', AuthorizationType: 'NONE' };

describe('API Gateway', () => {
  test('an API is created with tags that say whose it is', async () => {
    const script = { 'apigateway POST': { id: 'api', rootResourceId: 'root' } };
    const { made, inputs, lines } = await madeResource('AWS::ApiGateway::RestApi', {
      properties: { Name: 'n' },
      changed: { Name: 'm' },
      script,
    });
    assert.deepEqual(made, { id: 'api', attributes: { RestApiId: 'api', RootResourceId: 'root' } });
    assert.deepEqual(inputs, [{ name: 'n', tags: { 'stepwell:stack': 's', 'stepwell:logical-id': 'A' } }]);
    assert.deepEqual(lines, [
      ['apigateway POST /restapis'],
      ['apigateway PATCH /restapis/api'],
      ['apigateway DELETE /restapis/api'],
    ]);
  });
  test('one of an attempt that was never heard of is found by them', async () => {
    const tags = { 'stepwell:stack': 's', 'stepwell:logical-id': 'A' };
    const script = { 'apigateway GET': { item: [{ id: 'other' }, { id: 'mine', tags }] } };
    const { made, lines } = await madeResource('AWS::ApiGateway::RestApi', {
      properties: {},
      mayExist: true,
      script,
    });
    assert.equal(made.id, 'mine');
    assert.deepEqual(lines[0], ['apigateway GET /restapis?limit=500']);
  });
  test('a method is put with its responses and its integration', async () => {
    const properties = {
      ...METHOD,
      MethodResponses: [
        { StatusCode: 302, ResponseParameters: { 'method.response.header.Location': 'true' } },
      ],
      Integration: {
        ...{
          Type: 'AWS',
          IntegrationHttpMethod: 'POST',
          Uri: 'u',
          RequestTemplates: { 'application/json': 't' },
        },
        IntegrationResponses: [
          { StatusCode: 302, ResponseParameters: { 'method.response.header.Location': 'x' } },
        ],
      },
    };
    const { lines, inputs } = await madeResource('AWS::ApiGateway::Method', { properties });
    const path = 'apigateway PUT /restapis/api/resources/res/methods/GET';
    assert.deepEqual(lines[0], [
      path,
      `${path}/responses/302`,
      `${path}/integration`,
      `${path}/integration/responses/302`,
    ]);
    assert.deepEqual(inputs.slice(1), [
      { responseParameters: { 'method.response.header.Location': true }, responseModels: {} },
      { type: 'AWS', uri: 'u', requestTemplates: { 'application/json': 't' }, httpMethod: 'POST' },
      { responseParameters: { 'method.response.header.Location': 'x' } },
    ]);
  });
  test('a changed method is put anew', async () => {
    const { lines } = await madeResource('AWS::ApiGateway::Method', {
      properties: METHOD,
      changed: { ApiKeyRequired: 'true' },
    });
    assert.deepEqual(
      lines[1].map((line) => line.split(' ')[1]),
      ['DELETE', 'PUT'],
    );
  });
  test('a deployment goes with the stage that came with it', async () => {
    const script = { 'apigateway POST': { id: 'd' } };
    const { lines } = await madeResource('AWS::ApiGateway::Deployment', {
      properties: { RestApiId: 'api', StageName: 'x' },
      script,
    });
    assert.deepEqual(lines[2], [
      'apigateway DELETE /restapis/api/stages/x',
      'apigateway DELETE /restapis/api/deployments/d',
    ]);
  });
  test('a stage moves to another deployment in place', async () => {
    const { lines } = await madeResource('AWS::ApiGateway::Stage', {
      properties: { RestApiId: 'api', StageName: 'p', DeploymentId: 'd' },
      changed: { DeploymentId: 'e' },
    });
    assert.deepEqual(lines, [
      ['apigateway POST /restapis/api/stages'],
      ['apigateway PATCH /restapis/api/stages/p'],
      ['apigateway DELETE /restapis/api/stages/p'],
    ]);
  });
  test('a path is found again, and the role for logs is set', async () => {
    const item = [{ id: 'r', parentId: 'root', pathPart: 'x' }];
    const script = { 'apigateway POST': { refuse: 'ConflictException' }, 'apigateway GET': { item } };
    const { made } = await madeResource('AWS::ApiGateway::Resource', {
      properties: { RestApiId: 'api', ParentId: 'root', PathPart: 'x' },
      mayExist: true,
      script,
    });
    assert.equal(made.id, 'r');
    const account = await madeResource('AWS::ApiGateway::Account', {
      properties: { CloudWatchRoleArn: 'r' },
      script: { 'apigateway PATCH': { refuse: 'NotImplemented' } },
    });
    assert.match(account.made.note ?? '', /written down only/);
  });
});
