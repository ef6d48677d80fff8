import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../test/crash/server-process.ts';
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
}

const PACKAGE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const CONNECTIONS = 64;
/** Starts that bring the server's code to speed, of executions that end at once. */
const WARM_UP = 20_000;
/** Starts whose cost is measured, each time that ten times as many are parked. */
const WINDOW = 10_000;
const SETTLE_MS = 6000;

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
    await client.start(machines.pass, WARM_UP, 'server');
    const costs: StartCost[] = [];
    const before = performance.now();
    await fill({ client, machine: machines[plan.parking], pid: server.pid, costs }, plan);
    const seconds = (performance.now() - before) / 1000;
    const loadedMb = residentMb(server.pid);
    await sleep(SETTLE_MS);
    const idleMb = residentMb(server.pid);

    const bare = await bareReadyMs(join(place, 'bare'), plan);
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
      ...{ parked: point, starts, p50Ms: median(latencies), perSecond: starts / seconds },
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

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      executions: { type: 'string', default: '1000000' },
      parking: { type: 'string', default: 'wait' },
      names: { type: 'string', default: 'server' },
      restarts: { type: 'string', default: '5' },
      directory: { type: 'string', default: fileURLToPath(new URL('../.cache/bench', import.meta.url)) },
    },
  });
  const found = await measureParked({
    executions: Number(values.executions),
    // Whatever else is asked for is refused by the server, which has no such machine.
    parking: values.parking as Parking,
    names: values.names === 'client' ? 'client' : 'server',
    directory: values.directory,
    restarts: Number(values.restarts),
    main: PACKAGE,
  });
  console.table(found.costs);
  console.log({ ...found, costs: undefined });
}
