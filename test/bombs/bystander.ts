import { setTimeout as sleep } from 'node:timers/promises';
import type { Calls } from '../crash/calls.ts';

const INTERVAL_MS = 5;

/** Milliseconds that executions took, from the moment they were due to be started until they were seen to succeed. */
export interface Latencies {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Another client of the same server. */
export class Bystander {
  readonly #calls: Calls;
  readonly #stateMachineArn: string;

  private constructor(calls: Calls, stateMachineArn: string) {
    this.#calls = calls;
    this.#stateMachineArn = stateMachineArn;
  }

  static async arrive(calls: Calls): Promise<Bystander> {
    const definition = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    const created = await calls.states('CreateStateMachine', { name: 'bystander', definition, roleArn });
    return new Bystander(calls, String(created.stateMachineArn));
  }

  /**
   * Starts a small execution every few milliseconds, whether or not those before have ended: a server that stands still
   * for a second is a second late for every one of them.
   */
  async watch(until: Promise<unknown>): Promise<Latencies> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    void until.then(end, end);
    const runs: Promise<number>[] = [];
    const from = performance.now();
    while (!isOver) {
      const dueAt = from + runs.length * INTERVAL_MS;
      await sleep(Math.max(0, dueAt - performance.now()));
      const run = this.#run(performance.now());
      // A failure is for whoever waits for all of them.
      run.catch(() => {});
      runs.push(run);
    }
    const taken = (await Promise.all(runs)).sort((a, b) => a - b);
    const at = (share: number) => taken[Math.min(Math.floor(taken.length * share), taken.length - 1)] ?? 0;
    return { count: taken.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
  }

  async #run(from: number): Promise<number> {
    const started = await this.#calls.states('StartExecution', { stateMachineArn: this.#stateMachineArn });
    for (;;) {
      const { status } = await this.#calls.states('DescribeExecution', {
        executionArn: started.executionArn ?? '',
      });
      if (status === 'SUCCEEDED') return performance.now() - from;
      if (status !== 'RUNNING') throw new Error(`a bystander ended ${status}`);
    }
  }
}
