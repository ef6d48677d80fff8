import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { quiet } from '../../../test/engine/fake-clock.ts';
import { EventWorld, MACHINE, SCOPE } from '../../../test/events/event-world.ts';
import type { JsonObject } from '../../base/json.ts';
import { BUS_QUEUE, DELIVERY_QUEUE } from './queues.ts';

const ON_A = { EventPattern: '{"source":["a"]}' };

describe('An event', () => {
  test('starts an execution for every rule that it meets, with itself as the input', async () => {
    const world = await EventWorld.start();
    await world.rule('r', ON_A);
    await world.rule('s', { EventPattern: '{"detail":{"n":[1]}}' });
    await world.rule('off', { ...ON_A, State: 'DISABLED' });
    await put(world, { Source: 'a', Detail: '{"n":1}' }, { Source: 'b', Detail: '{"n":2}' });
    const starts = world.starts();
    assert.equal(starts.length, 2);
    assert.equal(new Set(starts.map(({ name }) => name)).size, 2);
    assert.deepEqual(starts[0]?.input, {
      ...{ version: '0', id: 'uuid-1', 'detail-type': 't', source: 'a', account: SCOPE.account },
      ...{ time: '2026-01-01T12:00:00Z', region: SCOPE.region, resources: [], detail: { n: 1 } },
    });
  });

  test('stays on its own bus, account and region', async () => {
    const world = await EventWorld.start();
    await world.rule('r', ON_A);
    await world.call('CreateEventBus', { Name: 'shop' });
    await put(world, { Source: 'a', EventBusName: 'shop' });
    const Entries = [{ Source: 'a', DetailType: 't', Detail: '{}' }];
    await world.call('PutEvents', { Entries }, { ...SCOPE, region: 'eu-west-1' });
    assert.deepEqual(world.calls, []);
  });

  test('that cannot be taken is told by itself', async () => {
    const world = await EventWorld.start();
    const { Entries, FailedEntryCount } = await put(
      world,
      ...[
        { Source: 'a' },
        { Source: 'a', Detail: '[]' },
        { Source: 'aws.a' },
        { Source: 'a', EventBusName: 'no' },
      ],
      { Detail: '{}' },
    );
    assert.equal(FailedEntryCount, 4);
    assert.deepEqual(Entries, [
      { EventId: 'uuid-1' },
      { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
      { ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'Event bus no does not exist.' },
      {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
      },
    ]);
    await world.refuses('PutEvents', { Entries: [] }, 'ValidationException');
  });

  test('that was accepted is delivered by the next process, under the same name', async () => {
    const world = await EventWorld.start();
    await world.rule('r', ON_A);
    await put(world, { Source: 'a' });
    // The process that dies before it can forget: its delivery is still in the outbox.
    const [call] = world.calls;
    const text = await deliveryOf(world);
    await world.store.write([], { append: [{ queue: DELIVERY_QUEUE, text }] });
    const next = await EventWorld.start(world);
    assert.deepEqual(next.calls, [call]);
  });

  test('of the engine is spread to the rules of its account’s default bus', async () => {
    const world = await EventWorld.start();
    await world.rule('r', { EventPattern: '{"source":["aws.states"]}' });
    const event = { id: 'e', source: 'aws.states', ...SCOPE, detail: {} };
    const append = [event, { ...event, account: '000000000001' }].map((one) => ({
      ...{ queue: BUS_QUEUE, text: JSON.stringify(one) },
    }));
    await world.store.write([], { append });
    world.bridge.wake();
    await quiet();
    assert.deepEqual(
      world.starts().map(({ input }) => input),
      [event],
    );
    assert.deepEqual(await world.store.outbox(BUS_QUEUE, 0, 9), []);
  });

  test('is awaited where a rule on the default bus has a pattern', async () => {
    const world = await EventWorld.start();
    const isAwaited = () => world.bridge.rules.isAwaited(SCOPE.region, SCOPE.account);
    assert.equal(isAwaited(), false);
    await world.rule('every', { ScheduleExpression: 'rate(1 minute)' });
    assert.equal(isAwaited(), false);
    await world.rule('r', ON_A);
    assert.equal(isAwaited(), true);
    await world.call('DisableRule', { Name: 'r' });
    assert.equal(isAwaited(), false);
  });
});

describe('A schedule', () => {
  test('is met at each of its moments, with an event that tells which', async () => {
    const world = await EventWorld.start();
    await world.rule('every', { ScheduleExpression: 'rate(1 minute)' });
    await world.clock.pass(150_000);
    assert.deepEqual(
      world.starts().map(({ input }) => [input.source, input['detail-type'], input.time, input.resources]),
      ['12:01:00', '12:02:00'].map((time) => [
        ...['aws.events', 'Scheduled Event', `2026-01-01T${time}Z`],
        ['arn:aws:events:us-east-1:123456789012:rule/every'],
      ]),
    );
  });

  test('goes on after a restart where it was, and makes nothing up', async () => {
    const world = await EventWorld.start();
    await world.rule('every', { ScheduleExpression: 'rate(1 minute)' });
    await world.clock.pass(90_000);
    await world.bridge.close();
    world.clock.jump(10 * 60_000);
    const next = await EventWorld.start(world);
    await next.clock.pass(60_000);
    const times = next.starts().map(({ input }) => input.time);
    assert.deepEqual(times, ['2026-01-01T12:12:00Z']);
  });

  test('that is late by less than a minute is met', async () => {
    const world = await EventWorld.start();
    await world.rule('every', { ScheduleExpression: 'rate(5 minutes)' });
    await world.bridge.close();
    world.clock.jump(5 * 60_000 + 30_000);
    const next = await EventWorld.start(world);
    await quiet();
    assert.equal(next.starts().length, 1);
    const third = await EventWorld.start(next);
    assert.equal(third.starts().length, 0);
  });

  test('that is disabled rests, and counts on from where it began', async () => {
    const world = await EventWorld.start();
    await world.rule('every', { ScheduleExpression: 'rate(1 minute)' });
    await world.call('DisableRule', { Name: 'every' });
    await world.clock.pass(150_000);
    assert.deepEqual(world.calls, []);
    await world.call('EnableRule', { Name: 'every' });
    await world.clock.pass(30_000);
    assert.equal(world.calls.length, 1);
  });
});

async function put(world: EventWorld, ...entries: readonly JsonObject[]): Promise<JsonObject> {
  const Entries = entries.map((entry) => ({ DetailType: 't', Detail: '{}', ...entry }));
  const answer = await world.call('PutEvents', { Entries });
  for (let n = 0; n < 5; n++) await quiet();
  return answer;
}

/** As it stood in the outbox before it was made. */
async function deliveryOf(world: EventWorld): Promise<string> {
  const [start] = world.starts();
  const target = { Id: '1', Arn: MACHINE, RoleArn: 'arn:aws:iam::123456789012:role/r' };
  return JSON.stringify({
    ...{ scope: SCOPE, ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/r', target, eventId: 'uuid-1' },
    ...{ event: JSON.stringify(start?.input), at: world.clock.now(), failed: 0 },
  });
}
