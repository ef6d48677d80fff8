import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DAY_MS, LogsWorld, messagesOf, START } from '../../../test/logs/logs-world.ts';
import type { JsonObject } from '../../base/json.ts';

const STREAM = { logGroupName: 'g', logStreamName: 's' };

describe('PutLogEvents', () => {
  test('acknowledges what a later process finds', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-logs-'));
    const world = new LogsWorld({ directory });
    await world.put(['a', 'ü\n"']);
    assert.deepEqual(await world.afterCrash.messages(), ['a', 'ü\n"']);
    await world.close();
    rmSync(directory, { recursive: true });
  });
  test('wants a group and a stream that are there', async () => {
    const world = new LogsWorld();
    const logEvents = [{ timestamp: START, message: 'm' }];
    await world.refuses('PutLogEvents', { ...STREAM, logEvents }, 'ResourceNotFoundException', /group/);
    await world.make();
    await world.refuses('PutLogEvents', { ...STREAM, logEvents }, 'ResourceNotFoundException', /stream/);
  });
  test('wants events in their order, of one day, and not too many', async () => {
    await refuses([], /1 to 10000/);
    await refuses([{ timestamp: START }], /needs a timestamp/);
    await refuses([event(1), event(0)], /chronological order/);
    await refuses([event(0), event(DAY_MS + 1)], /24 hours/);
    await refuses(
      Array.from({ length: 10_001 }, () => event(0)),
      /1 to 10000/,
    );
    await refuses([{ timestamp: START, message: 'x'.repeat(1_048_576) }], /Upload too large/);
  });
  test('leaves out what is too old or too far ahead, and says so', async () => {
    const world = new LogsWorld();
    const old = await world.put(['old'], { at: START - 15 * DAY_MS });
    assert.deepEqual(old.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1 });
    const ahead = await world.put(['new'], { at: START + 3 * 3_600_000 });
    assert.deepEqual(ahead.rejectedLogEventsInfo, { tooNewLogEventStartIndex: 0 });
    assert.deepEqual(await world.messages(), []);
  });
});

describe('GetLogEvents', () => {
  test('answers with the last ones, or from the head', async () => {
    const world = await written(5);
    assert.deepEqual(messagesOf(await world.call('GetLogEvents', { ...STREAM, limit: 2 })), ['m3', 'm4']);
    assert.deepEqual(
      messagesOf(await world.call('GetLogEvents', { ...STREAM, limit: 2, startFromHead: true })),
      ['m0', 'm1'],
    );
  });
  test('goes on by its tokens, which stay the same at the end', async () => {
    const world = await written(5);
    const page = await world.call('GetLogEvents', { ...STREAM, limit: 2 });
    const before = await world.call('GetLogEvents', {
      ...STREAM,
      limit: 2,
      nextToken: page.nextBackwardToken ?? '',
    });
    const end = await world.call('GetLogEvents', { ...STREAM, nextToken: page.nextForwardToken ?? '' });
    assert.deepEqual([messagesOf(before), messagesOf(end)], [['m1', 'm2'], []]);
    assert.equal(end.nextForwardToken, page.nextForwardToken);
    await world.put(['later'], { at: START + 10 });
    assert.deepEqual(
      messagesOf(await world.call('GetLogEvents', { ...STREAM, nextToken: end.nextForwardToken ?? '' })),
      ['later'],
    );
  });
  test('of an empty stream has tokens that later find what comes', async () => {
    const world = new LogsWorld();
    await world.make('g', 's');
    const { nextForwardToken = '' } = await world.call('GetLogEvents', STREAM);
    await world.put(['a']);
    assert.deepEqual(
      messagesOf(await world.call('GetLogEvents', { ...STREAM, nextToken: nextForwardToken })),
      ['a'],
    );
  });
  test('refuses a token that is none', async () => {
    const world = await written(1);
    for (const nextToken of ['', 'x', 'f/1', 'f/1-2-x'])
      await world.refuses('GetLogEvents', { ...STREAM, nextToken }, 'InvalidParameterException', /nextToken/);
  });
});

describe('FilterLogEvents', () => {
  test('merges the streams of a group by time, and names them', async () => {
    const world = new LogsWorld();
    await world.put(['a', 'c'], { stream: 's' });
    await world.put(['b'], { stream: 't', at: START + 1 });
    assert.deepEqual(await world.messages(), ['a', 'c', 'b']);
    const { events } = await world.call('FilterLogEvents', { logGroupName: 'g', logStreamNames: ['t'] });
    assert.deepEqual(events, [
      {
        ...{ logStreamName: 't', timestamp: START + 1, message: 'b', ingestionTime: START },
        eventId: '00017684352000010001768435200000000000000000000000000002',
      },
    ]);
    await world.refuses(
      'FilterLogEvents',
      { logGroupName: 'g', logStreamNames: ['x'] },
      'ResourceNotFoundException',
    );
  });
  test('finds what a pattern lets through, from a start to an end', async () => {
    const world = await written(10);
    assert.deepEqual(await world.messages({ filterPattern: '?m2 ?m7' }), ['m2', 'm7']);
    assert.deepEqual(await world.messages({ startTime: START + 3, endTime: START + 5 }), ['m3', 'm4']);
    await world.refuses(
      'FilterLogEvents',
      { logGroupName: 'g', filterPattern: '"' },
      'InvalidParameterException',
    );
  });
  test('goes on page after page, to the last one without a token', async () => {
    const world = await written(4);
    const first = await world.call('FilterLogEvents', { logGroupName: 'g', limit: 2 });
    const second = await world.call('FilterLogEvents', {
      logGroupName: 'g',
      limit: 2,
      nextToken: first.nextToken ?? '',
    });
    assert.deepEqual(
      [messagesOf(first), messagesOf(second)],
      [
        ['m0', 'm1'],
        ['m2', 'm3'],
      ],
    );
    assert.equal(second.nextToken, undefined);
  });
  test('answers with a megabyte at most', async () => {
    const world = new LogsWorld();
    for (const message of ['a', 'b', 'c']) await world.put([message.repeat(600_000)]);
    const { events, nextToken } = await world.call('FilterLogEvents', { logGroupName: 'g' });
    assert.deepEqual([Object(events).length, typeof nextToken], [1, 'string']);
  });
});

function event(ms: number): JsonObject {
  return { timestamp: START + ms, message: 'm' };
}

async function refuses(logEvents: JsonObject[], message: RegExp): Promise<void> {
  const world = new LogsWorld();
  await world.make('g', 's');
  await world.refuses('PutLogEvents', { ...STREAM, logEvents }, 'InvalidParameterException', message);
}

async function written(count: number): Promise<LogsWorld> {
  const world = new LogsWorld();
  await world.put(Array.from({ length: count }, (_, index) => `m${index}`));
  return world;
}
