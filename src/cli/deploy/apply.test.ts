import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Script, scriptedAws } from '../../../test/cli/scripted-aws.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { apply, type Deployment, ResourceFailed } from './apply.ts';
import { planOf } from './plan.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { stackModel } from './stack-model.ts';
import { emptyStack, type StackRecord } from './stack-record.ts';

const QUEUES = {
  'sqs GetQueueUrl': { refuse: 'QueueDoesNotExist' },
  'sqs CreateQueue': { QueueUrl: 'http://q' },
};
const GROUP = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } };

describe('Applying a plan', () => {
  test('keeps the record before and after each call', async () => {
    const { kept, lines } = await applied({ A: GROUP });
    assert.deepEqual(kept.map(statusesOf), ['A making', 'A made']);
    assert.deepEqual(lines, ['logs CreateLogGroup', 'logs DeleteRetentionPolicy']);
  });
  test('a second time nothing is called', async () => {
    const { record } = await applied({ A: GROUP });
    assert.deepEqual((await applied({ A: GROUP }, { record })).lines, []);
  });
  test('later resources get what earlier ones answered', async () => {
    const B = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': `x-\${A}` } } };
    const { record } = await applied({ B, A: GROUP }, { script: QUEUES });
    assert.equal(record.resources[1]?.name, 'x-g');
  });
  test('a refusal stops, is told, and the next time goes on from there', async () => {
    const failing = { 'logs PutRetentionPolicy': { refuse: 'ServiceUnavailable' } };
    const group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g', RetentionInDays: 7 } };
    const { kept, failure } = await applied({ A: group }, { script: failing });
    assert.ok(failure instanceof ResourceFailed);
    const taken = { 'logs CreateLogGroup': { refuse: 'ResourceAlreadyExistsException' } };
    const { record } = await applied({ A: group }, { record: kept.at(-1), script: taken });
    assert.equal(statusesOf(record), 'A made');
  });
  test('what somebody else has made is not taken over', async () => {
    const taken = { 'logs CreateLogGroup': { refuse: 'ResourceAlreadyExistsException' } };
    assert.ok((await applied({ A: GROUP }, { script: taken })).failure instanceof ResourceFailed);
  });
  test('a replaced resource is deleted after those that used it have moved', async () => {
    const user = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { PolicyDocument: {}, Queues: [{ Ref: 'A' }] },
    };
    const first = { Type: 'AWS::Logs::LogGroup', Properties: {} };
    const { record } = await applied({ A: first, U: user }, { script: QUEUES });
    const { lines } = await applied({ A: GROUP, U: user }, { record, script: QUEUES });
    assert.deepEqual(lines, [
      'logs CreateLogGroup',
      'logs DeleteRetentionPolicy',
      'sqs SetQueueAttributes',
      'logs DeleteLogGroup',
    ]);
  });
  test('UpdateReplacePolicy Retain leaves what is replaced', async () => {
    const first = { Type: 'AWS::Logs::LogGroup', Properties: {}, UpdateReplacePolicy: 'Retain' };
    const { record } = await applied({ A: first });
    const { lines } = await applied({ A: { ...GROUP, UpdateReplacePolicy: 'Retain' } }, { record });
    assert.deepEqual(lines, ['logs CreateLogGroup', 'logs DeleteRetentionPolicy']);
  });
  test('what the template has no more is deleted, and is no error when it is gone', async () => {
    const { record } = await applied({ A: GROUP, B: { Type: 'AWS::SQS::Queue' } }, { script: QUEUES });
    const gone = { 'sqs DeleteQueue': { refuse: 'AWS.SimpleQueueService.NonExistentQueue' } };
    const after = await applied({ A: GROUP }, { record, script: gone });
    assert.equal(statusesOf(after.record), 'A made');
    assert.deepEqual(after.lines, ['sqs DeleteQueue']);
  });
  test('DeletionPolicy Retain only forgets', async () => {
    const { record } = await applied(
      { A: GROUP, B: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Retain' } },
      { script: QUEUES },
    );
    assert.deepEqual((await applied({ A: GROUP }, { record })).lines, []);
  });
});

interface Given {
  readonly record?: StackRecord | undefined;
  readonly script?: Script;
}

async function applied(resources: JsonObject, { record = emptyStack('s'), script = {} }: Given = {}) {
  const types = RESOURCE_TYPES;
  const aws = scriptedAws(script);
  const around = {
    stack: 's',
    region: 'us-east-1',
    account: '123456789012',
    parameters: new Map<string, string>(),
    exports: new Map<string, Json>(),
    types,
  };
  const model = stackModel({ Resources: resources }, around);
  const kept: StackRecord[] = [];
  const deployment: Deployment = {
    ...{
      model,
      types,
      lost: new Set<string>(),
      services: { aws, account: '123456789012', archives: new Map() },
    },
    prepared: (_, properties) => properties,
    keep: (one) => void kept.push(one),
    say: () => {},
  };
  const steps = planOf({ ...deployment, record });
  let failure: unknown;
  const done = await apply(steps, record, deployment).catch((error: unknown) => {
    failure = error;
    return record;
  });
  return { record: done, kept, failure, lines: aws.lines };
}

function statusesOf({ resources }: StackRecord): string {
  return resources.map(({ logicalId, status }) => `${logicalId} ${status}`).join(', ');
}
