import { isArray, isObject, type JsonObject, member } from '../../src/base/json.ts';

/** What AWS calls an attempt whose outcome nobody knows; the one failure a killed server may cause. */
export const UNKNOWN_OUTCOME = 'Lambda.SdkClientException';

/** One event, with the bytes it came in: what was read once must come again like that. */
export interface Event {
  readonly id: number;
  readonly previous: number;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly error: string | undefined;
  readonly text: string;
}

/** Events of one page of GetExecutionHistory. */
export function eventsOf(page: JsonObject): Event[] {
  const events = member(page, 'events');
  return (isArray(events) ? events : []).filter(isObject).map(eventOf);
}

function eventOf(event: JsonObject): Event {
  const details = Object.entries(event).find(([key]) => key.endsWith('EventDetails'))?.[1];
  const error = isObject(details) ? member(details, 'error') : undefined;
  return {
    id: Number(member(event, 'id')),
    previous: Number(member(event, 'previousEventId')),
    type: String(member(event, 'type')),
    at: Math.round(Number(member(event, 'timestamp')) * 1000),
    error: typeof error === 'string' ? error : undefined,
    text: JSON.stringify(event),
  };
}

const TERMINAL = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;

/** What is wrong with a history by itself. */
export function gapsIn(events: readonly Event[]): string[] {
  const wrong: string[] = [];
  let latest = 0;
  events.forEach((event, index) => {
    const { id, previous, type, at } = event;
    if (id !== index + 1) wrong.push(`event ${id} stands at ${index + 1}`);
    if (!Number.isInteger(previous) || previous < 0 || previous >= id)
      wrong.push(`event ${id} follows ${previous}`);
    // Only the first two events and an end from outside follow no event.
    if (previous === 0 && id > 2 && !TERMINAL.test(type)) wrong.push(`event ${id} (${type}) follows nothing`);
    if (at < latest) wrong.push(`event ${id} is earlier than the one before`);
    const next = events[index + 1];
    if (TERMINAL.test(type) && next !== undefined && next.type !== 'ExecutionRedriven')
      wrong.push(`event ${id} (${type}) is not the last`);
    latest = at;
  });
  if (events[0]?.type !== 'ExecutionStarted') wrong.push('the first event is no ExecutionStarted');
  return wrong;
}

/** What was read before must be there, byte for byte. */
export function rewritesIn(events: readonly Event[], before: readonly string[]): string[] {
  const at = before.findIndex((text, index) => events[index]?.text !== text);
  return at < 0 ? [] : [`event ${at + 1} was ${before[at]} and is ${events[at]?.text}`];
}

/** When a timer may fire: from the input of the execution. */
export type Timer = { readonly afterMs: number } | { readonly at: number };

/** Waits that ended, and retries that began, before their time. */
export function earlyTimersIn(events: readonly Event[], timer: Timer | undefined, retryMs: number): string[] {
  const early: string[] = [];
  const entered = events.find(({ type }) => type === 'WaitStateEntered');
  const exited = events.find(({ type }) => type === 'WaitStateExited');
  if (entered !== undefined && exited !== undefined && timer !== undefined) {
    const due = 'at' in timer ? timer.at : entered.at + timer.afterMs;
    if (exited.at < due) early.push(`a wait ended ${due - exited.at} ms early`);
  }
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    if (before === undefined || !/Scheduled$/.test(event.type) || !/Failed$/.test(before.type)) continue;
    if (event.at < before.at + retryMs)
      early.push(`a retry began ${before.at + retryMs - event.at} ms early`);
  }
  return early;
}

/** Attempts that were sent, and those whose outcome came back. */
export function attemptsIn(events: readonly Event[]): { sent: number; answered: number; unknown: number } {
  const count = (type: RegExp) => events.filter((event) => type.test(event.type)).length;
  return {
    sent: count(/^(LambdaFunctionStarted|TaskStarted)$/),
    // A call for a token is answered when it is submitted, which may be after the token has come back.
    answered:
      count(/^LambdaFunctionSucceeded$/) + Math.max(count(/^TaskSubmitted$/), count(/^TaskSucceeded$/)),
    unknown: events.filter(({ error }) => error === UNKNOWN_OUTCOME).length,
  };
}

export function redrivesIn(events: readonly Event[]): number {
  return events.filter(({ type }) => type === 'ExecutionRedriven').length;
}

/** Request ids of attempts that have results. */
export function calledIn(events: readonly Event[]): string[] {
  return events.flatMap(({ type, text }) => {
    const [, requestId] = /^(LambdaFunction|Task)(Succeeded|Submitted)$/.test(type)
      ? (/called[\\":]+([0-9a-f-]{36})/.exec(text) ?? [])
      : [];
    return requestId ?? [];
  });
}

/** From a moment to another one, epoch milliseconds, both in it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** Attempts whose outcome is unknown though nobody has killed what they ran in. */
export function unexplainedIn(events: readonly Event[], kills: readonly Span[]): string[] {
  return events
    .filter(({ error }) => error === UNKNOWN_OUTCOME)
    .filter(({ at, previous }) => {
      const sentAt = events[previous - 1]?.at ?? at;
      return !kills.some(({ from, until }) => sentAt <= until && from <= at);
    })
    .map(({ text }) => `its process was not killed: ${text}`);
}
