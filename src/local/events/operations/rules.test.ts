import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventWorld, TARGET } from '../../../../test/events/event-world.ts';

const PATTERN = { EventPattern: '{"source":["a"]}' };
const ARN = 'arn:aws:events:us-east-1:123456789012:rule';

describe('A rule', () => {
  test('is made, described, listed, switched and deleted', async () => {
    const world = await EventWorld.start();
    assert.deepEqual(await world.call('PutRule', { Name: 'r', Description: 'd', ...PATTERN }), {
      RuleArn: `${ARN}/r`,
    });
    const shown = {
      ...{ Name: 'r', Arn: `${ARN}/r`, State: 'ENABLED', EventBusName: 'default', Description: 'd' },
      ...PATTERN,
    };
    assert.deepEqual(await world.call('DescribeRule', { Name: 'r' }), {
      ...shown,
      CreatedBy: '123456789012',
    });
    await world.call('DisableRule', { Name: 'r' });
    assert.deepEqual((await world.call('ListRules', { NamePrefix: 'r' })).Rules, [
      { ...shown, State: 'DISABLED' },
    ]);
    await world.call('EnableRule', { Name: 'r' });
    await world.call('DeleteRule', { Name: 'r' });
    await world.refuses(
      'DescribeRule',
      { Name: 'r' },
      'ResourceNotFoundException',
      /^Rule r does not exist on EventBus default\.$/,
    );
    assert.deepEqual(await world.call('DeleteRule', { Name: 'r' }), {});
  });

  test('survives the process, and is of one account and region', async () => {
    const world = await EventWorld.start();
    await world.call('PutRule', { Name: 'r', ...PATTERN });
    const next = await EventWorld.start(world);
    assert.equal((await next.call('DescribeRule', { Name: 'r' })).Name, 'r');
    for (const scope of [
      { region: 'eu-west-1', account: '123456789012' },
      { region: 'us-east-1', account: '000000000001' },
    ])
      assert.deepEqual((await next.call('ListRules', {}, scope)).Rules, []);
  });

  test('keeps its targets when it is put again', async () => {
    const world = await EventWorld.start();
    await world.rule('r', PATTERN);
    await world.call('PutRule', { Name: 'r', EventPattern: '{"source":["b"]}' });
    assert.deepEqual((await world.call('ListTargetsByRule', { Rule: 'r' })).Targets, [TARGET]);
    await world.refuses('DeleteRule', { Name: 'r' }, 'ValidationException', /has targets/);
  });

  test('that says nothing, or what nobody understands, is refused', async () => {
    const world = await EventWorld.start();
    await world.refuses(
      'PutRule',
      { Name: 'r' },
      'ValidationException',
      /EventPattern or ScheduleExpression/,
    );
    await world.refuses('PutRule', { Name: 'r', EventPattern: '{' }, 'InvalidEventPatternException');
    await world.refuses(
      'PutRule',
      { Name: 'r', ScheduleExpression: 'rate(1 minutes)' },
      'ValidationException',
    );
    await world.refuses('PutRule', { Name: 'a b', ...PATTERN }, 'ValidationException');
    await world.refuses(
      'PutRule',
      { Name: 'r', State: 'ON', ...PATTERN },
      'ValidationException',
      /enum value set/,
    );
    await world.refuses(
      'PutRule',
      { Name: 'r', EventBusName: 'no', ...PATTERN },
      'ResourceNotFoundException',
    );
  });
});
