import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../test/crash/server-process.ts';
import { addMeasuredRow } from '../tools/measured-row.ts';
import { apiRequest } from './connection.ts';
import { residentMb } from './measure.ts';

export interface OverloadPlan {
  readonly seconds: number;
  /** Offered, as a multiple of what the server was seen to accept from 64 connections. */
  readonly factor: number;
  /** Connections of those who start. */
  readonly connections: number;
  readonly idle: number;
  readonly pollers: number;
  readonly slow: number;
  readonly directory: string;
  readonly main: string;
}

export interface Overload {
  readonly capacityPerSecond: number;
  readonly offered: number;
  /** Of those offered: not even sent, since all connections waited for an answer. */
  readonly unsent: number;
  readonly accepted: number;
  /** From the first start to the last one that was accepted, or to the end of what was offered. */
  readonly seconds: number;
  readonly throttled: number;
  /** Anything else that was answered, by its first line; nothing else should be. */
  readonly others: Readonly<Record<string, number>>;
  readonly broken: number;
  readonly acceptedP99Ms: number;
  readonly throttledP99Ms: number;
  readonly baselineP99Ms: number;
  /** Until twenty starts in a row were accepted as quickly as before. */
  readonly recoverySeconds: number;
  readonly peakMb: number;
  readonly afterMb: number;
  /** Of the machine's, that those who start took themselves. */
  readonly clientsCores: number;
  /** Of the pollers, with one more than may wait. */
  readonly pollersWaiting: number;
  readonly pollersRefused: number;
  /** Executions in the store that no answer has told of, or the other way round. */
  readonly unaccounted: number;
}

const PACKAGE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const TICK_MS = 5;
const IN_A_ROW = 20;
const RECOVERY_SECONDS_MAX = 120;

/** Offers a server ten times what it can do, with all kinds of bad company, and looks how it bears that. */
export async function measureOverload(plan: OverloadPlan): Promise<Overload> {
  mkdirSync(plan.directory, { recursive: true });
  const data = mkdtempSync(join(plan.directory, 'overload-'));
  const server = new ServerProcess(['--auth', 'off', '--data', data], { main: plan.main });
  try {
    const port = Number(new URL(await server.url).port);
    const found = await overload(port, server.pid, plan);
    await server.terminate();
    return { ...found, unaccounted: executionsIn(data) - found.started };
  } finally {
    await server.kill('group');
    rmSync(data, { recursive: true, force: true });
  }
}

async function overload(port: number, pid: number, plan: OverloadPlan) {
  const probe = new Caller(port);
  const made = await probe.call('CreateStateMachine', {
    name: 'm',
    definition: JSON.stringify({ StartAt: 'S', States: { S: { Type: 'Pass', End: true } } }),
    roleArn: 'arn:aws:iam::123456789012:role/r',
  });
  const { stateMachineArn } = JSON.parse(made.body);
  const start = apiRequest(port, 'StartExecution', JSON.stringify({ stateMachineArn, input: '{"n":1}' }));
  const capacity = await capacityOf(port, start, Math.min(plan.seconds, 5));
  const baseline = await probed(probe, start, 100);

  // They are there before their company is: that may find no room.
  const callers = Array.from({ length: plan.connections }, () => new Caller(port));
  await Promise.all(callers.map((caller) => caller.connected));
  const company = await badCompany(port, probe, plan);
  const [before, cpuBefore] = [performance.now(), process.cpuUsage()];
  const crowd = await crowded(start, callers, { ...plan, perSecond: capacity.perSecond * plan.factor });
  const [over, { user, system }] = [performance.now(), process.cpuUsage(cpuBefore)];
  const probes = await recovered(port, start, 5 * quantile(baseline, 0.99) + 100);
  const recoverySeconds = (performance.now() - over) / 1000;
  const { waiting, refused } = company.leave();
  probe.close();
  const { latencies, waits, ...counts } = crowd;
  return {
    ...{ ...counts, capacityPerSecond: capacity.perSecond, recoverySeconds },
    ...{ pollersWaiting: waiting, pollersRefused: refused },
    clientsCores: (user + system) / 1000 / (over - before),
    acceptedP99Ms: quantile(latencies, 0.99),
    throttledP99Ms: quantile(waits, 0.99),
    baselineP99Ms: quantile(baseline, 0.99),
    peakMb: peakMb(pid),
    afterMb: residentMb(pid),
    started: capacity.started + baseline.length + counts.accepted + probes,
  };
}

/** What the server accepts from 64 connections that each wait for their answer. */
async function capacityOf(port: number, start: string, seconds: number) {
  const callers = Array.from({ length: 64 }, () => new Caller(port));
  let started = 0;
  const before = performance.now();
  const drive = async (caller: Caller, until: number) => {
    while (performance.now() < until) if ((await caller.send(start)).status === 200) started++;
  };
  await Promise.all(callers.map((caller) => drive(caller, before + seconds * 1000)));
  const perSecond = (started * 1000) / (performance.now() - before);
  for (const caller of callers) caller.close();
  return { started, perSecond };
}

