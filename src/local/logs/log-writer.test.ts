import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LogsWorld, SCOPE, START } from '../../../test/logs/logs-world.ts';
import type { LogBatch } from '../../base/log-groups.ts';

describe('What executions and functions log', () => {
  test('goes to a stream that is made for it, in the order of the calls', async () => {
    const world = new LogsWorld();
    await world.make();
    await logs(world, 'a', 'b', 'c');
    assert.deepEqual(await world.messages(), ['a', 'b', 'c']);
  });
  test('without a group is dropped, unless it makes the group', async () => {
    const world = new LogsWorld();
    await logs(world, 'a');
    await world.refuses('FilterLogEvents', { logGroupName: 'g' }, 'ResourceNotFoundException');
    (await world.groups()).append(batch('b', { makesGroup: true }));
    await world.restart();
    await world.make('g');
    assert.ok(await (await world.groups()).has({ ...SCOPE, group: 'g' }));
  });
  test('finds a group that was deleted and made again', async () => {
    const world = new LogsWorld();
    await world.make();
    await logs(world, 'a');
    await world.call('DeleteLogGroup', { logGroupName: 'g' });
    await world.make();
    (await world.groups()).append(batch('b'));
    await (await world.groups()).has({ ...SCOPE, group: 'g' });
    await world.close();
    assert.deepEqual(await world.messages(), ['b']);
  });
  test('is dropped, and that is said, when the disk is too slow for it', async () => {
    const world = new LogsWorld();
    await world.make();
    const groups = await world.groups();
    for (let i = 0; i < 40; i++) groups.append(batch('x'.repeat(1_048_576)));
    await world.close();
    assert.match(world.said.join('\n'), /log events are dropped\n\d+ log events were dropped/);
  });
});

function batch(message: string, more: Partial<LogBatch> = {}): LogBatch {
  return { ...SCOPE, group: 'g', stream: 's', events: [{ timestamp: START, message }], ...more };
}

/** Written when it resolves. */
async function logs(world: LogsWorld, ...messages: readonly string[]): Promise<void> {
  const groups = await world.groups();
  for (const message of messages) groups.append(batch(message));
  await world.close();
}
