import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../test/crash/server-process.ts';
import { addMeasuredRow } from '../tools/measured-row.ts';
import { apiRequest, Connection } from './connection.ts';
import { cpuSeconds, median, residentMb } from './measure.ts';

/** How executions are parked: with a timer far away, with a token nobody completes, or for a worker that never asks. */
export type Parking = 'wait' | 'token' | 'activity';

export interface ParkedPlan {
  readonly executions: number;
  readonly parking: Parking;
  /** Who names the executions: the server, in the order of time, or the client, at random. */
  readonly names: 'server' | 'client';
  readonly directory: string;
  readonly restarts: number;
  /** Starts of executions that end at once, which bring the server's code to speed. */
  readonly warmUp: number;
  /** Before memory is read once more. */
  readonly settleMs: number;
  readonly main: string;
}

/** What the starts in one window cost, with so many executions parked before. */
export interface StartCost {
  readonly parked: number;
  readonly starts: number;
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
}

export interface Parked {
  readonly costs: readonly StartCost[];
  readonly seconds: number;
  readonly loadedMb: number;
  readonly idleMb: number;
  /** Once more, after a kill -9 and the first calls. */
  readonly restartedMb: number;
  /** Of disk for each execution: of database and log when the server was killed, and of the closed database. */
  readonly bytesKilled: number;
  readonly bytesClosed: number;
  /** From the start of the process to the first 200, median; of an empty directory, and of the parked ones. */
  readonly bareReadyMs: number;
  readonly readyMs: number;
  /** From the first 200 until the timer that fell due meanwhile is seen to be served. */
  readonly dueMs: number;
  /** Executions that wait in the closed database, besides those whose timers were served. */
  readonly running: number;
}

const PACKAGE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const CONNECTIONS = 64;
/** Starts whose cost is measured, each time that ten times as many are parked. */
const WINDOW = 10_000;

