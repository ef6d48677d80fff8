import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY_MS, LogsWorld, SCOPE, START } from '../../../test/logs/logs-world.ts';

const ARN = 'arn:aws:logs:us-east-1:123456789012:log-group:g';

describe('A log group', () => {
  test('is made once, and described', async () => {
    const world = new LogsWorld();
    await world.make();
    assert.deepEqual(await world.call('DescribeLogGroups', {}), {
      logGroups: [
        {
          ...{ logGroupName: 'g', creationTime: START, metricFilterCount: 0, arn: `${ARN}:*` },
          ...{ storedBytes: 0, logGroupClass: 'STANDARD', logGroupArn: ARN },
        },
      ],
    });
    await world.refuses(
      'CreateLogGroup',
      { logGroupName: 'g' },
      'ResourceAlreadyExistsException',
      /already exists$/,
    );
  });
  test('has a name of certain letters', async () => {
    const world = new LogsWorld();
    for (const logGroupName of ['', 'a b', 'a:b', 'x'.repeat(513)])
      await world.refuses('CreateLogGroup', { logGroupName }, 'InvalidParameterException');
    await world.refuses('CreateLogGroup', {}, 'InvalidParameterException', /must not be null/);
  });
  test('is of its account and region', async () => {
    const world = new LogsWorld();
    await world.make();
    const foreign = { ...SCOPE, region: 'eu-west-1' };
    assert.deepEqual(await world.call('DescribeLogGroups', {}, foreign), { logGroups: [] });
    const logGroupIdentifier = ARN.replace('us-east-1', 'eu-west-1');
    await world.refuses('DescribeLogStreams', { logGroupIdentifier }, 'ResourceNotFoundException', /group/);
  });
  test('is listed by name, page after page', async () => {
    const world = new LogsWorld();
    for (const name of ['/b', '/a', 'c', '/d']) await world.make(name);
    const first = await world.call('DescribeLogGroups', { logGroupNamePrefix: '/', limit: 2 });
    await world.make('/aa');
    const second = await world.call('DescribeLogGroups', {
      logGroupNamePrefix: '/',
      nextToken: first.nextToken ?? '',
    });
    assert.deepEqual([...namesIn(first), ...namesIn(second)], ['/a', '/b', '/d']);
    assert.deepEqual(namesIn(await world.call('DescribeLogGroups', { logGroupNamePattern: 'b' })), ['/b']);
  });
  test('that is deleted is gone with all that it holds, also when it is made again', async () => {
    const world = new LogsWorld();
    await world.put(['a']);
    await world.call('DeleteLogGroup', { logGroupName: 'g' });
    await world.refuses(
      'DeleteLogGroup',
      { logGroupName: 'g' },
      'ResourceNotFoundException',
      /group does not exist/,
    );
    await world.make('g', 's');
    assert.deepEqual(await world.messages(), []);
  });
  test('has tags', async () => {
    const world = new LogsWorld();
    await world.call('CreateLogGroup', { logGroupName: 'g', tags: { a: '1', __proto__x: '2' } });
    await world.call('TagResource', { resourceArn: ARN, tags: { a: '3', b: '4' } });
    await world.call('UntagResource', { resourceArn: ARN, tagKeys: ['__proto__x'] });
    assert.deepEqual(await world.call('ListTagsForResource', { resourceArn: ARN }), {
      tags: { a: '3', b: '4' },
    });
    await world.refuses('ListTagsForResource', { resourceArn: 'x' }, 'InvalidParameterException');
  });
  test('forgets what is older than its retention', async () => {
    const world = new LogsWorld();
    await world.put(['old']);
    await world.call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 3 });
    world.clock.now += 3 * DAY_MS;
    await world.put(['new']);
    assert.deepEqual(await world.messages(), ['old', 'new']);
    world.clock.now += 1;
    assert.deepEqual(await world.messages(), ['new']);
    await world.call('DeleteRetentionPolicy', { logGroupName: 'g' });
    assert.deepEqual(await world.messages(), ['old', 'new']);
  });
  test('has its old events deleted by the next sweep', async () => {
    const world = new LogsWorld();
    await world.put(['old']);
    await world.call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 });
    world.clock.now += 5 * DAY_MS;
    await world.restart();
    await world.call('DeleteRetentionPolicy', { logGroupName: 'g' });
    assert.deepEqual(await world.messages(), []);
  });
  test('takes the retentions that AWS offers', async () => {
    const world = new LogsWorld();
    await world.make();
    for (const retentionInDays of [0, 2, 'x', 1.5])
      await world.refuses(
        'PutRetentionPolicy',
        { logGroupName: 'g', retentionInDays },
        'InvalidParameterException',
      );
    await world.refuses(
      'PutRetentionPolicy',
      { logGroupName: 'h', retentionInDays: 1 },
      'ResourceNotFoundException',
    );
  });
  test('has no operation that is not there', () =>
    new LogsWorld().refuses('StartQuery', {}, 'NotImplemented', /CloudWatch Logs does not have StartQuery/));
});

function namesIn({ logGroups }: { readonly logGroups?: unknown }): string[] {
  // The shape of DescribeLogGroups.
  return (logGroups as { readonly logGroupName: string }[]).map(({ logGroupName }) => logGroupName);
}
