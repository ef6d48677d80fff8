import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCOPE } from '../../../test/events/event-world.ts';
import { SchedulerWorld } from '../../../test/events/scheduler-world.ts';
import { createSchedulerApi } from './api.ts';

test('What is not here is refused by its name, and what is no JSON as AWS does', async () => {
  const world = await SchedulerWorld.start();
  const { status, answer } = await world.ask('GET', '/tags/arn');
  assert.equal(status, 501);
  assert.equal(answer.Message, 'The local EventBridge Scheduler does not have GET /tags/arn.');
  assert.equal(await typeOf(world, 'GET', '/schedules/x'), 'ResourceNotFoundException');
  assert.equal(await typeOf(world, 'GET', '/schedules?MaxResults=x'), 'ValidationException');
  for (const body of ['{', '[]']) {
    assert.equal(await typeOf(world, 'POST', '/schedules/x', body), 'SerializationException');
  }
});

async function typeOf({ scheduler }: SchedulerWorld, method: string, url: string, body = '') {
  const { pathname: path, searchParams: query } = new URL(url, 'http://here');
  const { headers } = await createSchedulerApi(scheduler).handle({
    ...{ method, path, query, headers: {}, requestId: 'r', scope: SCOPE },
    ...{ body: Buffer.from(body), signal: new AbortController().signal },
  });
  return headers['x-amzn-errortype'];
}
