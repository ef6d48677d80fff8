import { setTimeout as sleep } from 'node:timers/promises';
import { isArray, isObject, type Json, type JsonObject, member } from '../../src/base/json.ts';
import { type Client, createClient } from '../../src/cli/client.ts';
import { ServerProcess } from '../crash/server-process.ts';
import { callEvents } from './call-events.ts';

export interface KilledRun {
  /** Ids that PutEvents has answered with. */
  readonly accepted: ReadonlySet<string>;
  /** ARNs of the executions that there are in the end. */
  readonly executions: readonly string[];
  /** Ids of the events that their inputs are. */
  readonly events: ReadonlySet<string>;
  readonly kills: number;
}

const ROLE = 'arn:aws:iam::123456789012:role/r';
const LANES = 4;
const BATCH = 10;
const DRAINED_MS_MAX = 120_000;

/** Puts events without pause until enough are accepted, and kills the server at even distances meanwhile. */
export async function killedRun(options: {
  readonly directory: string;
  readonly events: number;
  readonly kills: number;
}): Promise<KilledRun> {
  const data = `${options.directory}/data`;
  const accepted = new Set<string>();
  let server = new ServerProcess(['--data', data]);
  try {
    const machine = await prepare(await server.url);
    let kills = 0;
    for (; kills < options.kills; kills++) {
      const until = Math.ceil((options.events / (options.kills + 1)) * (kills + 1));
      const putting = putEvents(await server.url, accepted, () => false);
      while (accepted.size < until) await sleep(5);
      // Both are under way: events that come, and deliveries of those before.
      await server.kill('group');
      await putting;
      server = new ServerProcess(['--data', data]);
    }
    await putEvents(await server.url, accepted, () => accepted.size >= options.events);
    const client = clientOf(await server.url);
    const executions = await drained(client, machine, accepted.size);
    return { accepted, executions, kills, events: await eventsOf(client, executions) };
  } finally {
    await server.kill('group');
  }
}

async function prepare(url: string): Promise<string> {
  const { stateMachineArn } = await clientOf(url).states('CreateStateMachine', {
    ...{ name: 'm', roleArn: ROLE },
    definition: JSON.stringify({ StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }),
  });
  await callEvents(url, 'PutRule', { Name: 'r', EventPattern: '{"source":["test"]}' });
  const Targets = [{ Id: '1', Arn: String(stateMachineArn), RoleArn: ROLE }];
  await callEvents(url, 'PutTargets', { Rule: 'r', Targets });
  return String(stateMachineArn);
}

/** Ends when it is enough, or when the server is gone. */
async function putEvents(url: string, accepted: Set<string>, isEnough: () => boolean): Promise<void> {
  const lanes = Array.from({ length: LANES }, async () => {
    while (!isEnough()) {
      const Entries = Array.from({ length: BATCH }, () => ({
        Source: 'test',
        DetailType: 't',
        Detail: '{}',
      }));
      const answer = await callEvents(url, 'PutEvents', { Entries });
      for (const entry of listIn(answer, 'Entries')) accepted.add(String(member(entry, 'EventId')));
    }
  });
  for (const end of await Promise.allSettled(lanes)) {
    // What fetch throws when nobody answers.
    if (end.status === 'rejected' && !(end.reason instanceof TypeError)) throw end.reason;
  }
}

/** Waits until there are as many executions as events, and then for a moment in which a second one could come. */
async function drained(client: Client, stateMachineArn: string, wanted: number): Promise<string[]> {
  const deadline = performance.now() + DRAINED_MS_MAX;
  for (let before = -1; ; await sleep(1_500)) {
    const executions = await listed(client, stateMachineArn);
    if (executions.length === before && (before >= wanted || performance.now() > deadline)) return executions;
    before = executions.length;
  }
}

async function listed(client: Client, stateMachineArn: string): Promise<string[]> {
  const arns: string[] = [];
  for (let nextToken: Json | undefined; ; ) {
    const page: JsonObject = await client.states('ListExecutions', {
      ...{ stateMachineArn, maxResults: 1_000 },
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    arns.push(...listIn(page, 'executions').map((one) => String(member(one, 'executionArn'))));
    nextToken = member(page, 'nextToken');
    if (nextToken === undefined) return arns;
  }
}

async function eventsOf(client: Client, executions: readonly string[]): Promise<Set<string>> {
  const ids = new Set<string>();
  const left = [...executions];
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let executionArn = left.pop(); executionArn !== undefined; executionArn = left.pop()) {
        const { input } = await client.states('DescribeExecution', { executionArn });
        ids.add(String(JSON.parse(String(input)).id));
      }
    }),
  );
  return ids;
}

function clientOf(endpoint: string): Client {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return createClient({ endpoint, region: 'us-east-1', credentials });
}

function listIn(answer: JsonObject, name: string): JsonObject[] {
  const list = member(answer, name);
  return isArray(list) ? list.filter((one) => isObject(one)) : [];
}
