import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MACHINE } from '../../../test/events/event-world.ts';
import { ROLE, SchedulerWorld, schedule } from '../../../test/events/scheduler-world.ts';
import type { JsonObject } from '../../base/json.ts';

const ARN = 'arn:aws:scheduler:us-east-1:123456789012:schedule/default/s';

describe('Schedules', () => {
  test('are shown as they were made, with what AWS takes for granted', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'cron(0 9 ? * MON *)', { Description: 'd', StartDate: 1_800_000_000 });
    const { answer } = await world.ask('GET', '/schedules/s');
    assert.deepEqual(answer, {
      ...{ Arn: ARN, Name: 's', GroupName: 'default', State: 'ENABLED', Description: 'd' },
      ...{ CreationDate: 1_767_268_800, LastModificationDate: 1_767_268_800, StartDate: 1_800_000_000 },
      ...{ ScheduleExpression: 'cron(0 9 ? * MON *)', ScheduleExpressionTimezone: 'UTC' },
      ...{ FlexibleTimeWindow: { Mode: 'OFF' }, ActionAfterCompletion: 'NONE' },
      Target: {
        ...{ Arn: MACHINE, RoleArn: ROLE, Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    });
  });

  test('are made once, and found where they are', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'rate(1 hour)', { ClientToken: 't' });
    await world.create('s', 'rate(1 hour)', { ClientToken: 't' });
    await refused(
      world,
      ['POST', '/schedules/s', schedule('rate(1 hour)')],
      409,
      'Schedule s already exists.',
    );
    for (const path of ['/schedules/x', '/schedules/x?groupName=default']) {
      await refused(world, ['GET', path], 404, 'Schedule x does not exist.');
      await refused(world, ['DELETE', path], 404, 'Schedule x does not exist.');
    }
    const there = { region: 'eu-west-1', account: '123456789012' };
    assert.equal((await world.ask('GET', '/schedules/s', {}, there)).status, 404);
    await refused(
      world,
      ['PUT', '/schedules/x', schedule('rate(1 hour)')],
      404,
      'Schedule x does not exist.',
    );
  });

  test('are listed by page, prefix, state and group', async () => {
    const world = await SchedulerWorld.start();
    for (const name of ['b1', 'a', 'b2']) await world.create(name, 'rate(1 hour)');
    await world.create('off', 'rate(1 hour)', { State: 'DISABLED' });
    assert.deepEqual(await world.names(), ['a', 'b1', 'b2', 'off']);
    assert.deepEqual(await listed(world, 'NamePrefix=b'), ['b1', 'b2']);
    assert.deepEqual(await listed(world, 'State=DISABLED&ScheduleGroup=default'), ['off']);
    const { answer } = await world.ask('GET', '/schedules?MaxResults=3');
    assert.deepEqual(await listed(world, `MaxResults=3&NextToken=${answer.NextToken}`), ['off']);
    const unknown = 'Schedule group g does not exist.';
    await refused(world, ['GET', '/schedules?ScheduleGroup=g'], 404, unknown);
  });

  test('count on when only something else of them changes, and anew with another expression', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'rate(5 minutes)');
    await world.pass(120_000);
    await world.ask('PUT', '/schedules/s', schedule('rate(5 minutes)', { Description: 'd' }));
    await world.pass(180_000);
    await world.ask('PUT', '/schedules/s', schedule('rate(10 minutes)'));
    await world.pass(600_000);
    const times = world.events.starts().map(({ input }) => String(input.at).slice(11, 16));
    assert.deepEqual(times, ['12:00', '12:05', '12:05', '12:15']);
  });

  test('that have had their moment can still be changed', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'at(2026-01-01T12:01:00)');
    await world.pass(120_000);
    const changed = schedule('at(2026-01-01T12:01:00)', { Description: 'd' });
    assert.equal((await world.ask('PUT', '/schedules/s', changed)).status, 200);
    const past =
      'Invalid Schedule Expression at(2026-01-01T12:01:30). It is before 2026-01-01T12:02:00.000Z.';
    await refused(world, ['PUT', '/schedules/s', schedule('at(2026-01-01T12:01:30)')], 400, past);
  });
});

describe('Groups of schedules', () => {
  test('hold schedules of their own, and take them with them', async () => {
    const world = await SchedulerWorld.start();
    await world.ask('POST', '/schedule-groups/g');
    await world.create('s', 'rate(1 minute)', { GroupName: 'g' });
    await world.create('s', 'rate(1 hour)');
    assert.deepEqual(await listed(world, 'ScheduleGroup=g'), ['s']);
    await world.ask('DELETE', '/schedule-groups/g');
    await world.pass(130_000);
    assert.deepEqual([await world.names(), world.events.calls.length], [['s'], 2]);
    const gone = 'Schedule group g does not exist.';
    await refused(world, ['GET', '/schedule-groups/g'], 404, gone);
    await refused(world, ['POST', '/schedules/t', schedule('rate(1 hour)', { GroupName: 'g' })], 404, gone);
  });

  test('take no schedule in while they are deleted', async () => {
    const world = await SchedulerWorld.start();
    await world.ask('POST', '/schedule-groups/g');
    const [deleted, made] = await Promise.all([
      world.ask('DELETE', '/schedule-groups/g'),
      world.ask('POST', '/schedules/s', schedule('rate(1 minute)', { GroupName: 'g' })),
    ]);
    assert.deepEqual([deleted.status, made.status, await world.names()], [200, 404, []]);
  });

  test('are the default one and those that were made', async () => {
    const world = await SchedulerWorld.start();
    await world.ask('POST', '/schedule-groups/g');
    await refused(world, ['POST', '/schedule-groups/g'], 409, 'Schedule group g already exists.');
    await refused(world, ['POST', '/schedule-groups/default'], 409, 'Schedule group default already exists.');
    await refused(world, ['DELETE', '/schedule-groups/default'], 400);
    const { answer } = await world.ask('GET', '/schedule-groups');
    const names = JSON.parse(JSON.stringify(answer.ScheduleGroups)).map((one: { Name: string }) => one.Name);
    assert.deepEqual(names, ['default', 'g']);
  });
});

async function refused(
  world: SchedulerWorld,
  [method, path, input]: readonly [string, string, JsonObject?],
  status: number,
  message?: string,
): Promise<void> {
  const answered = await world.ask(method, path, input);
  assert.equal(answered.status, status);
  if (message !== undefined) assert.equal(answered.answer.Message, message);
}

async function listed(world: SchedulerWorld, query: string): Promise<string[]> {
  const { answer } = await world.ask('GET', `/schedules?${query}`);
  return JSON.parse(JSON.stringify(answer.Schedules)).map((one: { Name: string }) => one.Name);
}
