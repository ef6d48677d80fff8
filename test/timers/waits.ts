import assert from 'node:assert/strict';
import { isArray, isObject, type JsonObject } from '../../src/base/json.ts';
import type { Aws } from '../../src/cli/deploy/aws.ts';

/** A timer as its history shows it. Moments in milliseconds. */
export interface Timer {
  readonly due: number;
  readonly firedAt: number;
}

const ROLE = 'arn:aws:iam::123456789012:role/r';

/** Waits until the moment that its input names. */
const UNTIL = { StartAt: 'W', States: { W: { Type: 'Wait', TimestampPath: '$.at', End: true } } };

export async function createWaiting(aws: Aws): Promise<string> {
  const machine = { name: 'waits', definition: JSON.stringify(UNTIL), roleArn: ROLE };
  return String((await aws.json('states', 'CreateStateMachine', machine)).stateMachineArn);
}

/** @returns the execution's ARN. */
export async function startWaiting(aws: Aws, stateMachineArn: string, due: number): Promise<string> {
  const input = JSON.stringify({ at: new Date(due).toISOString() });
  return String((await aws.json('states', 'StartExecution', { stateMachineArn, input })).executionArn);
}

/** Undefined while it waits. A history never goes back in time. */
export async function timerOf(aws: Aws, executionArn: string): Promise<Timer | undefined> {
  const { events } = await aws.json('states', 'GetExecutionHistory', { executionArn });
  assert.ok(isArray(events));
  const history = events.filter(isObject);
  const moments = history.map(({ timestamp }) => Math.round(Number(timestamp) * 1000));
  assert.deepEqual(
    moments,
    moments.toSorted((a, b) => a - b),
  );
  const exit = history.findIndex(({ type }) => type === 'WaitStateExited');
  if (exit < 0) return undefined;
  return { due: dueOf(history), firedAt: moments[exit] ?? 0 };
}

function dueOf([started]: readonly JsonObject[]): number {
  const details = started?.executionStartedEventDetails;
  const { at } = JSON.parse(String(isObject(details) ? details.input : '{}'));
  return Date.parse(at);
}
