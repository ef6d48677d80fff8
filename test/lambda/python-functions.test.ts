import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import type { HostUnderTest } from './host-under-test.ts';
import { startHost } from './host-under-test.ts';

const skip = spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not on this machine';

let host: HostUnderTest;
before(async () => {
  host = await startHost();
});
after(() => host[Symbol.asyncDispose]());

describe('A Python handler', { skip }, () => {
  test("answers in json.dumps' own spacing", () =>
    answers(
      'def handler(event, context):\n    return {"a": [1, 2.0], "who": event["who"]}',
      '{"a": [1, 2.0], "who": "me"}',
    ));

  test('may answer with bytes that are JSON already', () =>
    answers('def handler(event, context):\n    return b\'"HelloWorld!"\'', '"HelloWorld!"'));

  test('keeps the digits of a Decimal', () =>
    answers(
      'import decimal\ndef handler(e, c):\n    return [decimal.Decimal("1.10"), "<x>"]',
      '[1.10, "<x>"]',
    ));

  test('prints text beyond ASCII as it is', () => answers('def handler(e, c):\n    return "ü"', '"ü"'));

  test('sees the context that Lambda describes', () =>
    answers(
      'def handler(e, c):\n    return [c.function_version, c.memory_limit_in_mb, len(c.aws_request_id), c.get_remaining_time_in_millis() > 1000, c.client_context]',
      '["$LATEST", "128", 36, true, null]',
    ));

  test('has its prints and its log lines in its log, in order', async () => {
    const name = await created(
      'import logging, sys\ndef handler(e, c):\n    print("one")\n    logging.error("two")\n    print("three", file=sys.stderr)\n    sys.stdout.buffer.write(b"four\\n")',
    );
    const { logTail } = await host.call(name, {});
    assert.match(
      logTail,
      /^START .*\none\n\[ERROR\]\t\S+Z\t[0-9a-f-]{36}\ttwo\nthree\nfour\nEND .*\nREPORT /,
    );
  });

  test('may print more than an answer may have', () =>
    answers('def handler(e, c):\n    print("ü" * 9_000_000)\n    return 1', '1'));
});

describe('A Python handler that fails', { skip }, () => {
  test('by raising gives the document that Lambda prints', async () => {
    const name = await created(
      'def handler(event, context):\n    raise Exception("Some exception was raised.")\n',
    );
    const { payload, requestId } = await host.call(name, {});
    assert.equal(
      payload,
      `{"errorMessage": "Some exception was raised.", "errorType": "Exception", "requestId": "${requestId}", "stackTrace": ["  File \\"/var/task/handler.py\\", line 2, in handler\\n    raise Exception(\\"Some exception was raised.\\")\\n"]}`,
    );
  });

  test('with a result that is no JSON', () =>
    fails(
      'def handler(e, c):\n    return {1, 2}',
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type set is not JSON serializable',
    ));

  test('with a result over 6 MB gives the document of Lambda itself', async () => {
    const { payload } = await host.call(await created('def handler(e, c):\n    return "x" * 6291555'), {});
    assert.equal(
      payload,
      '{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}',
    );
  });

  test('with an error over 6 MB', () =>
    fails(
      'def handler(e, c):\n    raise Exception("x" * 9_000_000)',
      'Function.ResponseSizeTooLarge',
      /\(6291556 bytes\)\.$/,
    ));

  test('by not being there', () =>
    fails('x = 1', 'Runtime.HandlerNotFound', "Handler 'handler' missing on module 'handler'"));

  test('by a module that is not there', () =>
    fails(
      'import no_such',
      'Runtime.ImportModuleError',
      "Unable to import module 'handler': No module named 'no_such'",
    ));

  test('by its syntax', () =>
    fails('def handler(:', 'Runtime.UserCodeSyntaxError', /^Syntax error in module 'handler': /));

  test('by ending its process', () =>
    fails(
      'import sys\ndef handler(e, c):\n    sys.exit(4)',
      'Runtime.ExitError',
      /Runtime exited with error: exit status 4$/,
    ));

  test('by its time', () =>
    fails(
      'import time\ndef handler(e, c):\n    time.sleep(60)',
      'Sandbox.Timedout',
      /Task timed out after 1\.00 seconds$/,
      { Timeout: 1 },
    ));
});

let functions = 0;

async function created(source: string, settings: Record<string, unknown> = {}): Promise<string> {
  functions += 1;
  const response = await host.create(`f${functions}`, 'handler.py', source, settings);
  assert.equal(response.status, 201, String(response.body));
  return `f${functions}`;
}

async function answers(source: string, expected: string): Promise<void> {
  const answer = await host.call(await created(source), { who: 'me' });
  assert.deepEqual([answer.payload, answer.functionError], [expected, undefined]);
}

async function fails(
  source: string,
  errorType: string,
  errorMessage: string | RegExp,
  settings: Record<string, unknown> = {},
): Promise<void> {
  const answer = await host.call(await created(source, settings), {});
  const document = JSON.parse(answer.payload);
  assert.deepEqual([document.errorType, answer.functionError], [errorType, 'Unhandled']);
  if (typeof errorMessage === 'string') assert.equal(document.errorMessage, errorMessage);
  else assert.match(document.errorMessage, errorMessage);
}
