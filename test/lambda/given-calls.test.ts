import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { killedHost } from './killed-host.ts';
import { type Asked, type QuickFunction, quickFunction } from './quick-function.ts';

// A process of a quick function is given several calls at once. Whatever becomes of one of them, the others are made, once.
for (const language of ['node', 'python'] as const) {
  describe(`Calls that a process of a ${language} function is given at once`, { concurrency: true }, () => {
    test('are made in order', async () => {
      await using it = await quickFunction(language, { concurrencyMax: 1 });
      const calls = it.calls(Array.from({ length: 20 }, () => 'quick'));
      await succeed(calls);
      assert.deepEqual(
        await it.effects(),
        calls.map(({ id }) => id),
      );
    });

    for (const slow of ['waits', 'spins'] as const) {
      test(`are made by another behind one that ${slow}`, async () => {
        await using it = await quickFunction(language);
        const [first, ...others] = it.calls([slow, 'quick', 'quick', 'quick']);
        await succeed(others);
        await it.release();
        await succeed([first]);
        await madeOnce(it, [first, ...others]);
      });
    }

    test('are made by another when the process dies', async () => {
      await using it = await quickFunction(language);
      const [first, ...others] = it.calls(['dies', 'quick', 'quick']);
      await fails(first, /exit status 3/);
      await succeed(others);
      await madeOnce(it, [first, ...others]);
    });

    test('are made by another when one is stopped', async () => {
      await using it = await quickFunction(language);
      const [first, ...others] = it.calls(['hangs', 'quick', 'quick']);
      await stopped(it, first);
      await succeed(others);
      await madeOnce(it, [first, ...others]);
    });

    test('are made by another when one takes too long', async () => {
      await using it = await quickFunction(language, { timeout: 3, concurrencyMax: 1 });
      const [first, ...others] = it.calls(['hangs', 'quick', 'quick']);
      await fails(first, /Task timed out after 3\.00 seconds/);
      await succeed(others);
      await madeOnce(it, [first, ...others]);
    });

    test('have all of their time from where they begin', async () => {
      await using it = await quickFunction(language, { timeout: 3, concurrencyMax: 1 });
      await succeed(it.calls(Array.from({ length: 16 }, () => 'sleeps')));
    });

    test('are not made when they are stopped before they begin', async () => {
      await using it = await quickFunction(language, { concurrencyMax: 1 });
      const [first, second, third] = it.calls(['waits', 'quick', 'quick']);
      if (first) await it.began(first);
      second?.stop();
      await assert.rejects(second?.answer ?? Promise.resolve(), /was stopped before/);
      await it.release();
      await succeed([first, third]);
      await madeOnce(it, [first, third]);
    });

    test('are answered whole and in order where answers are long', async () => {
      await using it = await quickFunction(language, { concurrencyMax: 1 });
      const calls = it.calls(['long', 'long', 'quick', 'long']);
      const payloads = await Promise.all(calls.map(async ({ answer }) => (await answer).payload));
      assert.deepEqual(
        payloads.map(({ length }) => length > 2_000_000),
        [true, true, false, true],
      );
    });
  });

  test(`Each of several calls of a ${language} function is made once when its server is killed`, async () => {
    await using it = await killedHost(language);
    await it.trusted();
    for (let attempt = 0; attempt < 30; attempt++) await it.answered('either', `warm-${attempt}`);
    const attempts = ['slow-0', ...Array.from({ length: 8 }, (_, index) => `quick-${index}`)];
    await it.beganOneOf('either', attempts);
    await it.kill();
    await Promise.all(
      attempts.map(async (attempt) => {
        const found = await it.resumed('either', attempt);
        if (found === 'unsent') await it.calls('either', attempt);
        else assert.equal(found, `"done ${attempt}"`);
      }),
    );
    const effects = (await it.effects()).filter((effect) => attempts.includes(effect));
    assert.deepEqual(effects.toSorted(), attempts.toSorted());
  });
}

async function succeed(calls: readonly (Asked | undefined)[]): Promise<void> {
  for (const call of calls) assert.equal((await call?.answer)?.payload, JSON.stringify(call?.id));
}

async function fails(call: Asked | undefined, error: RegExp): Promise<void> {
  assert.match((await call?.answer)?.payload ?? '', error);
}

async function stopped(it: QuickFunction, call: Asked | undefined): Promise<void> {
  assert.ok(call);
  await it.began(call);
  call.stop();
  await assert.rejects(call.answer, /was stopped before/);
}

async function madeOnce(it: QuickFunction, calls: readonly (Asked | undefined)[]): Promise<void> {
  await Promise.allSettled(calls.map((call) => call?.answer));
  assert.deepEqual((await it.effects()).toSorted(), calls.map((call) => call?.id).toSorted());
}