async function probed(probe: Caller, start: string, count: number): Promise<number[]> {
  const latencies: number[] = [];
  while (latencies.length < count) {
    const { status, ms } = await probe.send(start);
    if (status === 200) latencies.push(ms);
  }
  return latencies;
}

interface Crowd {
  offered: number;
  unsent: number;
  accepted: number;
  seconds: number;
  throttled: number;
  broken: number;
  readonly others: Record<string, number>;
  readonly latencies: number[];
  readonly waits: number[];
}

/** Starts come at their own pace, whether those before them were answered or not. */
async function crowded(
  start: string,
  free: Caller[],
  { seconds, perSecond }: OverloadPlan & { readonly perSecond: number },
): Promise<Crowd> {
  const crowd: Crowd = {
    ...{ offered: 0, unsent: 0, accepted: 0, throttled: 0, broken: 0 },
    ...{ seconds, others: {}, latencies: [], waits: [] },
  };
  const underWay = new Set<Promise<void>>();
  const before = performance.now();
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - before) / 1000) {
    const due = Math.floor(elapsed * perSecond);
    while (crowd.offered < due) {
      crowd.offered++;
      const caller = free.pop();
      if (caller === undefined) {
        crowd.unsent += due - crowd.offered + 1;
        crowd.offered = due;
        break;
      }
      const call = caller.send(start).then((answer) => {
        note(crowd, answer);
        if (answer.status === 200) crowd.seconds = Math.max(seconds, (performance.now() - before) / 1000);
        underWay.delete(call);
        if (answer.status === 0) caller.close();
        free.push(answer.status === 0 ? caller.anew() : caller);
      });
      underWay.add(call);
    }
    await sleep(TICK_MS);
  }
  await Promise.all(underWay);
  for (const caller of free) caller.close();
  return crowd;
}

function note(crowd: Crowd, { status, body, ms }: Answer): void {
  if (status === 200) {
    crowd.accepted++;
    crowd.latencies.push(ms);
  } else if (status === 400 && body.includes('"ThrottlingException"')) {
    crowd.throttled++;
    crowd.waits.push(ms);
  } else if (status === 0) crowd.broken++;
  else {
    const line = `${status} ${body.slice(0, 80)}`;
    crowd.others[line] = (crowd.others[line] ?? 0) + 1;
  }
}

/** @returns how many starts it took. */
async function recovered(port: number, start: string, quickMs: number): Promise<number> {
  const deadline = performance.now() + RECOVERY_SECONDS_MAX * 1000;
  const caller = new Caller(port);
  let started = 0;
  for (let inARow = 0; inARow < IN_A_ROW; ) {
    const { status, ms } = await caller.send(start);
    if (status === 200) started++;
    inARow = status === 200 && ms <= quickMs ? inARow + 1 : 0;
    if (performance.now() > deadline) throw new Error('the server has not recovered');
    await sleep(10);
  }
  caller.close();
  return started;
}

