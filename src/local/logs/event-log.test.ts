import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EventLog, type EventQuery } from './event-log.ts';
import { MemorySegments } from './segment-files.ts';

const START = Date.UTC(2026, 0, 1);
const DAY_MS = 24 * 3_600_000;

describe('The log of a group', () => {
  test('reads in the order of time, and of arrival where that is the same', async () => {
    assert.deepEqual(await read(['5 b', '3 a', '5 c']), ['a', 'b', 'c']);
  });
  test('reads what lies from one moment to another', async () => {
    assert.deepEqual(await read(['1 a', '2 b', '3 c'], { from: 2, until: 3 }), ['b']);
  });
  test('reads the streams that are asked for', async () => {
    assert.deepEqual(await read(['1 a', '2 b 7', '3 c'], { streams: new Set([7]) }), ['b']);
  });
  test('reads the first ones, or the last ones', async () => {
    const lines = ['1 a', '2 b', '3 c'];
    assert.deepEqual(await read(lines, { limit: 2 }), ['a', 'b']);
    assert.deepEqual(await read(lines, { limit: 2, fromTail: true }), ['b', 'c']);
  });
  test('goes on behind a position, and before one', async () => {
    const log = await written(['1 a', '1 b', '2 c']);
    const [first, second] = await log.read(ALL);
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(messages(await log.read({ ...ALL, after: first })), ['b', 'c']);
    assert.deepEqual(messages(await log.read({ ...ALL, before: second })), ['a']);
  });
  test('reads from many segments as from one', async () => {
    const log = await written(
      Array.from({ length: 40 }, (_, i) => `${(i * 7) % 40} ${'x'.repeat(100_000)}${i}`),
    );
    const found = await log.read({ ...ALL, limit: 12 });
    assert.deepEqual(
      found.map(({ timestamp }) => timestamp),
      Array.from({ length: 12 }, (_, i) => i),
    );
    assert.ok(new Set(found.map(({ segment }) => segment)).size > 1);
  });
  test('keeps what was acknowledged, and forgets the half line of a crash', async () => {
    const files = new MemorySegments();
    await written(['1 a'], files);
    const [segment = 0] = await files.list();
    await files.append(segment, '[1,2,3,"hal');
    const next = new EventLog(files, () => START);
    await next.append([{ stream: 1, timestamp: 2, message: 'b' }]);
    assert.deepEqual(messages(await next.read(ALL)), ['a', 'b']);
  });
  test('knows the times of each stream, before and after more is written', async () => {
    const log = await written(['1 a', '9 b', '4 c 7']);
    assert.deepEqual((await log.streams()).get(1), { first: 1, last: 9, ingestedAt: START });
    await log.append([{ stream: 7, timestamp: 12, message: 'd' }]);
    assert.deepEqual((await log.streams()).get(7), { first: 4, last: 12, ingestedAt: START });
  });
  test('forgets whole segments that ended long enough ago', async () => {
    const clock = { now: START };
    const log = new EventLog(new MemorySegments(), () => clock.now);
    for (const message of ['old', 'new']) {
      await log.append([{ stream: 1, timestamp: clock.now, message }]);
      clock.now += 3 * DAY_MS;
    }
    await log.forget(START + 4 * DAY_MS);
    assert.deepEqual(messages(await log.read(ALL)), ['new']);
  });
  test('appends that come together are in their order', async () => {
    const log = new EventLog(new MemorySegments(), () => START);
    await Promise.all(['a', 'b', 'c'].map((message) => log.append([{ stream: 1, timestamp: 1, message }])));
    assert.deepEqual(messages(await log.read(ALL)), ['a', 'b', 'c']);
  });
  test('what is written while its files are read for the first time is found afterwards', async () => {
    const files = new SlowSegments();
    const former = await written(['1 a'], files);
    await former.close();
    const log = new EventLog(files, () => START);
    const first = log.read(ALL);
    const append = log.append([{ stream: 7, timestamp: 9, message: 'b' }]);
    files.release();
    await Promise.all([first, append]);
    assert.deepEqual(messages(await log.read({ ...ALL, streams: new Set([7]) })), ['b']);
  });
  test('a disk that fails is told to the caller, and the next line goes elsewhere', async () => {
    const files = new FailingOnce();
    const log = new EventLog(files, () => START);
    await assert.rejects(log.append([{ stream: 1, timestamp: 1, message: 'a' }]), /cannot be written/);
    await log.append([{ stream: 1, timestamp: 2, message: 'b' }]);
    assert.deepEqual(messages(await log.read(ALL)), ['b']);
  });
});

const ALL: EventQuery = { from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1000 };

/** Reads what is there at once, and tells it when it is told to. */
class SlowSegments extends MemorySegments {
  readonly #gate = Promise.withResolvers<void>();

  release(): void {
    setImmediate(() => this.#gate.resolve());
  }

  override async read(segment: number): Promise<string> {
    const text = await super.read(segment);
    await this.#gate.promise;
    return text;
  }
}

class FailingOnce extends MemorySegments {
  #hasFailed = false;

  override async append(segment: number, text: string): Promise<void> {
    if (this.#hasFailed) return await super.append(segment, text);
    this.#hasFailed = true;
    await super.append(segment, text.slice(0, 5));
    throw Object.assign(new Error('disk full'), { syscall: 'write' });
  }
}

/** Lines are `time message stream`. */
async function written(lines: readonly string[], files = new MemorySegments()): Promise<EventLog> {
  const log = new EventLog(files, () => START);
  await log.append(
    lines.map((line) => {
      const [timestamp, message = '', stream = '1'] = line.split(' ');
      return { stream: Number(stream), timestamp: Number(timestamp), message };
    }),
  );
  return log;
}

async function read(lines: readonly string[], query: Partial<EventQuery> = {}): Promise<string[]> {
  return messages(await (await written(lines)).read({ ...ALL, ...query }));
}

function messages(events: readonly { readonly message: string }[]): string[] {
  return events.map(({ message }) => message);
}
