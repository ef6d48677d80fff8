import assert from 'node:assert/strict';

/** An event as the AWS command line prints it. */
export interface Event {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: string | number;
  readonly [details: string]: unknown;
}

/** Its type, the id of the event before it, and its details; a pattern stands for text that differs in every run. */
export type Expected = readonly [type: string, previousEventId: number, details?: object];

/** Asserts every event of a history, with all that it has but its timestamp. */
export function assertHistory(events: readonly Event[], expected: readonly Expected[]): void {
  assert.deepEqual(
    events.map(({ type }) => type),
    expected.map(([type]) => type),
  );
  events.forEach((event, index) => {
    const wanted = expected[index];
    if (wanted !== undefined) assertEvent(event, index + 1, wanted);
  });
}

function assertEvent(event: Event, id: number, [type, previousEventId, details]: Expected): void {
  const { timestamp, ...rest } = event;
  assert.ok(!Number.isNaN(new Date(timestamp).getTime()), `${id} has no timestamp`);
  const wanted = { id, previousEventId, type, ...(details === undefined ? {} : { [keyOf(type)]: details }) };
  assert.deepEqual(matched(rest, wanted), wanted);
}

/** `TaskStateEntered` -> `stateEnteredEventDetails`, `TaskScheduled` -> `taskScheduledEventDetails`. */
function keyOf(type: string): string {
  const state = /State(Entered|Exited)$/.exec(type)?.[0] ?? type;
  return `${state.charAt(0).toLowerCase()}${state.slice(1)}EventDetails`;
}

/** The value with every text that fits the pattern in its place replaced by that pattern. */
function matched(value: unknown, wanted: unknown): unknown {
  if (wanted instanceof RegExp && typeof value === 'string') return wanted.test(value) ? wanted : value;
  if (typeof value !== 'object' || value === null || typeof wanted !== 'object' || wanted === null)
    return value;
  if (Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, matched(inner, Object(wanted)[key])]),
  );
}

export const WHOLE = { truncated: false };

export function started(input: string): Expected {
  return [
    'ExecutionStarted',
    0,
    { input, inputDetails: WHOLE, roleArn: 'arn:aws:iam::123456789012:role/any' },
  ];
}

export function entered(
  type: string,
  previousEventId: number,
  name: string,
  input: string | RegExp,
): Expected {
  return [`${type}StateEntered`, previousEventId, { name, input, inputDetails: WHOLE }];
}

export function exited(
  type: string,
  previousEventId: number,
  name: string,
  output: string | RegExp,
): Expected {
  return [`${type}StateExited`, previousEventId, { name, output, outputDetails: WHOLE }];
}

export function succeeded(previousEventId: number, output: string): Expected {
  return ['ExecutionSucceeded', previousEventId, { output, outputDetails: WHOLE }];
}

/** From one event to a later one, in milliseconds. */
export function elapsed(from: Event | undefined, to: Event | undefined): number {
  return momentOf(to) - momentOf(from);
}

/** The command line prints numbers of seconds, or ISO text, as it is configured. */
function momentOf(event: Event | undefined): number {
  const timestamp = event?.timestamp ?? Number.NaN;
  return typeof timestamp === 'number' ? timestamp * 1000 : new Date(timestamp).getTime();
}
