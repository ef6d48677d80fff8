import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../src/base/json.ts';
import { Calls } from '../crash/calls.ts';
import { ServerProcess } from '../crash/server-process.ts';
import type { Bomb } from './bombs.ts';
import { Bystander, type Latencies } from './bystander.ts';

const WATCHED_MS_MIN = 600;
const ROLE_ARN = 'arn:aws:iam::123456789012:role/any';
const MONITOR = fileURLToPath(new URL('./loop-monitor.ts', import.meta.url));

/** How a bomb ended, and what it did to the server and to others. */
export interface Effect extends End {
  readonly latencies: Latencies;
  /** The longest that the server's event loop was held: by the clock, and in time of the processor. */
  readonly held: Held;
  readonly residentMb: number;
  /** More than before the bomb. */
  readonly grownMb: number;
}

interface Held {
  readonly wallMs: number;
  readonly cpuMs: number;
}

interface End {
  readonly tookMs: number;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** A place where bombs are safe: a real server in a process of its own, and somebody else who uses it. */
export class Range {
  readonly server: ServerProcess;
  readonly #directory: string;
  readonly #calls: Calls;
  readonly #bystander: Bystander;

  private constructor(server: ServerProcess, directory: string, calls: Calls, bystander: Bystander) {
    this.server = server;
    this.#directory = directory;
    this.#calls = calls;
    this.#bystander = bystander;
  }

  /** @param main The command line's file, when it is not the checkout's. */
  static async open(main?: string): Promise<Range> {
    const directory = mkdtempSync(join(tmpdir(), 'bombs-'));
    const server = new ServerProcess(['--data', join(directory, 'data')], {
      node: ['--import', MONITOR],
      env: { LOOP_MONITOR: join(directory, 'held') },
      ...(main === undefined ? {} : { main }),
    });
    const calls = new Calls(await server.url);
    const range = new Range(server, directory, calls, await Bystander.arrive(calls));
    // What runs for the first time is slow.
    await range.watch(sleep(WATCHED_MS_MIN));
    return range;
  }

  async close(): Promise<void> {
    await this.server.kill('group');
    rmSync(this.#directory, { recursive: true });
  }

  async explode(bomb: Bomb): Promise<Effect> {
    const ended = this.#run(bomb);
    const [end, rest] = await Promise.all([ended, this.watch(ended)]);
    return { ...end, ...rest };
  }

  /** What the bystander sees meanwhile. */
  async watch(work: Promise<unknown>): Promise<Omit<Effect, keyof End>> {
    await this.#held();
    const before = this.#residentMb();
    const latencies = await this.#bystander.watch(Promise.all([work, sleep(WATCHED_MS_MIN)]));
    const residentMb = this.#residentMb();
    return { latencies, held: await this.#held(), residentMb, grownMb: residentMb - before };
  }

  async #run({ definition, input, type = 'STANDARD' }: Bomb): Promise<End> {
    const startMs = performance.now();
    const { stateMachineArn } = await this.#calls.states('CreateStateMachine', {
      name: `bomb-${crypto.randomUUID()}`,
      definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
      roleArn: ROLE_ARN,
      type,
    });
    // Reads the whole definition once more.
    await this.#calls.states('DescribeStateMachine', { stateMachineArn: stateMachineArn ?? '' });
    const start = { stateMachineArn: stateMachineArn ?? '', input: JSON.stringify(input ?? {}) };
    const end = await (type === 'STANDARD'
      ? this.#follow(start)
      : this.#calls.states('StartSyncExecution', start));
    const [error, cause] = [end.error, end.cause].map((text) =>
      typeof text === 'string' ? text : undefined,
    );
    return { tookMs: performance.now() - startMs, status: String(end.status), error, cause };
  }

  async #follow(start: { readonly stateMachineArn: Json; readonly input: string }) {
    const { executionArn = '' } = await this.#calls.states('StartExecution', start);
    for (;;) {
      const end = await this.#calls.states('DescribeExecution', { executionArn });
      if (end.status === 'RUNNING') {
        await sleep(20);
        continue;
      }
      // As somebody does who wonders what has happened.
      await this.#calls.states('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 1000 });
      return end;
    }
  }

  /** Since it was last asked. */
  async #held(): Promise<Held> {
    const path = join(this.#directory, 'held');
    rmSync(path, { force: true });
    process.kill(this.server.pid, 'SIGUSR2');
    while (!existsSync(path)) await sleep(5);
    return JSON.parse(readFileSync(path, 'utf8'));
  }

  /** 0 where the system does not say. */
  #residentMb(): number {
    const path = `/proc/${this.server.pid}/status`;
    if (!existsSync(path)) return 0;
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1]) / 1024;
  }
}

/** One line of the table that a run prints. */
export function lineOf(name: string, effect: Omit<Effect, keyof End> & Partial<End>): string {
  const { tookMs = 0, latencies, held, residentMb, grownMb } = effect;
  const { count, p50Ms, p99Ms, maxMs } = latencies;
  const numbers = [tookMs, count, p50Ms, p99Ms, maxMs, held.wallMs, held.cpuMs, residentMb, grownMb].map(
    (number) => number.toFixed(0).padStart(6),
  );
  return `${name.padEnd(62)} ${numbers.join(' ')}`;
}

export const HEAD = `${'Milliseconds of the bomb, and of the executions of others'.padEnd(62)}   took  count    p50    p99    max   held    CPU RSS MB  grown`;
