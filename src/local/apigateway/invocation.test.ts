import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FUNCTION, GatewayUnderTest, SCOPE, START } from '../../../test/apigateway/gateway-under-test.ts';

const MOCK = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } };

describe('A deployed API', () => {
  test('passes a body on to an operation, whatever its type', async () => {
    const { request, status, body } = await new GatewayUnderTest().through(
      { path: '/execution', integration: { type: 'AWS', uri: START } },
      { body: '{"name":"x"}', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    );
    assert.equal(String(request?.body), '{"name":"x"}');
    assert.equal(request?.headers['x-amz-target'], 'AWSStepFunctions.StartExecution');
    assert.equal(request?.headers['content-type'], 'application/x-amz-json-1.0');
    assert.deepEqual([request?.scope, status, body], [SCOPE, 200, '{"done":true}']);
  });

  test('has no other routes than its own', async () => {
    const gateway = new GatewayUnderTest();
    const id = await gateway.deploy({ path: '/execution', integration: MOCK });
    const missing = { message: 'Missing Authentication Token' };
    for (const [path, method] of [
      ['/', 'POST'],
      ['/execution', 'GET'],
      ['/execution/x', 'POST'],
      ['/execution/', 'DELETE'],
    ] as const) {
      const { status, headers, body } = await gateway.send(id, path, { method });
      assert.deepEqual([status, JSON.parse(body)], [403, missing], path);
      assert.equal(headers['x-amzn-ErrorType'], 'MissingAuthenticationTokenException');
    }
    assert.equal((await gateway.send('nonesuch00', '/execution')).body, '{"message":"Forbidden"}');
    assert.equal((await gateway.send('../x', '/execution')).status, 403);
  });

  test('takes the route that says most', async () => {
    const gateway = new GatewayUnderTest();
    const api = await gateway.create();
    const answering = (path: string, httpMethod: string, name: string) => {
      const responses = { 200: { responseTemplates: { 'application/json': name } } };
      return gateway.add(api, { path, httpMethod, integration: MOCK, responses });
    };
    await answering('/pets/all', 'ANY', 'all');
    await answering('/pets/{id}', 'GET', 'one of $context.resourcePath');
    await answering('/{proxy+}', 'ANY', 'rest');
    await gateway.done('POST', `/restapis/${api.id}/deployments`, { stageName: 'alpha' });
    const at = async (path: string, method: string) => (await gateway.send(api.id, path, { method })).body;
    assert.equal(await at('/pets/all', 'PUT'), 'all');
    assert.equal(await at('/pets/7', 'GET'), 'one of /pets/{id}');
    assert.equal(await at('/pets/7', 'PUT'), 'rest');
    assert.equal(await at('/pets/7/toys', 'GET'), 'rest');
  });

  test('of AWS_IAM wants a signature', async () => {
    const gateway = new GatewayUnderTest();
    const id = await gateway.deploy({ authorizationType: 'AWS_IAM', integration: MOCK });
    assert.equal((await gateway.send(id, '/')).status, 403);
    const call = { apiId: id, stage: 'alpha', path: '/', method: 'POST', query: [], headers: {}, body: '' };
    const { signal } = new AbortController();
    const signed = (account: string) =>
      gateway.gateway.front.invoke({ ...call, scope: { ...SCOPE, account } }, signal);
    assert.equal((await signed(SCOPE.account))?.status, 200);
    assert.equal((await signed('999999999999'))?.status, 403);
  });

  test('tells nobody why a template fails, but for its own log', async () => {
    const gateway = new GatewayUnderTest();
    const api = await gateway.create();
    const requestTemplates = { 'application/json': '#foreach($i in [1..2000])$i#end' };
    const at = await gateway.add(api, { integration: { type: 'AWS', uri: START, requestTemplates } });
    const { status, body, log } = await gateway.done('POST', at, { body: '{}' });
    assert.deepEqual([status, body], [500, '{"message":"Internal server error"}']);
    assert.match(
      log,
      /Execution failed due to configuration error: Unable to transform: A range has more than 1000/,
    );
  });

  test('is tested before it is deployed, with its log', async () => {
    const gateway = new GatewayUnderTest();
    const api = await gateway.create();
    const requestTemplates = { 'application/json': `{"id":"$input.params('id')","m":"$stageVariables.m"}` };
    const integration = { type: 'AWS', uri: FUNCTION, requestTemplates };
    const at = await gateway.add(api, { path: '/pets/{id}', httpMethod: 'ANY', integration });
    const input = { pathWithQueryString: '/pets/7?a=b', stageVariables: { m: 'x' } };
    const tested = await gateway.done('POST', at, input);
    assert.deepEqual(
      [tested.status, tested.body, tested.headers['Content-Type']],
      [200, '{"done":true}', 'application/json'],
    );
    assert.equal(String(gateway.asked[0]?.body), '{"id":"7","m":"x"}');
    const lines = [
      /^Execution log for request \S+\n\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} : Starting execution for request: \S+\n/,
      / : HTTP Method: GET, Resource Path: \/pets\/\{id\}\n/,
      / : Method request path: \{id=7\}\n/,
      / : Method request query string: \{a=b\}\n/,
      / : Endpoint request body after transformations: \{"id":"7","m":"x"\}\n/,
      / : Successfully completed execution\n.* : Method completed with status: 200\n$/,
    ];
    for (const line of lines) assert.match(tested.log, line);
  });
});
