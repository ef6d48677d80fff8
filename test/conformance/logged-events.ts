import { setTimeout as pause } from 'node:timers/promises';
import { isArray, isObject, type JsonObject, member } from '../../src/base/json.ts';
import type { Client } from '../../src/cli/client.ts';
import type { RecordedCase } from './recorded-case.ts';

const DEADLINE_MS = 30_000;

/** Makes, or deletes, the log groups that a record has made or deleted. */
export async function changeGroups(
  client: Client,
  { setup = [] }: RecordedCase,
  operation: 'CreateLogGroup' | 'DeleteLogGroup',
): Promise<void> {
  for (const step of setup) {
    if (step.service === 'logs' && step.operation === operation) await client.logs(operation, step.params);
  }
}

/** What a recorded machine has logged, once it is enough. @throws Error when it never is. */
export async function loggedBy(
  client: Client,
  { setup = [] }: RecordedCase,
  isEnough: (events: readonly JsonObject[]) => boolean,
): Promise<JsonObject[]> {
  const group = setup.find(({ operation }) => operation === 'CreateLogGroup')?.params.logGroupName;
  return await loggedTo(client, String(group), isEnough);
}

/** What stands in a log group, once it is enough. @throws Error when it never is. */
export async function loggedTo(
  client: Client,
  logGroupName: string,
  isEnough: (events: readonly JsonObject[]) => boolean,
): Promise<JsonObject[]> {
  for (const deadline = Date.now() + DEADLINE_MS; ; await pause(20)) {
    const logged = messagesIn(await client.logs('FilterLogEvents', { logGroupName }));
    if (isEnough(logged)) return logged;
    if (Date.now() > deadline) throw new Error(`there are but ${logged.length} events in ${logGroupName}`);
  }
}

export function isEnd({ type }: JsonObject): boolean {
  return /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(String(type));
}

function messagesIn(answer: JsonObject): JsonObject[] {
  const events = member(answer, 'events');
  if (!isArray(events)) return [];
  return events.flatMap((event) => (isObject(event) ? [JSON.parse(String(event.message))] : []));
}
