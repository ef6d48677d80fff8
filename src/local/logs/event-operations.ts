import { type Json, type JsonObject, member } from '../../base/json.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { readToken, tokenOf } from './cursor.ts';
import type { Position, StoredEvent } from './event-log.ts';
import { filterPattern } from './filter-pattern.ts';
import type { Group, Stream } from './groups.ts';
import { flagIn, groupIn, invalid, noStream, numberIn, requiredText, textIn, textsIn } from './input.ts';
import type { LogParts } from './log-parts.ts';
import { newEvents, rejectedOf } from './new-events.ts';

const EVENTS_MAX = 10_000;
/** Of messages in one answer. */
const ANSWER_CHARACTERS_MAX = 1024 * 1024;
const FIRST: Position = { timestamp: 0, segment: 0, index: 0 };

/** Operations about events. */
export function eventOperations(parts: LogParts): Readonly<Record<string, JsonOperation>> {
  const { groups, logs, now } = parts;
  return {
    /** What is acknowledged is on disk. */
    async PutLogEvents(input, { scope }) {
      const group = await groups.get(groupIn(input, scope));
      const stream = await groups.stream(group, requiredText(input, 'logStreamName'));
      if (stream === undefined) throw noStream();
      const { accepted, rejected } = rejectedOf(newEvents(member(input, 'logEvents')), {
        now: now(),
        horizon: logs.horizon(group),
      });
      if (accepted.length > 0) {
        await logs.of(group).append(accepted.map((event) => ({ ...event, stream: stream.number })));
      }
      return { nextSequenceToken: SEQUENCE_TOKEN, ...rejected };
    },

    async GetLogEvents(input, { scope }) {
      const group = await groups.get(groupIn(input, scope));
      const stream = await groups.stream(group, requiredText(input, 'logStreamName'));
      if (stream === undefined) throw noStream();
      const token = textIn(input, 'nextToken');
      const { direction, position } = token === undefined ? {} : readToken(token);
      const isForward = direction === undefined ? flagIn(input, 'startFromHead') : direction === 'f';
      const found = await logs.of(group).read({
        ...rangeOf(input, logs.horizon(group)),
        streams: new Set([stream.number]),
        ...(isForward ? {} : { fromTail: true }),
        ...(position === undefined ? {} : isForward ? { after: position } : { before: position }),
        limit: numberIn(input, 'limit', [1, EVENTS_MAX]) ?? EVENTS_MAX,
      });
      const events = isForward ? fitting(found) : fitting(found.toReversed()).toReversed();
      const [first = position ?? FIRST, last = position ?? FIRST] = [events[0], events.at(-1)];
      return {
        events: events.map(({ timestamp, message, ingestedAt }) => ({
          timestamp,
          message,
          ingestionTime: ingestedAt,
        })),
        nextForwardToken: tokenOf('f', last),
        nextBackwardToken: tokenOf('b', first),
      };
    },

    async FilterLogEvents(input, { scope }) {
      const group = await groups.get(groupIn(input, scope));
      const streams = await wantedStreams(input, group);
      const token = textIn(input, 'nextToken');
      const limit = numberIn(input, 'limit', [1, EVENTS_MAX]) ?? EVENTS_MAX;
      const pattern = textIn(input, 'filterPattern') ?? '';
      const found = await logs.of(group).read({
        ...rangeOf(input, logs.horizon(group)),
        streams: new Set(streams.keys()),
        ...(token === undefined ? {} : { after: readToken(token).position }),
        ...(pattern.trim() === '' ? {} : { accepts: filterPattern(pattern) }),
        // One more tells whether there is a next page.
        limit: limit + 1,
      });
      const events = fitting(found.slice(0, limit));
      const last = events.at(-1);
      return {
        events: events.map((event) => filtered(event, streams.get(event.stream)?.name ?? '')),
        searchedLogStreams: [],
        ...(last !== undefined && events.length < found.length ? { nextToken: tokenOf('f', last) } : {}),
      };
    },
  };

  async function wantedStreams(input: JsonObject, group: Group): Promise<ReadonlyMap<number, Stream>> {
    const names = textsIn(input, 'logStreamNames');
    const prefix = textIn(input, 'logStreamNamePrefix');
    if (names !== undefined && prefix !== undefined) {
      throw invalid('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
    }
    const streams = await groups.streams(group, prefix);
    const wanted = names === undefined ? streams : streams.filter(({ name }) => names.includes(name));
    if (names?.some((name) => !wanted.some((stream) => stream.name === name))) throw noStream();
    return new Map(wanted.map((stream) => [stream.number, stream]));
  }
}

/** AWS has given up asking for it, and still answers with one. */
const SEQUENCE_TOKEN = '49590302938476502938476502938476502938476502938476';

function rangeOf(input: JsonObject, horizon: number): { readonly from: number; readonly until: number } {
  return {
    from: Math.max(numberIn(input, 'startTime') ?? 0, horizon),
    until: numberIn(input, 'endTime') ?? Number.MAX_SAFE_INTEGER,
  };
}

/** As many from the front as one answer may hold, and always one. */
function fitting(events: readonly StoredEvent[]): readonly StoredEvent[] {
  let characters = 0;
  const end = events.findIndex(({ message }, index) => {
    characters += message.length;
    return index > 0 && characters > ANSWER_CHARACTERS_MAX;
  });
  return end < 0 ? events : events.slice(0, end);
}

function filtered({ timestamp, message, ingestedAt, segment, index }: StoredEvent, stream: string): Json {
  return {
    logStreamName: stream,
    timestamp,
    message,
    ingestionTime: ingestedAt,
    eventId: `${timestamp}${String(segment).padStart(16, '0')}${String(index).padStart(24, '0')}`.padStart(
      56,
      '0',
    ),
  };
}
