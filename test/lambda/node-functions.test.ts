import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { HostUnderTest } from './host-under-test.ts';
import { startHost } from './host-under-test.ts';

let host: HostUnderTest;
before(async () => {
  host = await startHost();
});
after(() => host[Symbol.asyncDispose]());

describe('A Node.js handler', () => {
  test('answers through its callback', () =>
    answers(
      'exports.handler = (event, context, callback) => { callback(null, "Hello from " + event.who + "!") }',
      '"Hello from me!"',
    ));

  test('answers through its promise', () =>
    answers('exports.handler = async (event) => ({ got: event })', '{"got":{"who":"me"}}'));

  test('may be an ES module with a top-level await', () =>
    answers('const n = await 7; export const handler = async () => n', '7', { file: 'index.mjs' }));

  test('may be an export of an export', () =>
    answers('exports.deep = { handler: async () => 1 }', '1', { Handler: 'index.deep.handler' }));

  test('that answers nothing answers null', () => answers('exports.handler = async () => {}', 'null'));

  test('that calls back is waited for until its event loop is empty', () =>
    answers(
      'exports.handler = (event, context, callback) => { const seen = []; setTimeout(() => seen.push(1), 30); callback(null, seen) }',
      '[1]',
    ));

  test('that calls back need not be waited for', () =>
    answers(
      'exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; const seen = []; setTimeout(() => seen.push(1), 30); callback(null, seen) }',
      '[]',
    ));

  test('that never calls back answers null', () =>
    answers('exports.handler = (event, context, callback) => {}', 'null'));

  test('sees the context that Lambda describes', () =>
    answers(
      'exports.handler = async (event, c) => [c.functionName.length > 0, c.functionVersion, c.memoryLimitInMB, /^[0-9a-f-]{36}$/.test(c.awsRequestId), c.invokedFunctionArn.startsWith("arn:aws:lambda:us-east-1:123456789012:function:"), c.getRemainingTimeInMillis() > 1000, c.logGroupName.startsWith("/aws/lambda/")]',
      '[true,"$LATEST","128",true,true,true,true]',
    ));

  test('sees where the server is, and nothing of its environment', () =>
    answers(
      'exports.handler = async () => [process.env.AWS_ENDPOINT_URL, process.env.AWS_REGION, process.env.AWS_ACCESS_KEY_ID, process.env.MINE, process.env.HOME, process.env._X_AMZN_TRACE_ID.slice(0, 7), process.cwd() === process.env.LAMBDA_TASK_ROOT]',
      '["http://127.0.0.1:8083","us-east-1","test","yes",null,"Root=1-",true]',
      { Environment: { Variables: { MINE: 'yes' } } },
    ));

  test('may print more than an answer may have', () =>
    answers('exports.handler = async () => { console.log("ü😀".repeat(2_000_000)); return 1 }', '1'));

  test('may answer with all that Lambda lets through', () =>
    answers('exports.handler = async () => "x".repeat(6291554)', `"${'x'.repeat(6291554)}"`));
});

