import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LogsWorld, START } from '../../../test/logs/logs-world.ts';
import type { JsonObject } from '../../base/json.ts';

describe('A log stream', () => {
  test('is made once', async () => {
    const world = new LogsWorld();
    await world.make('g', 's');
    const stream = { logGroupName: 'g', logStreamName: 's' };
    await world.refuses('CreateLogStream', stream, 'ResourceAlreadyExistsException', /stream already exists/);
    await world.refuses(
      'CreateLogStream',
      { ...stream, logGroupName: 'h' },
      'ResourceNotFoundException',
      /group/,
    );
    await world.refuses('CreateLogStream', { ...stream, logStreamName: 'a:b' }, 'InvalidParameterException');
  });
  test('is described with the times of its events', async () => {
    const world = new LogsWorld();
    await world.put(['a', 'b']);
    world.clock.now += 5;
    assert.deepEqual((await world.call('DescribeLogStreams', { logGroupName: 'g' })).logStreams, [
      {
        ...{ logStreamName: 's', creationTime: START, firstEventTimestamp: START },
        ...{ lastEventTimestamp: START + 1, lastIngestionTime: START },
        arn: 'arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s',
        storedBytes: 0,
      },
    ]);
  });
  test('is listed by name, or by its last event', async () => {
    const world = new LogsWorld();
    for (const [index, stream] of ['b', 'c', 'a'].entries())
      await world.put(['x'], { stream, at: START + index });
    assert.deepEqual(await listed(world, {}), ['a', 'b', 'c']);
    assert.deepEqual(await listed(world, { descending: true, limit: 2 }), ['c', 'b']);
    assert.deepEqual(await listed(world, { orderBy: 'LastEventTime' }), ['b', 'c', 'a']);
    assert.deepEqual(await listed(world, { logStreamNamePrefix: 'c' }), ['c']);
    await world.refuses(
      'DescribeLogStreams',
      { logGroupName: 'g', orderBy: 'x' },
      'InvalidParameterException',
    );
  });
  test('that is deleted is gone with its events, also when it is made again', async () => {
    const world = new LogsWorld();
    await world.put(['a']);
    await world.put(['b'], { stream: 'other' });
    const stream = { logGroupName: 'g', logStreamName: 's' };
    await world.call('DeleteLogStream', stream);
    await world.refuses('DeleteLogStream', stream, 'ResourceNotFoundException', /stream does not exist/);
    await world.make('g', 's');
    assert.deepEqual(await world.messages(), ['b']);
  });
});

async function listed(world: LogsWorld, input: JsonObject): Promise<string[]> {
  const { logStreams } = await world.call('DescribeLogStreams', { logGroupName: 'g', ...input });
  // The shape of DescribeLogStreams.
  return (logStreams as { readonly logStreamName: string }[]).map(({ logStreamName }) => logStreamName);
}
