import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HttpApiUnderTest } from '../../../../test/apigateway/http-api-under-test.ts';

describe('An HTTP API', () => {
  test('calls a function with format 2.0, and answers with what it returns', async () => {
    const api = await HttpApiUnderTest.of({ 'GET /pets/{id}': FUNCTION });
    api.answers('{"statusCode":201,"headers":{"X-Own":1},"cookies":["a=1","b=2"],"body":"made"}');
    const { status, headers, setCookies, body } = await api.get('/pets/7?x=1&x=2', { Cookie: 'k=1; l=2' });
    assert.deepEqual([status, headers['x-own'], setCookies, body], [201, '1', ['a=1', 'b=2'], 'made']);
    const { requestContext, ...event } = api.event();
    assert.deepEqual(event, {
      ...{ version: '2.0', routeKey: 'GET /pets/{id}', rawPath: '/pets/7', rawQueryString: 'x=1&x=2' },
      ...{ cookies: ['k=1', 'l=2'], headers: {}, queryStringParameters: { x: '1,2' } },
      ...{ pathParameters: { id: '7' }, isBase64Encoded: false, stageVariables: { Flow: 'arn:flow' } },
    });
    assert.equal(requestContext.http.path, '/pets/7');
    assert.equal(requestContext.stage, '$default');
  });

  test('takes what has no status code for the body', async () => {
    const api = await HttpApiUnderTest.of({ $default: FUNCTION });
    api.answers('{"ok":true}');
    const { status, headers, body } = await api.get('/anything/at/all');
    assert.deepEqual([status, headers['content-type'], body], [200, 'application/json', '{"ok":true}']);
  });

  test('calls a function with format 1.0 where that is asked for', async () => {
    const api = await HttpApiUnderTest.of({ 'ANY /{proxy+}': { ...FUNCTION, payloadFormatVersion: '1.0' } });
    api.answers('{"statusCode":200,"body":"old"}');
    assert.equal((await api.get('/a/b')).body, 'old');
    const { version, resource, path, pathParameters } = api.event();
    assert.deepEqual(
      [version, resource, path, pathParameters],
      ['1.0', '/{proxy+}', '/a/b', { proxy: 'a/b' }],
    );
  });

  test('says little of what went wrong', async () => {
    const api = await HttpApiUnderTest.of({ 'GET /f': FUNCTION, 'GET /nothing': undefined });
    assert.deepEqual(await api.failure('/missing'), [404, 'Not Found']);
    const closed = await HttpApiUnderTest.of({ $default: FUNCTION }, { disableExecuteApiEndpoint: true });
    assert.deepEqual(await closed.failure('/f'), [404, 'Not Found']);
    assert.deepEqual(await api.failure('/nothing'), [500, 'Internal Server Error']);
    api.answers('{"statusCode":"x"}');
    assert.deepEqual(await api.failure('/f'), [500, 'Internal Server Error']);
    api.answers('{"errorMessage":"no"}', { 'x-amz-function-error': 'Unhandled' });
    assert.deepEqual(await api.failure('/f'), [500, 'Internal Server Error']);
  });

  test('starts an execution by itself', async () => {
    const api = await HttpApiUnderTest.of({
      'POST /orders/{id}': starting({
        Input: '$request.body',
        Name: ['order-$', '{request.path.id}'].join(''),
        StateMachineArn: '$stageVariables.Flow',
      }),
    });
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
    const { status, body } = await api.post('/orders/7', '{"a":1}', { 'x-amzn-trace-id': trace });
    assert.deepEqual([status, body], [200, '{"done":true}']);
    assert.equal(api.sent()?.headers['x-amz-target'], 'AWSStepFunctions.StartExecution');
    assert.equal(api.sent()?.headers['x-amzn-trace-id'], trace);
    assert.deepEqual(api.event(), { input: '{"a":1}', name: 'order-7', stateMachineArn: 'arn:flow' });
  });

  test('leaves out what a request does not have', async () => {
    const parameters = { Name: '$request.header.name', StateMachineArn: 'arn', Input: '$request.body.inner' };
    const api = await HttpApiUnderTest.of({ 'POST /': starting(parameters) });
    await api.post('/', '{"inner":{"a":1}}');
    assert.deepEqual(api.event(), { stateMachineArn: 'arn', input: '{"a":1}' });
    const whole = await HttpApiUnderTest.of({
      $default: starting({ ...parameters, Input: '$request.body' }),
    });
    await whole.post('/', '');
    assert.deepEqual(whole.event(), { stateMachineArn: 'arn' });
  });

  test('passes a request on to another server', async () => {
    const api = await HttpApiUnderTest.of({
      'ANY /at/{proxy+}': {
        ...{ integrationType: 'HTTP_PROXY', integrationMethod: 'ANY' },
        integrationUri: 'http://127.0.0.1:9/v1/{proxy}',
      },
    });
    const fetched = api.fetches('there');
    assert.equal((await api.post('/at/a b/c?q=1', 'body')).body, 'there');
    assert.deepEqual(fetched, ['POST http://127.0.0.1:9/v1/a%20b/c?q=1']);
  });

  test('tells browsers what they may do, whatever its routes say', async () => {
    const cors = { allowOrigins: ['https://a.example'], allowMethods: ['GET'], maxAge: 5 };
    const api = await HttpApiUnderTest.of({ $default: FUNCTION }, { corsConfiguration: cors });
    const asking = { Origin: 'https://a.example', 'Access-Control-Request-Method': 'GET' };
    const preflight = await api.ask('OPTIONS', '/x', { headers: asking });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers['access-control-allow-origin'], 'https://a.example');
    assert.equal(preflight.headers['access-control-max-age'], '5');
    api.answers('{"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*"}}');
    assert.equal((await api.get('/x', asking)).headers['access-control-allow-origin'], 'https://a.example');
    const other = await api.get('/x', { Origin: 'https://b.example' });
    assert.equal(other.headers['access-control-allow-origin'], undefined);
  });

  test('is found by a path and by a host, at a stage that has a name and at one that has none', async () => {
    const api = await HttpApiUnderTest.of({ 'GET /x': FUNCTION });
    await api.addStage('dev', { autoDeploy: true });
    api.answers('"found"');
    const { id } = api;
    for (const [path, host] of [
      [`/restapis/${id}/x`, 'localhost'],
      [`/restapis/${id}/$default/_user_request_/x`, 'localhost'],
      [`/restapis/${id}/dev/_user_request_/x`, 'localhost'],
      ['/x', `${id}.execute-api.localhost:8083`],
      ['/dev/x', `${id}.execute-api.localhost:8083`],
    ] as const) {
      assert.equal((await api.at(path, host)).body, 'found', path);
    }
    assert.equal(api.event().rawPath, '/dev/x');
    const call = { apiId: id, stage: '', path: '/x', method: 'GET', query: [], headers: {}, body: '' };
    const { signal } = new AbortController();
    assert.equal((await api.gateway.gateway.front.invoke(call, signal))?.body, 'found');
  });

  test('serves at a stage without automatic deployment what was deployed to it', async () => {
    const api = await HttpApiUnderTest.of({ 'GET /x': FUNCTION });
    await api.addStage('slow', {});
    assert.equal((await api.get('/slow/x')).status, 404);
    await api.deploy('slow');
    api.answers('"deployed"');
    assert.equal((await api.get('/slow/x')).body, 'deployed');
    await api.addRoute('GET /later', FUNCTION);
    assert.equal((await api.get('/slow/later')).status, 404);
    assert.equal((await api.get('/later')).status, 200);
  });
});

const FUNCTION = {
  ...{ integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0' },
  integrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:f',
};

function starting(requestParameters: Readonly<Record<string, string>>) {
  return {
    ...{ integrationType: 'AWS_PROXY', integrationSubtype: 'StepFunctions-StartExecution' },
    ...{ credentialsArn: 'arn:aws:iam::123456789012:role/any', requestParameters },
  };
}