/** Those who are there the whole time, and are no good clients. */
async function badCompany(port: number, probe: Caller, { idle, pollers, slow }: OverloadPlan) {
  const sockets: Socket[] = [];
  const open = (bytes: string) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    if (bytes !== '') socket.write(bytes);
    sockets.push(socket);
    return socket;
  };
  const { activityArn } = JSON.parse((await probe.call('CreateActivity', { name: 'a' })).body);
  const poll = apiRequest(port, 'GetActivityTask', JSON.stringify({ activityArn }));
  let [waiting, refused] = [pollers, 0];
  const { promise: isOneRefused, resolve: refuse } = Promise.withResolvers<void>();
  const polling = Array.from({ length: pollers }, () => new Caller(port));
  for (const caller of polling) {
    void polled(caller, poll).then(({ body }) => {
      waiting--;
      if (!body.includes('ActivityWorkerLimitExceeded')) return;
      refused++;
      refuse();
    });
  }
  await isOneRefused;
  const health = `GET /livez HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
  const head = apiRequest(port, 'StartExecution', ' '.repeat(1_000_000)).split('\r\n\r\n', 1)[0];
  const list = apiRequest(
    port,
    'ListExecutions',
    '{"stateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:m"}',
  );
  // Heads that never end; bodies of which a quarter comes, and then a byte a second; answers that nobody reads.
  const drips = Array.from({ length: slow }, () => [
    open('POST / HTTP/1.1\r\nx-a: '),
    open(`${head}\r\n\r\n${' '.repeat(250_000)}`),
  ]).flat();
  for (let n = 0; n < slow; n++) open(list.repeat(16)).pause();
  // Half of them say nothing at all.
  for (let n = 0; n < idle; n++) open(n % 2 === 0 ? health : '');
  const drip = setInterval(() => {
    for (const socket of drips) if (!socket.destroyed) socket.write('x');
  }, 1000);
  await sleep(1000);
  return {
    leave() {
      clearInterval(drip);
      const result = { waiting, refused };
      for (const socket of sockets) socket.destroy();
      for (const caller of polling) caller.close();
      return result;
    },
  };
}

/** Asks again as long as it is told to come back later. */
async function polled(caller: Caller, poll: string): Promise<Answer> {
  for (;;) {
    const answer = await caller.send(poll);
    if (!answer.body.includes('ThrottlingException')) return answer;
  }
}

interface Answer {
  /** 0: the connection has ended instead. */
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

/** One connection with one request at a time, that takes whatever is answered. */
class Caller {
  readonly #port: number;
  readonly #socket: Socket;
  readonly connected: Promise<void>;
  #connectedAt = Number.POSITIVE_INFINITY;
  #received = '';
  #answer: ((status: number, body: string) => void) | undefined;

  constructor(port: number) {
    this.#port = port;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.connected = new Promise((resolve) => {
      this.#socket.on('connect', () => {
        this.#connectedAt = performance.now();
        resolve();
      });
    });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (part) => this.#receive(String(part)));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => this.#answer?.(0, ''));
  }

  send(request: string): Promise<Answer> {
    const before = performance.now();
    return new Promise((resolve) => {
      this.#answer = (status, body) => {
        this.#answer = undefined;
        // A connection that waits for the kernel is no request yet.
        const from = Math.max(before, Math.min(this.#connectedAt, performance.now()));
        resolve({ status, body, ms: performance.now() - from });
      };
      if (this.#socket.destroyed) this.#answer(0, '');
      else this.#socket.write(request, 'latin1');
    });
  }

  call(operation: string, input: object): Promise<Answer> {
    return this.send(apiRequest(this.#port, operation, JSON.stringify(input)));
  }

  anew(): Caller {
    return new Caller(this.#port);
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(part: string): void {
    this.#received += part;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#received)?.[1] ?? 0);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.slice(end + 4, end + 4 + length);
    const status = Number(this.#received.slice(9, 12));
    this.#received = this.#received.slice(end + 4 + length);
    this.#answer?.(status, body);
  }
}

function executionsIn(data: string): number {
  const database = new DatabaseSync(join(data, 'stepwell.db'), { readOnly: true });
  const row = database.prepare('SELECT count(*) AS count FROM execution').get();
  database.close();
  return Number(row?.count);
}

/** The most that a process has ever had in memory. Linux. */
function peakMb(pid: number): number {
  const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kib) * 1024) / 1e6;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** P17: how much is still done of what could be, the cap of memory, how long waits who is accepted, and how soon all is as before. */
const PROMISED = { goodput: 0.5, rssMb: 512 * 1.048576, acceptedP99Ms: 2000, recoverySeconds: 10 };

/** What it accepts, as a share of what it could accept. */
function goodputOf({ accepted, seconds, capacityPerSecond }: Overload): number {
  return accepted / seconds / capacityPerSecond;
}

function seenOf(found: Overload): string {
  const { accepted, throttled, unsent, offered, broken } = found;
  const share = (100 * (offered - accepted)) / offered;
  return (
    `capacity ${found.capacityPerSecond.toFixed(0)} starts/s; ${offered.toLocaleString('en')} offered, ` +
    `${accepted.toLocaleString('en')} accepted (${(100 * goodputOf(found)).toFixed(0)} % of the capacity), ${throttled.toLocaleString('en')} throttled, ` +
    `${unsent.toLocaleString('en')} that found no free connection, ${broken} on connections that broke: ${share.toFixed(1)} % shed; ` +
    `p99 of the accepted ${found.acceptedP99Ms.toFixed(0)} ms, of the throttled ${found.throttledP99Ms.toFixed(0)} ms; ` +
    `the clients took ${found.clientsCores.toFixed(2)} cores; RSS at most ${found.peakMb.toFixed(0)} MB; as before after ${found.recoverySeconds.toFixed(1)} s; ` +
    `${found.unaccounted} executions without an answer that told of them`
  );
}

function isKept(found: Overload): boolean {
  const { peakMb, acceptedP99Ms, recoverySeconds, unaccounted, others } = found;
  return [
    goodputOf(found) >= PROMISED.goodput,
    peakMb <= PROMISED.rssMb,
    acceptedP99Ms <= PROMISED.acceptedP99Ms,
    recoverySeconds <= PROMISED.recoverySeconds,
    unaccounted === 0,
    Object.keys(others).length === 0,
  ].every(Boolean);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      connections: { type: 'string', default: '2000' },
      idle: { type: 'string', default: '10000' },
      row: { type: 'boolean', default: false },
    },
  });
  const { seconds, connections, idle } = values;
  const found = await measureOverload({
    ...{ seconds: Number(seconds), factor: 10, connections: Number(connections) },
    ...{ idle: Number(idle), pollers: 1001, slow: 200 },
    directory: fileURLToPath(new URL('../.cache/bench', import.meta.url)),
    main: PACKAGE,
  });
  console.log(found);
  const measured = {
    done: `${seconds} s of ten times as many starts as the server can take, from ${connections} connections, beside ${idle} idle ones, 1,001 pollers and 600 slow clients`,
    seen: seenOf(found),
    again: `npm run overload -- --seconds ${seconds} --connections ${connections} --idle ${idle}`,
  };
  if (values.row) addMeasuredRow(measured);
  else console.log(measured.seen);
  process.exitCode = isKept(found) ? 0 : 1;
}
