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
  /** Asked again and again, as fast as it is answered; otherwise after a quarter of the time that it has taken so far. */
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

/** Of the time so far: what a client sees late is at most so much of it, and its asking costs the server little. */
const PATIENCE = 0.25;
const PAUSE_MS_MIN = 2;

async function success(connection: Connection, { port, isHasty }: Job, started: Buffer): Promise<void> {
  const { executionArn } = JSON.parse(started.toString());
  const describe = apiRequest(port, 'DescribeExecution', JSON.stringify({ executionArn }));
  for (const startedAt = performance.now(); ; ) {
    const described = await connection.send(describe);
    if (described.includes('"status":"SUCCEEDED"')) return;
    if (!described.includes('"status":"RUNNING"')) throw new Error(String(described));
    if (!isHasty) await sleep(Math.max(PAUSE_MS_MIN, (performance.now() - startedAt) * PATIENCE));
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}
