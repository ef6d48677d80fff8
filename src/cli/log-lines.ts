import { isArray, isObject, type JsonObject, member } from '../base/json.ts';
import { parseLogGroupArn } from '../base/log-groups.ts';
import { ApiError, type Client } from './client.ts';
import { EXIT, Refusal } from './exit-code.ts';
import { findMachine } from './machine.ts';

/** Whose log events are wanted, in the words of FilterLogEvents. */
export interface LogQuery {
  readonly logGroupName: string;
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
}

export interface LogLine {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

/**
 * The log group of that name, or the one that the state machine of that name logs to.
 *
 * @throws Refusal when there is neither.
 */
export async function logQueryOf(client: Client, name: string): Promise<LogQuery> {
  if (await hasGroup(client, name)) return { logGroupName: name };
  const stateMachineArn = await findMachine(client, name);
  if (stateMachineArn === undefined) {
    throw new Refusal(EXIT.failed, `there is no log group ${name}, and no state machine of that name`);
  }
  const logGroupName = groupOf(await client.states('DescribeStateMachine', { stateMachineArn }));
  if (logGroupName === undefined) {
    throw new Refusal(
      EXIT.failed,
      `the state machine ${name} has no log group: its loggingConfiguration names none`,
    );
  }
  return { logGroupName, logStreamNamePrefix: `states/${name}/` };
}

async function hasGroup(client: Client, name: string): Promise<boolean> {
  const { logGroups } = await client.logs('DescribeLogGroups', { logGroupNamePrefix: name });
  return objectsIn(logGroups).some((group) => member(group, 'logGroupName') === name);
}

function groupOf({ loggingConfiguration: logging }: JsonObject): string | undefined {
  if (!isObject(logging)) return undefined;
  const [destination] = objectsIn(member(logging, 'destinations'));
  const group = destination === undefined ? undefined : member(destination, 'cloudWatchLogsLogGroup');
  return isObject(group) ? parseLogGroupArn(String(member(group, 'logGroupArn')))?.group : undefined;
}

/** The names of all log groups. */
export async function groupNames(client: Client): Promise<string[]> {
  const names: string[] = [];
  let nextToken: JsonObject[string] | undefined;
  do {
    const page = await client.logs('DescribeLogGroups', nextToken === undefined ? {} : { nextToken });
    names.push(...objectsIn(member(page, 'logGroups')).map((group) => String(member(group, 'logGroupName'))));
    nextToken = member(page, 'nextToken');
  } while (nextToken !== undefined);
  return names;
}

/** All events from a moment on, in the order of their time. */
export async function* logLines(client: Client, query: LogQuery, startTime = 0): AsyncGenerator<LogLine> {
  let nextToken: JsonObject[string] | undefined;
  do {
    const input = { ...query, startTime, ...(nextToken === undefined ? {} : { nextToken }) };
    const page = await filtered(client, input);
    for (const event of objectsIn(member(page, 'events'))) {
      const [id, timestamp, message] = [event.eventId, event.timestamp, event.message];
      yield { id: String(id), timestamp: Number(timestamp), message: String(message) };
    }
    nextToken = member(page, 'nextToken');
  } while (nextToken !== undefined);
}

async function filtered(client: Client, input: JsonObject): Promise<JsonObject> {
  try {
    return await client.logs('FilterLogEvents', input);
  } catch (error) {
    // Nothing was logged yet: its first stream is still to be made.
    if (error instanceof ApiError && /stream/.test(error.message)) return {};
    throw error;
  }
}

/** Events may come this much later than others that happened after them. */
const LATE_MS = 10_000;

/** Shows what is there and what comes, each event once. @param watch.pause False ends it. */
export async function followLogs(
  client: Client,
  query: LogQuery,
  watch: { readonly show: (line: LogLine) => void; readonly pause: () => Promise<boolean> },
): Promise<void> {
  let recent = new Map<string, number>();
  let last = 0;
  do {
    for await (const line of logLines(client, query, Math.max(0, last - LATE_MS))) {
      if (recent.has(line.id)) continue;
      recent.set(line.id, line.timestamp);
      last = Math.max(last, line.timestamp);
      watch.show(line);
    }
    recent = new Map([...recent].filter(([, timestamp]) => timestamp >= last - LATE_MS));
  } while (await watch.pause());
}

function objectsIn(value: JsonObject[string] | undefined): JsonObject[] {
  return isArray(value) ? value.filter(isObject) : [];
}
