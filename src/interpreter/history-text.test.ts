import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anyRecord } from '../../test/interpreter/any-record.ts';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { activityTask, distributed, map, pass, task, tokenTask } from '../../test/interpreter/states.ts';
import { compile } from '../asl/compile.ts';
import { JsonBytes } from '../base/json-bytes.ts';
import { EVENT_LAYOUTS } from './event-layouts.ts';
import { tellChunk } from './history.ts';
import { HistoryText } from './history-text.ts';
import { type Chunk, ChunkEncoder, decodeChunk, decodeEvents } from './journal.ts';
import { isEvent, type Record } from './record.ts';

describe('The text of a history', () => {
  test('is that of its events, whatever they are', () => {
    fc.assert(fc.property(chunk, fc.boolean(), isThatOfEvents), { numRuns: 500, seed: 20261128 });
  });

  test('of a range is that of the events in it, in either direction', () => {
    fc.assert(fc.property(chunk, range, fc.boolean(), isThatOfRange), { numRuns: 500, seed: 20261128 });
  });

  test('has been that of every event there is', () => {
    const records = fc.sample(anyRecord, { numRuns: 2000, seed: 20261128 }).filter(isEvent);
    const types = new Set(records.map(({ type }) => type));
    assert.deepEqual([...types].sort(), Object.keys(EVENT_LAYOUTS).sort());
  });
});

const NAME = 'A"\\é\u{1F600}\u2028';
const DEFINITION = {
  StartAt: NAME,
  States: {
    [NAME]: pass({ Next: 'T' }),
    T: task({ Next: 'S' }),
    S: tokenTask({ Next: 'W' }),
    W: activityTask({ Next: 'M' }),
    M: map({ P: pass() }, { Next: 'D' }),
    D: distributed({ P: pass() }),
  },
};
const PROGRAM = compile(JSON.stringify(DEFINITION));
const WITH_DATA = { program: PROGRAM, identity: IDENTITY, includeExecutionData: true };
const ALL = PROGRAM.states.keys().toArray();
const TASKS = ALL.filter((index) => PROGRAM.states[index]?.type === 'Task');
const DISTRIBUTED = ALL.filter((index) => PROGRAM.states[index]?.name === 'D');

const record = fc.tuple(anyRecord, fc.nat()).map(([any, chosen]): Record => {
  if (!('state' in any)) return any;
  const { type } = any;
  const indexes = type.startsWith('Task') ? TASKS : type.startsWith('MapRun') ? DISTRIBUTED : ALL;
  return { ...any, state: indexes[chosen % indexes.length] ?? 0 };
});
const chunk: fc.Arbitrary<Chunk> = fc
  .record({ at: fc.nat({ max: 4e12 }), records: fc.array(record, { maxLength: 12 }) })
  .map(({ at, records }) => ({ at, firstEventId: 1000, records }));
const range = fc.record({ first: fc.integer({ min: 990, max: 1012 }), count: fc.nat(20) });

function isThatOfEvents(one: Chunk, includeExecutionData: boolean): void {
  const narrator = { ...WITH_DATA, includeExecutionData };
  const events = tellChunk(narrator, one).map((event) => ({ ...event, timestamp: event.timestamp / 1000 }));
  const all = { first: 0, last: Number.POSITIVE_INFINITY };
  assert.equal(textOf(one, all, { includeExecutionData, isReverse: false }), JSON.stringify(events));
}

function isThatOfRange(
  one: Chunk,
  { first, count }: { first: number; count: number },
  isReverse: boolean,
): void {
  const last = first + count - 1;
  const told = tellChunk(WITH_DATA, decodeChunk(new ChunkEncoder().encode(one)));
  const within = told.filter(({ id }) => id >= first && id <= last);
  const events = (isReverse ? within.toReversed() : within).map((event) => ({
    ...event,
    timestamp: event.timestamp / 1000,
  }));
  const text = textOf(one, { first, last }, { includeExecutionData: true, isReverse });
  assert.equal(text, JSON.stringify(events));
}

function textOf(
  one: Chunk,
  within: Parameters<typeof decodeEvents>[1],
  { includeExecutionData, isReverse }: { includeExecutionData: boolean; isReverse: boolean },
): string {
  const bytes = new JsonBytes();
  const text = new HistoryText({ ...WITH_DATA, includeExecutionData }, bytes);
  text.add(decodeEvents(new ChunkEncoder().encode(one), within), isReverse);
  return `[${bytes.take()}]`;
}
