import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  member,
  toNumber,
} from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { AHEAD_MS_MAX } from './event-log.ts';
import { invalid } from './input.ts';

const EVENTS_MAX = 10_000;
const BYTES_MAX = 1_048_576;
/** Each event counts this much besides its message. */
const OVERHEAD_BYTES = 26;
const DAY_MS = 24 * 3_600_000;
const AGE_MS_MAX = 14 * DAY_MS;

interface NewLine {
  readonly timestamp: Instant;
  readonly message: string;
}

/** The events of PutLogEvents. @throws ServiceRefusal InvalidParameterException */
export function newEvents(given: Json | undefined): readonly NewLine[] {
  if (!isArray(given) || given.length === 0 || given.length > EVENTS_MAX) {
    throw invalid(`'logEvents' must hold 1 to ${EVENTS_MAX} events.`);
  }
  const events = given.map(newEvent);
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + OVERHEAD_BYTES, 0);
  if (bytes > BYTES_MAX) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${BYTES_MAX}`);
  for (const [index, { timestamp }] of events.entries()) {
    if (timestamp < (events[index - 1]?.timestamp ?? 0)) {
      throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
    }
  }
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > DAY_MS) {
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
  return events;
}

function newEvent(given: Json): NewLine {
  const [timestamp, message] = isObject(given)
    ? [member(given, 'timestamp'), member(given, 'message')]
    : [undefined, undefined];
  const at = isNumber(timestamp) ? toNumber(timestamp) : Number.NaN;
  if (!Number.isSafeInteger(at) || at < 0 || typeof message !== 'string' || message === '') {
    throw invalid('Each of the logEvents needs a timestamp in milliseconds and a message.');
  }
  return { timestamp: at, message };
}

/** Those that are neither too old nor too far ahead, and AWS's words for the others. */
export function rejectedOf(
  events: readonly NewLine[],
  { now, horizon }: { readonly now: Instant; readonly horizon: Instant },
): { readonly accepted: readonly NewLine[]; readonly rejected: JsonObject } {
  const tooOld = events.filter(({ timestamp }) => timestamp < now - AGE_MS_MAX).length;
  const expired = events.filter(({ timestamp }) => timestamp < horizon).length;
  const tooNew = events.findIndex(({ timestamp }) => timestamp > now + AHEAD_MS_MAX);
  const accepted = events.slice(Math.max(tooOld, expired), tooNew < 0 ? undefined : tooNew);
  const rejectedLogEventsInfo = {
    ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
    ...(expired === 0 ? {} : { expiredLogEventEndIndex: expired }),
  };
  return {
    accepted,
    rejected: Object.keys(rejectedLogEventsInfo).length === 0 ? {} : { rejectedLogEventsInfo },
  };
}
