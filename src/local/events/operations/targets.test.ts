import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventWorld, MACHINE, TARGET } from '../../../../test/events/event-world.ts';
import type { JsonObject } from '../../../base/json.ts';

describe('Targets of a rule', () => {
  test('are put, replaced by their ids, found and removed', async () => {
    const world = await withRule();
    const second = { ...TARGET, Id: '2', Input: '{"a":1}' };
    await put(world, TARGET, { ...second, Input: '{}' });
    await put(world, second);
    assert.deepEqual((await world.call('ListTargetsByRule', { Rule: 'r' })).Targets, [TARGET, second]);
    assert.deepEqual((await world.call('ListRuleNamesByTarget', { TargetArn: MACHINE })).RuleNames, ['r']);
    await world.call('RemoveTargets', { Rule: 'r', Ids: ['1', '2'] });
    assert.deepEqual((await world.call('ListTargetsByRule', { Rule: 'r' })).Targets, []);
  });

  test('that cannot be reached here are refused by name', async () => {
    const world = await withRule();
    await refuses(
      world,
      { Arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/c' },
      'NotImplemented',
      /targets of ecs/,
    );
    await refuses(world, { Arn: 'arn:aws:sns:us-east-1:123456789012:t' }, 'NotImplemented', /targets of sns/);
    await refuses(world, { EcsParameters: {} }, 'NotImplemented', /EcsParameters/);
  });

  test('are in the account and the region of their rule', async () => {
    const world = await withRule();
    await refuses(world, { Arn: MACHINE.replace('1234', '0000') }, 'ValidationException', /in the account/);
    await refuses(world, { Arn: MACHINE.replace('us-east-1', 'eu-west-1') }, 'ValidationException');
    const DeadLetterConfig = { Arn: 'arn:aws:sqs:us-east-1:000056789012:q' };
    await refuses(world, { DeadLetterConfig }, 'ValidationException', /dead-letter queue/);
  });

  test('that are state machines need a role', async () => {
    const world = await withRule();
    await world.refuses(
      'PutTargets',
      { Rule: 'r', Targets: [{ Id: '1', Arn: MACHINE }] },
      'ValidationException',
      /^RoleArn is required for target arn:aws:states/,
    );
  });

  test('are five at most, and none of a rule that is not there', async () => {
    const world = await withRule();
    const Targets = ['1', '2', '3', '4', '5', '6'].map((Id) => ({ ...TARGET, Id }));
    await world.refuses('PutTargets', { Rule: 'r', Targets }, 'LimitExceededException');
    await world.refuses('PutTargets', { Rule: 'no', Targets: [TARGET] }, 'ResourceNotFoundException');
    await refuses(world, { Arn: 'x' }, 'ValidationException', /not in correct format/);
  });
});

async function withRule(): Promise<EventWorld> {
  const world = await EventWorld.start();
  await world.call('PutRule', { Name: 'r', EventPattern: '{"source":["a"]}' });
  return world;
}

async function put(world: EventWorld, ...Targets: readonly JsonObject[]): Promise<void> {
  assert.deepEqual(await world.call('PutTargets', { Rule: 'r', Targets }), {
    FailedEntryCount: 0,
    FailedEntries: [],
  });
}

async function refuses(world: EventWorld, more: JsonObject, code: string, message?: RegExp): Promise<void> {
  await world.refuses('PutTargets', { Rule: 'r', Targets: [{ ...TARGET, ...more }] }, code, message);
}
