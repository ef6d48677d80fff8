import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { startHost } from './host-under-test.ts';

const SDK = {
  'node_modules/@aws-sdk/client-sfn/index.js': 'exports.SFNClient = class { kind = "required" }',
  'node_modules/@aws-sdk/client-sfn/index.mjs': 'export class SFNClient { kind = "imported" }',
  'node_modules/@aws-sdk/client-sfn/package.json':
    '{"exports":{"import":"./index.mjs","require":"./index.js"}}',
};
const SDK_OF_VERSION_2 = {
  'node_modules/aws-sdk/package.json': '{"main":"lib/aws.js"}',
  'node_modules/aws-sdk/lib/core.js': 'exports.config = { update(more) { Object.assign(this, more) } }',
  'node_modules/aws-sdk/lib/node_loader.js': 'module.exports = require("./core")',
  'node_modules/aws-sdk/lib/aws.js': 'module.exports = require("./node_loader")',
};
const REQUIRES = 'exports.handler = async () => new (require("@aws-sdk/client-sfn").SFNClient)().kind';
const IMPORTS =
  'import { SFNClient } from "@aws-sdk/client-sfn"; export const handler = async () => new SFNClient().kind';

describe('A function finds the AWS SDK', () => {
  test('by require', () => answers(SDK, { 'index.js': REQUIRES }, 'required'));

  test('by import', () => answers(SDK, { 'index.mjs': IMPORTS }, 'imported'));

  test('of its own first', () =>
    answers(
      SDK,
      {
        'index.js': REQUIRES,
        'node_modules/@aws-sdk/client-sfn/index.js': 'exports.SFNClient = class { kind = "own" }',
      },
      'own',
    ));

  test('in version 2, which calls this server too', () =>
    answers(
      SDK_OF_VERSION_2,
      { 'index.js': 'exports.handler = async () => require("aws-sdk").config.endpoint' },
      'http://127.0.0.1:8083',
    ));

  test('in version 2 by import', () =>
    answers(
      SDK_OF_VERSION_2,
      { 'index.mjs': 'import aws from "aws-sdk"; export const handler = async () => aws.config.endpoint' },
      'http://127.0.0.1:8083',
    ));

  test('or learns how to install it', async () => {
    await advises({ 'index.js': REQUIRES });
    await advises({ 'index.mjs': IMPORTS });
  });

  test('but is told nothing about modules that Lambda does not have', async () => {
    assert.doesNotMatch(
      (await called({}, { 'index.js': 'exports.handler = async () => require("lodash")' })).payload,
      /npm install/,
    );
  });

  test('in Python, or learns how to install it', async () => {
    const { payload } = await called(
      {},
      { 'lambda_function.py': 'import sys\nsys.modules["boto3"] = None\nimport boto3' },
    );
    assert.match(payload, /python3 -m pip install boto3.*Runtime\.ImportModuleError/);
  });
});

type Files = Readonly<Record<string, string>>;

async function answers(modules: Files, code: Files, result: unknown): Promise<void> {
  assert.deepEqual(JSON.parse((await called(modules, code)).payload), result);
}

async function advises(code: Files): Promise<void> {
  const { payload, directory } = await called({}, code);
  const { errorMessage, trace } = JSON.parse(payload);
  const advice = `To have it here: npm install --prefix ${join(directory, 'modules')} @aws-sdk/client-sfn`;
  assert.deepEqual(
    [errorMessage, trace.join('\n')].map((text) => text.split(advice).length - 1),
    [1, 1],
    payload,
  );
}

/** Calls a function with this code on a host with these modules. */
async function called(modules: Files, code: Files) {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'stepwell-modules-')));
  await write(join(directory, 'modules'), modules);
  await write(join(directory, 'functions/f'), code);
  try {
    await using host = await startHost({
      functionsDirectory: join(directory, 'functions'),
      modulesDirectory: join(directory, 'modules'),
    });
    const { payload } = await host.call('f', {});
    return { payload, directory };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function write(directory: string, files: Files): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
}
