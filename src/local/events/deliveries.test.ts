import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock, quiet } from '../../../test/engine/fake-clock.ts';
import { forgetfulStore } from '../../../test/store/forgetful.ts';
import type { JsonObject } from '../../base/json.ts';
import { Deliveries } from './deliveries.ts';
import { deliveryEntry } from './delivery.ts';
import { DELIVERY_QUEUE } from './queues.ts';
import type { TargetCall } from './target-call.ts';

const PLACE = 'us-east-1:123456789012';
const MACHINE = `arn:aws:states:${PLACE}:stateMachine:m`;
const QUEUE = `arn:aws:sqs:${PLACE}:dead`;

describe('Deliveries', () => {
  test('are made once they are in the outbox, and forgotten once they are made', async () => {
    const world = await delivering(['e1', 'e2'], () => 200);
    assert.deepEqual(world.inputs(), ['{"e":"e1"}', '{"e":"e2"}']);
    assert.deepEqual(await world.left(), []);
  });

  test('are made for hundreds, not more than 32 at once', async () => {
    const ids = Array.from({ length: 200 }, (_, n) => `e${n}`);
    const world = await delivering(ids, () => 200);
    assert.equal(new Set(world.inputs()).size, 200);
    assert.ok(world.atOnceMax() <= 32);
  });

  test('that fail for now are made again later, and hold up nobody', async () => {
    const world = await delivering(['e1', 'e2'], (n) => (n === 0 ? 503 : 200));
    assert.deepEqual(world.inputs(), ['{"e":"e1"}', '{"e":"e2"}']);
    assert.equal((await world.left()).length, 1);
    await world.clock.pass(2_000);
    assert.deepEqual(world.inputs(), ['{"e":"e1"}', '{"e":"e2"}', '{"e":"e1"}']);
    assert.deepEqual(await world.left(), []);
  });

  test('that can never be made go to the dead-letter queue, with why', async () => {
    const world = await delivering(['e1'], (n) => (n === 0 ? 404 : 200), {
      DeadLetterConfig: { Arn: QUEUE },
    });
    const { MessageBody, MessageAttributes } = JSON.parse(world.calls.at(-1)?.body ?? '');
    assert.equal(MessageBody, '{"e":"e1"}');
    assert.deepEqual(
      [MessageAttributes.ERROR_CODE.StringValue, MessageAttributes.RETRY_ATTEMPTS.StringValue],
      ['Unknown', '0'],
    );
    assert.deepEqual([await world.left(), world.lines], [[], []]);
  });

  test('that are tried in vain are given up when their policy says so, and told in the log', async () => {
    const world = await delivering(['e1'], () => 503, { RetryPolicy: { MaximumRetryAttempts: 2 } });
    await world.clock.pass(10_000);
    assert.equal(world.calls.length, 3);
    assert.deepEqual(await world.left(), []);
    assert.match(world.lines.join(), /^event e1: r could not reach .*stateMachine:m: Unknown$/);
  });

  test('to a service that is not here are told by name', async () => {
    const world = await delivering(['e1'], () => undefined);
    assert.match(world.lines.join(), /NotImplemented/);
  });
});

async function delivering(
  ids: readonly string[],
  answer: (n: number) => number | undefined,
  more: JsonObject = {},
) {
  const store = forgetfulStore();
  const clock = new FakeClock();
  const calls: TargetCall[] = [];
  const lines: string[] = [];
  let atOnce = 0;
  let atOnceMax = 0;
  const scope = { region: 'us-east-1', account: '123456789012' };
  const append = ids.map((eventId) =>
    deliveryEntry({
      ...{ scope, ruleArn: 'r', target: { Id: '1', Arn: MACHINE, ...more }, eventId },
      ...{ event: JSON.stringify({ e: eventId }), at: clock.now(), failed: 0 },
    }),
  );
  await store.write([], { append });
  const deliveries = new Deliveries({
    ...{ store, clock, url: () => 'http://here', log: (line) => lines.push(line) },
    onDefect: (error) => assert.fail(String(error)),
    async call(one) {
      const n = calls.push(one) - 1;
      atOnceMax = Math.max(atOnceMax, ++atOnce);
      await undefined;
      atOnce--;
      const status = answer(n);
      return status === undefined ? undefined : { status, headers: {}, body: '' };
    },
  });
  deliveries.start();
  for (let n = 0; n < ids.length; n++) await quiet();
  const left = async () => await store.outbox(DELIVERY_QUEUE, Number.MAX_SAFE_INTEGER, 999);
  const inputs = () => calls.map(({ body }) => JSON.parse(body).input);
  return { clock, calls, lines, left, inputs, atOnceMax: () => atOnceMax };
}