/** Parks executions on a server over HTTP, kills it with `kill -9`, and looks how it comes back. */
export async function measureParked(plan: ParkedPlan): Promise<Parked> {
  mkdirSync(plan.directory, { recursive: true });
  const place = mkdtempSync(join(plan.directory, 'parked-'));
  try {
    return await parkedIn(place, plan);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function parkedIn(place: string, plan: ParkedPlan): Promise<Parked> {
  const data = join(place, 'data');
  let server = serverOn(data, plan);
  try {
    const client = await Client.of(server);
    const machines = await createMachines(client);
    await client.start(machines.pass, plan.warmUp, 'server');
    const costs: StartCost[] = [];
    const before = performance.now();
    await fill({ client, machine: machines[plan.parking], pid: server.pid, costs }, plan);
    const seconds = (performance.now() - before) / 1000;
    const loadedMb = residentMb(server.pid);
    await sleep(plan.settleMs);
    const idleMb = residentMb(server.pid);

    // One restart says nothing about time: who asks for no more does not want to know.
    const bare = plan.restarts > 1 ? await bareReadyMs(join(place, 'bare'), plan) : Number.NaN;
    const ready: number[] = [];
    const due: number[] = [];
    let killedBytes = 0;
    for (let restart = 0; restart < plan.restarts; restart++) {
      const late = await Client.of(server).then((one) => parkShortly(one, machines.until));
      await server.kill('group');
      killedBytes ||= bytesOf(data);
      await sleep(Math.max(late.at - Date.now(), 0) + 10);
      const startedAt = performance.now();
      server = serverOn(data, plan);
      const again = await Client.of(server);
      await again.call('ListStateMachines', {});
      ready.push(performance.now() - startedAt);
      due.push(await servedMs(again, late.executionArn));
      again.close();
    }
    const restartedMb = residentMb(server.pid);
    await server.terminate();
    return {
      ...{ costs, seconds, loadedMb, idleMb, restartedMb, bareReadyMs: bare },
      bytesKilled: killedBytes / plan.executions,
      bytesClosed: bytesOf(data) / plan.executions,
      running: runningIn(data),
      readyMs: median(ready),
      dueMs: median(due),
    };
  } finally {
    await server.kill('group');
  }
}

function serverOn(data: string, { main }: ParkedPlan): ServerProcess {
  return new ServerProcess(['--auth', 'off', '--data', data], { main });
}

const PARK = { Type: 'Wait', Seconds: 30_000_000, End: true };

async function createMachines(client: Client) {
  const queue = await client.ask('AmazonSQS.CreateQueue', 'sqs', { QueueName: 'parked' });
  const { activityArn } = await client.call('CreateActivity', { name: 'parked' });
  const token = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { QueueUrl: queue.QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' } },
    End: true,
  };
  return {
    pass: await client.createMachine('pass', { Type: 'Pass', End: true }),
    wait: await client.createMachine('wait', PARK),
    token: await client.createMachine('token', token),
    activity: await client.createMachine('activity', { Type: 'Task', Resource: activityArn, End: true }),
    until: await client.createMachine('until', { Type: 'Wait', TimestampPath: '$.at', End: true }),
  };
}

interface Filling {
  readonly client: Client;
  readonly machine: string;
  readonly pid: number;
  readonly costs: StartCost[];
}

/** Windows whose cost is measured at 1, 1,000, 10,000 and so on, and once more at the end. */
async function fill(
  { client, machine, pid, costs }: Filling,
  { executions, names }: ParkedPlan,
): Promise<void> {
  let parked = 0;
  const startUpTo = async (count: number) => {
    if (count <= parked) return;
    await client.start(machine, count - parked, names);
    parked = count;
  };
  for (const point of pointsUpTo(executions)) {
    await startUpTo(point);
    const starts = Math.min(WINDOW, executions - parked, point < 1000 ? 999 : Number.POSITIVE_INFINITY);
    if (starts <= 0) break;
    const cpu = cpuSeconds(pid);
    const before = performance.now();
    const latencies = await client.start(machine, starts, names);
    const seconds = (performance.now() - before) / 1000;
    costs.push({
      ...{ parked, starts, p50Ms: median(latencies), perSecond: starts / seconds },
      cpuUs: ((cpuSeconds(pid) - cpu) * 1e6) / starts,
    });
    parked += starts;
  }
  await startUpTo(executions);
}

function pointsUpTo(executions: number): number[] {
  const points = [1, 1000, 10_000, 100_000, 300_000].filter((point) => point < executions - WINDOW);
  return [...points, Math.max(executions - WINDOW, 1)];
}

/** An execution whose timer is due soon, and others behind it. */
async function parkShortly(client: Client, machine: string): Promise<{ executionArn: string; at: number }> {
  const at = Math.ceil(Date.now() / 1000) * 1000 + 1000;
  const input = JSON.stringify({ at: new Date(at).toISOString() });
  const { executionArn } = await client.call('StartExecution', { stateMachineArn: machine, input });
  client.close();
  return { executionArn: String(executionArn), at };
}

async function servedMs(client: Client, executionArn: string): Promise<number> {
  const before = performance.now();
  for (;;) {
    const { status } = await client.call('DescribeExecution', { executionArn });
    if (status === 'SUCCEEDED') return performance.now() - before;
    if (performance.now() - before > 60_000) throw new Error(`a timer was not served: ${status}`);
  }
}

/** The same start of a server that has next to nothing on disk. */
async function bareReadyMs(data: string, plan: ParkedPlan): Promise<number> {
  const taken: number[] = [];
  for (let restart = 0; restart <= plan.restarts; restart++) {
    const before = performance.now();
    const server = serverOn(data, plan);
    try {
      const client = await Client.of(server);
      await client.call('ListStateMachines', {});
      // The first one makes the directory.
      if (restart > 0) taken.push(performance.now() - before);
      client.close();
    } finally {
      await server.kill('group');
    }
  }
  return median(taken);
}

function runningIn(data: string): number {
  const database = new DatabaseSync(join(data, 'stepwell.db'), { readOnly: true });
  const row = database.prepare('SELECT count(*) AS count FROM execution WHERE status = 0').get();
  database.close();
  return Number(row?.count);
}

function bytesOf(data: string): number {
  return ['stepwell.db', 'stepwell.db-wal']
    .map((name) => statSync(join(data, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((a, b) => a + b);
}

/** The calls of this measurement, on connections that stay open. */
class Client {
  readonly #port: number;
  readonly #connections: Connection[];

  constructor(port: number) {
    this.#port = port;
    this.#connections = [new Connection(port)];
  }

  static async of(server: ServerProcess): Promise<Client> {
    return new Client(Number(new URL(await server.url).port));
  }

  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const request = apiRequest(this.#port, operation, JSON.stringify(input));
    return JSON.parse(String(await this.#connections[0]?.send(request)));
  }

  async ask(target: string, service: string, input: object): Promise<Record<string, unknown>> {
    const body = JSON.stringify(input);
    const answer = await this.#connections[0]?.send(
      `POST / HTTP/1.1\r\nhost: 127.0.0.1:${this.#port}\r\ncontent-type: application/x-amz-json-1.0\r\n` +
        `authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0\r\nx-amz-date: 20260101T000000Z\r\n` +
        `x-amz-target: ${target}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    return JSON.parse(String(answer));
  }

  async createMachine(name: string, state: object): Promise<string> {
    const definition = JSON.stringify({ StartAt: 'S', States: { S: state } });
    const roleArn = 'arn:aws:iam::123456789012:role/r';
    const { stateMachineArn } = await this.call('CreateStateMachine', { name, definition, roleArn });
    return String(stateMachineArn);
  }

  /** @returns how long each start took, in milliseconds. */
  async start(stateMachineArn: string, count: number, names: ParkedPlan['names']): Promise<number[]> {
    while (this.#connections.length < CONNECTIONS) this.#connections.push(new Connection(this.#port));
    const latencies: number[] = [];
    let left = count;
    const bodyOf = (name: object) => JSON.stringify({ stateMachineArn, input: '{"n":1}', ...name });
    const nameless = apiRequest(this.#port, 'StartExecution', bodyOf({}));
    await Promise.all(
      this.#connections.map(async (connection) => {
        while (left-- > 0) {
          const before = performance.now();
          await connection.send(
            names === 'server'
              ? nameless
              : apiRequest(this.#port, 'StartExecution', bodyOf({ name: crypto.randomUUID() })),
          );
          latencies.push(performance.now() - before);
        }
      }),
    );
    return latencies;
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The floors of issue 5: megabytes, bytes, milliseconds, and how flat the cost of a start is. */
const FLOORS = { rssMb: 256 * 1.048576, bytes: 250, readyMs: 500, flat: 1.2 };

function seenOf(found: Parked): string {
  const { costs, loadedMb, restartedMb, bytesClosed, bytesKilled, readyMs, bareReadyMs, dueMs } = found;
  const cpu = costs.map(({ parked, cpuUs }) => `${parked.toLocaleString('en')}: ${cpuUs.toFixed(0)}`);
  return (
    `RSS ${loadedMb.toFixed(0)} MB after the last start, ${restartedMb.toFixed(0)} MB after restarts; ` +
    `${bytesClosed.toFixed(0)} B of disk each (${bytesKilled.toFixed(0)} with the log, when killed); ` +
    `first 200 after kill -9 in ${readyMs.toFixed(0)} ms, ${bareReadyMs.toFixed(0)} ms of which an empty directory takes, too; ` +
    `a timer that was due is seen served ${dueMs.toFixed(0)} ms later; ` +
    `us of CPU for a start by executions parked: ${cpu.join(', ')}`
  );
}

function areMet({ costs, loadedMb, bytesClosed, readyMs, running }: Parked, executions: number): boolean {
  const cpu = costs.slice(1).map(({ cpuUs }) => cpuUs);
  return [
    loadedMb <= FLOORS.rssMb,
    bytesClosed <= FLOORS.bytes,
    readyMs <= FLOORS.readyMs,
    Math.max(...cpu) <= FLOORS.flat * Math.min(...cpu),
    running === executions,
  ].every(Boolean);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      executions: { type: 'string', default: '1000000' },
      parking: { type: 'string', default: 'wait' },
      names: { type: 'string', default: 'server' },
      restarts: { type: 'string', default: '5' },
      directory: { type: 'string', default: fileURLToPath(new URL('../.cache/bench', import.meta.url)) },
      row: { type: 'boolean', default: false },
    },
  });
  const { executions, parking, names, restarts } = values;
  const found = await measureParked({
    executions: Number(executions),
    // Whatever else is asked for is refused by the server, which has no such machine.
    parking: parking as Parking,
    names: names === 'client' ? 'client' : 'server',
    directory: values.directory,
    ...{ restarts: Number(restarts), warmUp: 20_000, settleMs: 6000, main: PACKAGE },
  });
  console.table(found.costs);
  console.log({ ...found, costs: undefined });
  const measured = {
    done: `${Number(executions).toLocaleString('en')} executions parked (${parking}) over HTTP, named by the ${names}; \`kill -9\`, ${restarts} times`,
    seen: seenOf(found),
    again: `npm run parked -- --executions ${executions} --parking ${parking} --names ${names}`,
  };
  if (values.row) addMeasuredRow(measured);
  else console.log(measured.seen);
  process.exitCode = areMet(found, Number(executions)) ? 0 : 1;
}
