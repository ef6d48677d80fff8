import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { webhook } from './webhook.ts';

describe('A webhook', () => {
  test('gets every event in a POST of its own, in order', async () => {
    assert.deepEqual(await delivered([200, 204]), { count: 2, posts: ['{"n":0}', '{"n":1}'] });
  });

  test('that refuses one gets none of those behind it', async () => {
    assert.deepEqual(await delivered([200, 500, 200]), { count: 1, posts: ['{"n":0}', '{"n":1}'] });
  });

  test('that sends elsewhere has not taken the event', async () => {
    assert.equal((await delivered([307])).count, 0);
  });

  test('that is not there has taken nothing', async () => {
    assert.equal((await delivered(['gone'])).count, 0);
  });
});

async function delivered(answers: readonly (number | 'gone')[]) {
  const posts: unknown[] = [];
  const hook = webhook('http://hook.test/', async (url, init) => {
    assert.deepEqual([url, init?.method], ['http://hook.test/', 'POST']);
    posts.push(init?.body);
    const answer = answers[posts.length - 1];
    if (typeof answer !== 'number') throw new TypeError('fetch failed');
    return new Response(null, { status: answer });
  });
  const events = answers.map((_, n) => JSON.stringify({ n }));
  return { count: await hook.deliver(events, new AbortController().signal), posts };
}