describe('A Node.js handler that fails', () => {
  test('by throwing gives type, message and trace', () =>
    fails('exports.handler = async () => { throw new TypeError("no") }', [
      'TypeError',
      'no',
      /^TypeError: no\n {4}at exports\.handler .*\/var\/task\/index\.js:1:/,
    ]));

  test('by throwing an object whose prototype is an Error gives its name', () =>
    fails(
      'function CustomError(m) { this.name = "CustomError"; this.message = m } CustomError.prototype = new Error(); exports.handler = async () => { throw new CustomError("This is a custom error!") }',
      ['CustomError', 'This is a custom error!', /./],
    ));

  test('through its callback gives the same', () =>
    fails('exports.handler = (e, c, callback) => callback(new Error("x"))', ['Error', 'x', /^Error: x/]));

  test('by throwing a string gives its type', () =>
    fails('exports.handler = async () => { throw "x" }', ['string', 'x', /^$/]));

  test('with a result that is no JSON', () =>
    fails('exports.handler = async () => 1n', ['Error', 'Unable to stringify response body', /./]));

  test('with a result over 6 MB', () =>
    fails('exports.handler = async () => "x".repeat(6291557)', [
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      /^$/,
    ]));

  test('with an error over 6 MB', () =>
    fails('exports.handler = async () => { throw new Error("x".repeat(9_000_000)) }', [
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      /^$/,
    ]));

  test('with a promise that nothing settles', () =>
    fails('exports.handler = async () => new Promise(() => {})', [
      'Runtime.NodeJsExit',
      /^The Lambda runtime client/,
      /./,
    ]));

  test('with a rejection that nobody handles', () =>
    fails(
      'exports.handler = (e, c, callback) => { Promise.reject(new Error("lost")); setTimeout(() => {}, 1000) }',
      ['Runtime.UnhandledPromiseRejection', 'Error: lost', /./],
    ));

  test('by ending its process', () =>
    fails('exports.handler = async () => process.exit(3)', [
      'Runtime.ExitError',
      /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
      /^$/,
    ]));

  test('by being killed', () =>
    fails('exports.handler = async () => process.kill(process.pid, "SIGKILL")', [
      'Runtime.ExitError',
      /Runtime exited with error: signal: killed$/,
      /^$/,
    ]));

  test('by not being there', () =>
    fails('exports.other = 1', [
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
      /^Runtime\.HandlerNotFound: index/,
    ]));

  test('by a module that is not there', () =>
    fails('require("no-such-module")', [
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'no-such-module'/,
      /./,
    ]));

  test('by a file that is not there', () =>
    fails('', ['Runtime.ImportModuleError', /^Error: Cannot find module 'main'/, /./], {
      Handler: 'main.handler',
    }));

  test('by its syntax', () =>
    fails('exports.handler = (', ['Runtime.UserCodeSyntaxError', /^SyntaxError: /, /./]));

  test('while it is being loaded', () =>
    fails('throw new RangeError("early")', ['RangeError', 'early', /^RangeError: early/]));

  test('by its time', () =>
    fails(
      'exports.handler = async () => { for (;;); }',
      ['Sandbox.Timedout', /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/, /^$/],
      { Timeout: 1 },
    ));
});

describe('After a failure', () => {
  test('the next call finds the function working', async () => {
    const name = await created('exports.handler = async (event) => event.die ? process.exit(1) : "alive"');
    assert.equal((await host.call(name, { die: true })).functionError, 'Unhandled');
    assert.equal((await host.call(name, {})).payload, '"alive"');
  });
});

let functions = 0;

async function created(
  source: string,
  { file = 'index.js', ...settings }: Record<string, unknown> = {},
): Promise<string> {
  functions += 1;
  const response = await host.create(`f${functions}`, String(file), source, settings);
  assert.equal(response.status, 201, String(response.body));
  return `f${functions}`;
}

async function answers(
  source: string,
  expected: string,
  settings: Record<string, unknown> = {},
): Promise<void> {
  const answer = await host.call(await created(source, settings), { who: 'me' });
  assert.deepEqual([answer.payload, answer.functionError], [expected, undefined]);
}

async function fails(
  source: string,
  [errorType, errorMessage, trace]: readonly [string, string | RegExp, RegExp],
  settings: Record<string, unknown> = {},
): Promise<void> {
  const answer = await host.call(await created(source, settings), {});
  const document = JSON.parse(answer.payload);
  assert.equal(answer.functionError, 'Unhandled');
  assert.equal(document.errorType, errorType);
  if (typeof errorMessage === 'string') assert.equal(document.errorMessage, errorMessage);
  else assert.match(document.errorMessage, errorMessage);
  assert.match((document.trace ?? []).join('\n'), trace);
}
