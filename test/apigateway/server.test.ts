import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { signRequest } from '../../src/base/sigv4.ts';
import { whyNoAws } from '../tutorials/aws-cli.ts';
import { Lesson } from '../tutorials/lesson.ts';

const START = 'arn:aws:apigateway:us-east-1:states:action/StartExecution';
const ROLE = 'arn:aws:iam::123456789012:role/any';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const PASS = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
const REDIRECT =
  'exports.handler = async (event) => ({ statusCode: 302, headers: { Location: "https://example.com/?" + event.query.action + "-" + event.method } });';
/** As the tutorial's: everything that came, as JSON. */
const ALL = `{"body": $input.json('$'), "method": "$context.httpMethod", "query": {
  #foreach($name in $input.params().querystring.keySet())
  "$name": "$util.escapeJavaScript($input.params().querystring.get($name))"#if($foreach.hasNext),#end
  #end
}}`;

describe('An API on a server', { skip: whyNoAws() }, () => {
  let lesson: Lesson;
  let machine: string;
  before(async () => {
    lesson = await Lesson.begin();
    machine = await lesson.createMachine('HelloWorld', PASS);
  });
  after(() => lesson[Symbol.asyncDispose]());

  test('starts executions, tried out and deployed, and after kill -9', async () => {
    const place = await method(lesson, 'POST', { uri: START });
    const body = (name: string) => JSON.stringify({ input: '{}', name, stateMachineArn: machine });
    const tried = await gateway(lesson, 'test-invoke-method', ...place.options, '--body', body('Tried'));
    assert.deepEqual([tried.status, execution(String(tried.body))], [200, 'Tried']);
    await gateway(lesson, 'create-deployment', ...place.api, '--stage-name', 'alpha');
    const first = await ask(lesson, place.id, { body: body('First'), headers: FORM });
    assert.equal(execution(first.body), 'First');
    assert.match(first.body, /"startDate":1\.\d+E9\}$/);
    await lesson.restart();
    const again = await ask(lesson, place.id, { body: body('First'), headers: FORM });
    assert.match(again.body, /ExecutionAlreadyExists/);
    const second = await ask(lesson, place.id, {
      body: body('Second'),
      host: `${place.id}.execute-api.localhost`,
    });
    assert.equal(execution(second.body), 'Second');
  });

  test('answers a link with the redirect of its function', async () => {
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${await lesson.createFunction('Approve', REDIRECT)}/invocations`;
    const place = await method(lesson, 'GET', { uri, template: ALL, status: '302' });
    await gateway(lesson, 'create-deployment', ...place.api, '--stage-name', 'alpha');
    const { status, headers } = await ask(lesson, place.id, {
      method: 'GET',
      query: '?action=approve&ex=a%22b',
    });
    assert.deepEqual([status, headers.location], [302, 'https://example.com/?approve-GET']);
    assert.equal(headers['content-security-policy'], 'sandbox');
    const { status: wrong } = await ask(lesson, place.id, { method: 'POST' });
    assert.equal(wrong, 403);
  });

  test('of AWS_IAM is called with a signature of execute-api', async () => {
    const place = await method(lesson, 'POST', { uri: START, authorization: 'AWS_IAM' });
    await gateway(lesson, 'create-deployment', ...place.api, '--stage-name', 'alpha');
    const url = new URL(`/restapis/${place.id}/alpha/_user_request_/execution`, lesson.url);
    const body = JSON.stringify({ name: 'Signed', stateMachineArn: machine });
    assert.equal((await fetch(url, { method: 'POST', body })).status, 403);
    const headers = signRequest({
      ...{ method: 'POST', url, headers: {}, body: Buffer.from(body), service: 'execute-api' },
      ...{
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        now: Date.now(),
      },
    });
    const answer = await fetch(url, { method: 'POST', body, headers });
    assert.equal(execution(await answer.text()), 'Signed');
  });

  test('is called by a Task state', async () => {
    const place = await method(lesson, 'POST', { uri: START });
    await gateway(lesson, 'create-deployment', ...place.api, '--stage-name', 'alpha');
    const input = { input: '{}', name: 'Called', stateMachineArn: machine };
    const task = (Path: string) => ({
      ...{ Type: 'Task', Resource: 'arn:aws:states:::apigateway:invoke', End: true },
      Parameters: {
        ...{ ApiEndpoint: `${place.id}.execute-api.us-east-1.amazonaws.com`, Stage: 'alpha', Method: 'POST' },
        ...{ Path, RequestBody: input },
      },
    });
    const caller = JSON.stringify({ StartAt: 'A', States: { A: task('/execution') } });
    const done = await lesson.end(await lesson.start(await lesson.createMachine('Caller', caller), '{}'));
    const output = JSON.parse(String(done.output));
    assert.deepEqual([output.StatusCode, output.StatusText], [200, 'OK']);
    assert.equal(execution(JSON.stringify(output.ResponseBody)), 'Called');
    const lost = JSON.stringify({ StartAt: 'A', States: { A: task('/nowhere') } });
    const failed = await lesson.end(await lesson.start(await lesson.createMachine('Lost', lost), '{}'));
    assert.deepEqual(
      [failed.error, failed.cause],
      ['ApiGateway.403', '{"message":"Missing Authentication Token"}'],
    );
  });
});

interface Making {
  readonly uri: string;
  readonly template?: string;
  readonly status?: string;
  readonly authorization?: string;
}

/** An API whose resource `/execution` has one method with an integration of type AWS. */
async function method(
  lesson: Lesson,
  httpMethod: string,
  { uri, template, status = '200', authorization = 'NONE' }: Making,
) {
  const { id, rootResourceId } = await gateway(lesson, 'create-rest-api', '--name', 'StartExecutionAPI');
  const api = ['--rest-api-id', String(id)];
  const parent = ['--parent-id', String(rootResourceId), '--path-part', 'execution'];
  const { id: resource } = await gateway(lesson, 'create-resource', ...api, ...parent);
  const options = [...api, '--resource-id', String(resource), '--http-method', httpMethod];
  await gateway(lesson, 'put-method', ...options, '--authorization-type', authorization);
  const location = 'method.response.header.Location';
  const isRedirect = status === '302';
  await gateway(
    lesson,
    ...['put-method-response', ...options, '--status-code', status],
    ...(isRedirect ? ['--response-parameters', `{"${location}":true}`] : []),
  );
  await gateway(
    lesson,
    ...['put-integration', ...options, '--type', 'AWS', '--integration-http-method', 'POST', '--uri', uri],
    ...['--credentials', ROLE],
    ...(template === undefined
      ? []
      : ['--request-templates', JSON.stringify({ 'application/json': template })]),
  );
  await gateway(
    lesson,
    ...['put-integration-response', ...options, '--status-code', status],
    ...(isRedirect
      ? ['--response-parameters', `{"${location}":"integration.response.body.headers.Location"}`]
      : []),
  );
  return { id: String(id), api, options };
}

function gateway(lesson: Lesson, ...args: readonly string[]) {
  const [operation = '', ...options] = args;
  return lesson.aws.call('apigateway', operation, ...options);
}

interface Asked {
  readonly method?: string;
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** By its name instead of by a path of this server. */
  readonly host?: string;
}

async function ask(
  lesson: Lesson,
  id: string,
  { method: verb = 'POST', query = '', body = '', headers = {}, host }: Asked,
) {
  const path = host === undefined ? `/restapis/${id}/alpha/_user_request_/execution` : '/alpha/execution';
  const url = new URL(`${path}${query}`, lesson.url);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  httpRequest(url, { method: verb, headers: { ...headers, host: host ?? url.host } }, resolve)
    .on('error', reject)
    .end(body);
  const response = await promise;
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** The name of the execution that an answer tells of. */
function execution(answer: string): string | undefined {
  return /"executionArn":"[^"]+:execution:HelloWorld:([^"]+)"/.exec(answer)?.[1];
}
