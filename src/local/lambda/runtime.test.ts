import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { FunctionDefinition } from './definition.ts';
import { type Launch, launchOf } from './runtime.ts';
import { DEFAULTS } from './settings.ts';

describe("A function's process", () => {
  test('of Node.js is the one that runs us, in the folder of the code', async () => {
    const { command, args, cwd } = await launch({});
    assert.deepEqual([command, cwd], [process.execPath, '/code']);
    assert.deepEqual([existsSync(args[0] ?? ''), args[1]], [true, '/modules']);
  });

  test('of Python has a bootstrap too', async () => {
    const { args } = await launch({ runtime: 'python3.13' });
    assert.deepEqual([args.map(existsSync), args[0]?.endsWith('python.py')], [[true], true]);
  });

  test('sees nothing of our environment but where programs are', async () => {
    const { env } = await launch({});
    assert.deepEqual(Object.keys(env).sort(), NAMES);
    assert.equal(env.PATH, process.env.PATH);
  });

  test('knows its function as Lambda tells it', async () => {
    const { env } = await launch({ memorySize: 256 });
    assert.partialDeepStrictEqual(env, {
      _HANDLER: 'index.handler',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
      AWS_REGION: 'us-east-1',
      LAMBDA_TASK_ROOT: '/code',
    });
  });

  test('reaches this server with its credentials', async () => {
    const { env } = await launch({});
    const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = env;
    assert.deepEqual(
      [AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY],
      ['http://here:1', 'key', 'secret'],
    );
  });

  test('takes from its configuration all but what Lambda reserves', async () => {
    const environment = {
      MINE: '1',
      AWS_ENDPOINT_URL: 'http://there',
      _HANDLER: 'stolen',
      LAMBDA_TASK_ROOT: '/',
    };
    const { env } = await launch({ environment });
    const { MINE, AWS_ENDPOINT_URL, _HANDLER, LAMBDA_TASK_ROOT } = env;
    assert.deepEqual(
      [MINE, AWS_ENDPOINT_URL, _HANDLER, LAMBDA_TASK_ROOT],
      ['1', 'http://there', 'index.handler', '/code'],
    );
  });
});

const NAMES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_DISABLE_HOST_PREFIX_INJECTION',
  'AWS_ENDPOINT_URL',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
  'LANG',
  'NODE_PATH',
  'PATH',
  'PYTHONDONTWRITEBYTECODE',
  'TZ',
  '_HANDLER',
];

function launch(settings: Partial<FunctionDefinition>): Promise<Launch> {
  const made = {
    name: 'f',
    id: 'id',
    role: 'r',
    codeSha256: 'ab',
    codeSize: 1,
    revisionId: '1',
    lastModified: 0,
  };
  const definition = { ...DEFAULTS, ...made, runtime: 'nodejs24.x', handler: 'index.handler', ...settings };
  const place = { root: '/code', scope: { account: '123456789012', region: 'us-east-1' } };
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  return launchOf(definition, place, {
    endpointUrl: () => 'http://here:1',
    credentials,
    modulesDirectory: '/modules',
  });
}
