import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerProcess } from '../crash/server-process.ts';
import { AwsCli, whyNoAws } from '../tutorials/aws-cli.ts';

test('a folder is a bucket for the AWS CLI, and a file that is put there starts one execution, across kill -9', {
  skip: whyNoAws(),
}, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-s3-dir-'));
  const folder = join(directory, 'buckets');
  mkdirSync(join(folder, 'inbox'), { recursive: true });
  writeFileSync(join(folder, 'inbox', 'old.txt'), 'was there');
  const options = ['--data', join(directory, 'data'), '--s3-dir', folder];
  let server = new ServerProcess(options);
  try {
    let aws = new AwsCli(await server.url);
    const machine = await ruled(aws);
    writeFileSync(join(folder, 'inbox', 'by-hand.json'), '{"a":1}');
    assert.deepEqual(await keysStarted(aws, machine, 1), ['by-hand.json']);

    const from = join(directory, 'large.bin');
    writeFileSync(from, Buffer.alloc(9 * 1024 * 1024, 'x'));
    s3(aws, 'cp', from, 's3://inbox/deep/large.bin');
    assert.ok(readFileSync(join(folder, 'inbox', 'deep', 'large.bin')).equals(readFileSync(from)));
    assert.match(
      s3(aws, 'ls', 's3://inbox', '--recursive'),
      /7 by-hand.json\n.*9437184 deep\/large.bin\n.*9 old.txt/,
    );
    s3(aws, 'cp', 's3://inbox/deep/large.bin', join(directory, 'back.bin'));
    assert.ok(readFileSync(join(directory, 'back.bin')).equals(readFileSync(from)));
    await keysStarted(aws, machine, 2);

    await server.kill('group');
    writeFileSync(join(folder, 'inbox', 'meanwhile.txt'), 'x');
    server = new ServerProcess(options);
    aws = new AwsCli(await server.url);
    const keys = await keysStarted(aws, machine, 3);
    assert.deepEqual(keys, ['by-hand.json', 'deep/large.bin', 'meanwhile.txt']);
    s3(aws, 'rm', 's3://inbox/old.txt');
    assert.ok(!readdirSync(join(folder, 'inbox')).includes('old.txt'));
  } finally {
    await server.kill('group');
    rmSync(directory, { recursive: true, force: true });
  }
});

const ROLE = 'arn:aws:iam::123456789012:role/r';

async function ruled(aws: AwsCli): Promise<string> {
  const definition = JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } });
  const create = ['--name', 'm', '--role-arn', ROLE, '--definition', definition];
  const { stateMachineArn } = await aws.states('create-state-machine', ...create);
  const pattern = '{"source":["aws.s3"],"detail-type":["Object Created"]}';
  await aws.call('events', 'put-rule', '--name', 'r', '--event-pattern', pattern);
  const targets = `Id=1,Arn=${stateMachineArn},RoleArn=${ROLE}`;
  await aws.call('events', 'put-targets', '--rule', 'r', '--targets', targets);
  return String(stateMachineArn);
}

/** Waits for so many executions, and then for a moment in which another could come. */
async function keysStarted(aws: AwsCli, machine: string, wanted: number): Promise<string[]> {
  const deadline = performance.now() + 60_000;
  for (let before = -1; ; await sleep(1_500)) {
    const { executions } = await aws.states('list-executions', '--state-machine-arn', machine);
    assert.ok(Array.isArray(executions));
    if (executions.length === before && (before >= wanted || performance.now() > deadline)) {
      const keys = executions.map(async ({ executionArn }) => {
        const { input } = await aws.states('describe-execution', '--execution-arn', executionArn);
        return String(JSON.parse(String(input)).detail.object.key);
      });
      return (await Promise.all(keys)).sort();
    }
    before = executions.length;
  }
}

function s3(aws: AwsCli, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('aws', ['s3', ...args], {
    env: aws.environment,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout;
}
