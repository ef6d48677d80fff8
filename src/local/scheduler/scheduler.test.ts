import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MACHINE } from '../../../test/events/event-world.ts';
import { ROLE, SchedulerWorld } from '../../../test/events/scheduler-world.ts';

const NOON_SECONDS = Date.parse('2026-01-01T12:00:00Z') / 1_000;

describe('A schedule', () => {
  test('with a rate is met at once, and then at every interval', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'rate(1 minute)');
    await world.pass(130_000);
    assert.deepEqual(times(world), ['12:00:00', '12:01:00', '12:02:00']);
  });

  test('begins with its StartDate, and ends with its EndDate', async () => {
    const world = await SchedulerWorld.start();
    const dates = { StartDate: NOON_SECONDS + 90, EndDate: NOON_SECONDS + 210 };
    await world.create('s', 'rate(1 minute)', dates);
    await world.create('t', 'cron(* * * * ? *)', dates);
    await world.pass(600_000);
    assert.deepEqual(times(world).sort(), ['12:01:30', '12:02:00', '12:02:30', '12:03:00', '12:03:30']);
  });

  test('in a zone is met when its clock says so', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'cron(30 21 * * ? *)', { ScheduleExpressionTimezone: 'Asia/Tokyo' });
    await world.create('t', 'at(2026-01-01T07:01:00)', { ScheduleExpressionTimezone: 'America/New_York' });
    await world.pass(3_600_000);
    assert.deepEqual(times(world), ['12:01:00', '12:30:00']);
  });

  test('with one moment is met once, and is deleted then if it says so', async () => {
    const world = await SchedulerWorld.start();
    await world.create('kept', 'at(2026-01-01T12:01:00)');
    await world.create('gone', 'at(2026-01-01T12:01:00)', { ActionAfterCompletion: 'DELETE' });
    assert.deepEqual(await world.names(), ['gone', 'kept']);
    await world.pass(600_000);
    assert.deepEqual(times(world), ['12:01:00', '12:01:00']);
    assert.deepEqual(await world.names(), ['kept']);
  });

  test('that is deleted with its end is deleted with its last moment', async () => {
    const world = await SchedulerWorld.start();
    const end = { EndDate: NOON_SECONDS + 90, ActionAfterCompletion: 'DELETE' };
    await world.create('s', 'rate(1 minute)', end);
    await world.pass(60_000);
    assert.deepEqual([times(world).length, await world.names()], [2, []]);
  });

  test('is met once for each moment, through deaths of the process', async () => {
    let world = await SchedulerWorld.start();
    await world.create('s', 'rate(1 minute)');
    const names: string[] = [];
    for (let death = 0; death < 5; death++) {
      await world.pass(75_000);
      names.push(...world.events.starts().map(({ name }) => name));
      await world.die();
      world = await SchedulerWorld.start(world);
    }
    assert.equal(names.length, 7);
    assert.equal(new Set(names).size, names.length);
  });

  test('whose only moment passed while nobody was there is met late; a recurring one goes on', async () => {
    const before = await SchedulerWorld.start();
    await before.create('once', 'at(2026-01-01T12:01:00)');
    await before.create('every', 'cron(0/5 * * * ? *)', { StartDate: NOON_SECONDS + 60 });
    await before.die();
    before.events.clock.jump(21 * 60_000 + 90_000);
    const world = await SchedulerWorld.start(before);
    await world.pass(1_000);
    assert.deepEqual(times(world), ['12:01:00']);
    assert.match(world.lines.join(), /schedule\/default\/every: missed 2026-01-01T12:05:00/);
    await world.pass(3 * 60_000);
    assert.deepEqual(times(world), ['12:01:00', '12:25:00']);
  });

  test('that is disabled rests', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'rate(1 minute)', { State: 'DISABLED' });
    await world.pass(150_000);
    assert.deepEqual(times(world), []);
  });

  test('without an input gives its target a notification', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'rate(1 minute)', { Target: { Arn: MACHINE, RoleArn: ROLE } });
    await world.pass(1_000);
    const { input } = world.events.starts()[0] ?? {};
    assert.deepEqual([input?.source, input?.detail], ['aws.scheduler', '{}']);
    assert.deepEqual(input?.resources, ['arn:aws:scheduler:us-east-1:123456789012:schedule/default/s']);
  });

  test('puts events on a bus', async () => {
    const world = await SchedulerWorld.start();
    const EventBridgeParameters = { DetailType: 'd', Source: 'shop' };
    const Arn = 'arn:aws:events:us-east-1:123456789012:event-bus/default';
    const Target = { Arn, RoleArn: ROLE, EventBridgeParameters, Input: '{"a":1}' };
    await world.create('s', 'rate(1 minute)', { Target });
    await world.pass(1_000);
    const [call] = world.events.calls;
    assert.deepEqual(
      [call?.service, JSON.parse(call?.body ?? '')],
      ['events', { Entries: [{ EventBusName: Arn, Detail: '{"a":1}', DetailType: 'd', Source: 'shop' }] }],
    );
  });

  test('that is made again under the same name is another one', async () => {
    const world = await SchedulerWorld.start();
    await world.create('s', 'at(2026-01-01T12:01:00)');
    await world.ask('DELETE', '/schedules/s');
    await world.pass(1_000);
    await world.create('s', 'at(2026-01-01T12:01:00)');
    await world.pass(60_000);
    assert.deepEqual(times(world), ['12:01:00']);
  });
});

/** The moments that executions were started for. */
function times(world: SchedulerWorld): string[] {
  return world.events.starts().map(({ input }) => String(input.at).slice(11, 19));
}
