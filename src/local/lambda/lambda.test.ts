import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { memoryRecords, noQueues } from '../../../test/lambda/host-under-test.ts';
import { createLambda, type Lambda, type LambdaOptions } from './lambda.ts';

describe('Our own Lambda', () => {
  test('without a directory leaves none behind', () => leavesNoTemporaryDirectory());
  test('keeps its directory when it closes', () => inDirectory(keepsItsDirectory));
  test('sweeps code that no record names when it opens', () => inDirectory(sweepsAtStart));
  test('has the functions of a folder', () => inDirectory(hasFolders));
  test('refuses a folder of functions that is not there', () => inDirectory(refusesMissingFolder));
  test('has no log of a function that has not run', () => inDirectory(hasNoLog));
  test('may be closed twice', () => inDirectory(closesTwice));
});

function open(options: Partial<LambdaOptions>): Promise<Lambda> {
  return createLambda({
    records: memoryRecords(),
    mappings: memoryRecords(),
    queues: noQueues,
    endpointUrl: () => 'http://127.0.0.1:8083',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    entropy: { random: () => 0.5, uuid: () => '00000000-0000-4000-8000-000000000000' },
    now: () => 0,
    ...options,
  });
}

async function inDirectory(claim: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'stepwell-lambda-'));
  try {
    await claim(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function leavesNoTemporaryDirectory(): Promise<void> {
  const temporaries = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('stepwell-functions-'));
  const before = new Set(await temporaries());
  const lambda = await open({});
  const made = (await temporaries()).filter((name) => !before.has(name));
  assert.notEqual(made.length, 0);
  await lambda.close();
  // Another server of this machine may have made one meanwhile; ours is among them.
  assert.ok(made.some((name) => !existsSync(join(tmpdir(), name))));
}

async function keepsItsDirectory(directory: string): Promise<void> {
  await (await open({ directory })).close();
  assert.equal(existsSync(join(directory, 'functions')), true);
}

async function sweepsAtStart(directory: string): Promise<void> {
  await mkdir(join(directory, 'functions/gone/hash'), { recursive: true });
  await (await open({ directory })).close();
  assert.deepEqual(await readdir(join(directory, 'functions')), []);
}

async function hasFolders(directory: string): Promise<void> {
  await mkdir(join(directory, 'mine/greet'), { recursive: true });
  await writeFile(join(directory, 'mine/greet/index.js'), '');
  const lambda = await open({ directory, functionsDirectory: join(directory, 'mine') });
  const scope = { account: '123456789012', region: 'us-east-1' };
  const call = { functionName: 'greet', payload: '{}', invocationType: 'DryRun', scope } as const;
  const signal = new AbortController().signal;
  assert.equal((await lambda.host.invoke(call, signal))?.statusCode, 204);
  assert.equal(await lambda.host.invoke({ ...call, functionName: 'other' }, signal), undefined);
  await lambda.close();
}

async function refusesMissingFolder(directory: string): Promise<void> {
  await assert.rejects(open({ directory, functionsDirectory: join(directory, 'missing') }), {
    code: 'ENOENT',
  });
}

async function hasNoLog(directory: string): Promise<void> {
  const lambda = await open({ directory });
  assert.equal(lambda.log('f'), '');
  await lambda.close();
}

async function closesTwice(directory: string): Promise<void> {
  const lambda = await open({ directory });
  await lambda.close();
  await lambda.close();
}
