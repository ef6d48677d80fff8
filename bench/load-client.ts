import { setTimeout as sleep } from 'node:timers/promises';
import { apiRequest, Connection } from './connection.ts';

/** What the client process is asked to do, and answers with a Load. */
export interface Job {
  readonly port: number;
  readonly concurrency: number;
  readonly seconds: number;
  /** The bytes that begin an execution. */
  readonly request: string;
  /** `succeeded`: until DescribeExecution says so. */
  readonly until: 'answered' | 'succeeded';
  /** Asked again and again, as fast as it is answered; otherwise about when it will have ended, as those before it. */
  readonly isHasty: boolean;
}

export interface Load {
  readonly count: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one core, 0 to 1. */
  readonly clientCpu: number;
}

process.on('message', (job: Job) => {
  void load(job).then((result) => process.send?.(result));
});

async function load(job: Job): Promise<Load> {
  const connections = Array.from({ length: job.concurrency }, () => new Connection(job.port));
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + job.seconds * 1000;
  await Promise.all(connections.map((connection) => drive(connection, job, { endsAt, latencies })));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  return {
    count: latencies.length,
    seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    clientCpu: (cpu.user + cpu.system) / 1e6 / seconds,
  };
}

async function drive(
  connection: Connection,
  job: Job,
  { endsAt, latencies }: { readonly endsAt: number; readonly latencies: number[] },
): Promise<void> {
  for (let before = performance.now(); before < endsAt; before = performance.now()) {
    const answer = await connection.send(job.request);
    if (job.until === 'succeeded') await success(connection, job, answer);
    latencies.push(performance.now() - before);
  }
}

async function success(connection: Connection, job: Job, started: Buffer): Promise<void> {
  const { port, isHasty } = job;
  const usual = usualOf(job);
  const { executionArn } = JSON.parse(started.toString());
  const describe = apiRequest(port, 'DescribeExecution', JSON.stringify({ executionArn }));
  const startedAt = performance.now();
  if (!isHasty) await sleep(usual.ms);
  for (;;) {
    const described = await connection.send(describe);
    if (described.includes('"status":"SUCCEEDED"')) {
      usual.learn(durationMs(described));
      break;
    }
    if (!described.includes('"status":"RUNNING"')) throw new Error(String(described));
    if (!isHasty) await sleep(Math.max(PAUSE_MS_MIN, (performance.now() - startedAt) * PAUSE));
  }
}

/** By the server's own clock: what this client has waited for it says more about the client. */
function durationMs(described: Buffer): number {
  const { startDate, stopDate } = JSON.parse(described.toString());
  return (stopDate - startDate) * 1000;
}

/**
 * What executions take, as far as this client has seen in all loads of that kind: to ask all the time would be most of the
 * load (22 descriptions an execution at 128 connections, where one or two are needed; Nov 2026).
 */
const seen = new Map<string, Usual>();

class Usual {
  ms = 0;
  #count = 0;

  learn(ms: number): void {
    this.#count++;
    this.ms += (ms - this.ms) * Math.max(1 / this.#count, LEARNING);
  }
}

function usualOf({ request, concurrency }: Job): Usual {
  const key = `${concurrency} ${request}`;
  const usual = seen.get(key) ?? new Usual();
  seen.set(key, usual);
  return usual;
}

const LEARNING = 0.05;
/** Of the time that an execution has taken so far: how long until it is asked for again. */
const PAUSE = 0.15;
const PAUSE_MS_MIN = 2;

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}
