import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isArray, member } from '../../src/base/json.ts';
import { examine } from '../../src/cli/doctor/examine.ts';
import { inspectDirectory } from '../../src/store/sqlite/inspection.ts';
import { type Attempts, audit, type Fates, fatesIn, reconcile, repeatedEffects } from './audit.ts';
import { Calls } from './calls.ts';
import { type Known, Ledger } from './ledger.ts';
import {
  ACTIVITY_ARN,
  DEFINITIONS,
  KINDS,
  type Kind,
  ROLE_ARN,
  type Traces,
  writeFunctions,
} from './machines.ts';
import { Random } from './random.ts';
import { ServerProcess } from './server-process.ts';
import { runTraffic, runWorkers, type Surroundings, Workers } from './traffic.ts';

export interface TortureOptions {
  readonly seed: number;
  readonly cycles: number;
  /** Made if need be; on a real disk, not in memory. */
  readonly directory: string;
  readonly log: (line: string) => void;
  /** The command line to run; default: the checkout's. */
  readonly main?: string;
}

export interface Report extends Attempts {
  readonly cycles: number;
  readonly acks: number;
  readonly starts: number;
  readonly stops: number;
  readonly redrives: number;
  readonly fates: Fates;
  readonly violations: readonly string[];
}

export function summary(report: Report): string {
  const { cycles, acks, starts, stops, redrives, sent, effects, unknown, fates, violations } = report;
  return (
    `${cycles} kill -9 cycles, ${acks} acks (${starts} starts, ${stops} stops, ${redrives} redrives), ` +
    `${sent} attempts sent, ${effects} calls of functions; of attempts under way, ` +
    `${fates.kept} had their result kept, ${fates.running} still ran, ${fates.neverArrived} had never arrived, ` +
    `${unknown} were killed with their functions and ended as unknown: ${violations.length} violations`
  );
}

/** The longest life of a server under load. */
const LIFE_MS = { min: 5, max: 1000 };
/** Of a server that is killed while it starts. */
const BIRTH_MS = { min: 5, max: 300 };
/** Executions that have ended are looked at again now and then, and all of them in the end. */
const SAMPLE = 20;
const END_MS_MAX = 90_000;

/**
 * Kills a server with SIGKILL again and again while clients use it, and holds what it says after each restart
 * against the record of what it has acknowledged. Ends with the first cycle that breaks a promise.
 */
export async function torture(options: TortureOptions): Promise<Report> {
  mkdirSync(options.directory, { recursive: true });
  const directory = mkdtempSync(join(options.directory, 'crash-'));
  const run = new Run(directory, options);
  try {
    await run.prepare();
    let cycle = 0;
    while (cycle < options.cycles && run.ledger.violations.length === 0) {
      await run.cycle();
      if (run.ledger.violations.length > 0) options.log(`broken in cycle ${cycle}: see ${directory}`);
      if (++cycle % 25 === 0) options.log(`${cycle} cycles, ${run.ledger.acks} acks`);
    }
    const attempts = await run.finish();
    const { acks, starts, stops, redrives, violations } = run.ledger;
    const fates = run.fates();
    if (violations.length === 0) rmSync(directory, { recursive: true, force: true });
    return { cycles: cycle, acks, starts, stops, redrives, fates, violations, ...attempts };
  } finally {
    await run.server?.kill('group');
  }
}

class Run {
  readonly ledger = new Ledger();
  server: ServerProcess | undefined;
  readonly #random: Random;
  readonly #main: { readonly main?: string };
  readonly #data: string;
  readonly #functions: string;
  readonly #traces: Traces;
  readonly #machines = new Map<Kind, string>();
  readonly #around: Surroundings;

  constructor(directory: string, { seed, main }: TortureOptions) {
    this.#random = new Random(seed);
    this.#main = main === undefined ? {} : { main };
    this.#data = join(directory, 'data');
    const { functions, traces } = writeFunctions(directory);
    this.#functions = functions;
    this.#traces = traces;
    this.#around = {
      ledger: this.ledger,
      random: this.#random,
      machines: this.#machines,
      traces,
      workers: new Workers(),
    };
  }

  /** The machines are acknowledged too: from here on they must be there. */
  async prepare(): Promise<void> {
    const calls = await this.#start();
    await calls.states('CreateActivity', { name: ACTIVITY_ARN.replace(/.*:/, '') });
    for (const kind of KINDS) {
      const definition = JSON.stringify(DEFINITIONS[kind]);
      const { stateMachineArn } = await calls.states('CreateStateMachine', {
        name: kind,
        definition,
        roleArn: ROLE_ARN,
      });
      this.#machines.set(kind, String(stateMachineArn));
    }
    await this.#callFunction(calls);
    await this.server?.kill('group');
  }

  /** From the first call on, the host knows that what is not written down has not happened. */
  async #callFunction(calls: Calls): Promise<void> {
    const stateMachineArn = this.#machines.get('invoke') ?? '';
    const { executionArn = null } = await calls.states('StartExecution', { stateMachineArn });
    while ((await calls.states('DescribeExecution', { executionArn })).status === 'RUNNING') await sleep(20);
  }

  async cycle(): Promise<void> {
    if (this.#random.chance(0.1)) return await this.#killAtBirth();
    const calls = await this.#start();
    // Without an audit the kill meets the recovery; what it did is then seen one cycle later.
    if (this.#random.chance(0.65)) await this.#audit(calls);
    const enough = new AbortController();
    const traffic = runTraffic(calls, this.#around, enough.signal);
    await sleep(this.#random.between(LIFE_MS.min, LIFE_MS.max));
    if (this.server?.hasEnded) this.ledger.violations.push(`a server ended by itself: ${this.server.said}`);
    await this.#kill();
    enough.abort();
    await traffic;
  }

  fates(): Fates {
    return fatesIn(join(this.#data, 'functions'));
  }

  /** Now and then with all functions that run: only then may an outcome be unknown. */
  async #kill(): Promise<void> {
    const killsFunctions = this.#random.chance(0.15);
    const from = Date.now();
    await this.server?.kill(killsFunctions ? 'functions' : this.#random.chance(0.5) ? 'group' : 'alone');
    // It takes a while to find them all: what is sent meanwhile dies, too.
    if (killsFunctions) this.ledger.functionKills.push({ from, until: Date.now() });
  }

  /** @returns once every execution that anyone has started has ended, and everything was audited. */
  async finish(): Promise<Attempts> {
    if (this.ledger.violations.length > 0) return { sent: 0, unknown: 0, effects: 0 };
    const calls = await this.#start();
    const enough = new AbortController();
    const work = runWorkers(calls, this.#around, enough.signal);
    await this.#allEnded(calls);
    await audit(calls, this.ledger, [...this.ledger.known.values()]);
    for (const { arn } of this.ledger.open) this.ledger.violations.push(`${arn} has not ended`);
    const ended = this.server?.terminate();
    enough.abort();
    const code = (await ended)?.code;
    await work;
    await this.#examine();
    if (code !== 0) this.ledger.violations.push(`the last server ended with ${code}`);
    this.ledger.violations.push(...repeatedEffects(this.#traces.effects));
    return reconcile(this.ledger, this.#traces.effects);
  }

  async #start(): Promise<Calls> {
    this.server = new ServerProcess(['--data', this.#data, '--functions', this.#functions], this.#main);
    return new Calls(await this.server.url);
  }

  async #killAtBirth(): Promise<void> {
    this.server = new ServerProcess(['--data', this.#data, '--functions', this.#functions], this.#main);
    await sleep(this.#random.between(BIRTH_MS.min, BIRTH_MS.max));
    if (this.server.hasEnded) this.ledger.violations.push(`a server did not start: ${this.server.said}`);
    await this.server.kill('group');
  }

  async #audit(calls: Calls): Promise<void> {
    const all = [...this.ledger.known.values()];
    const sample = Array.from({ length: SAMPLE }, () => this.#random.pick(all)).filter(
      (one) => one !== undefined,
    );
    await audit(calls, this.ledger, [...new Set<Known>([...this.ledger.open, ...sample])]);
    this.ledger.violations.push(...repeatedEffects(this.#traces.effects));
    if (this.#random.chance(0.2)) await this.#examine();
  }

  /** While the server runs, and when it is gone. */
  async #examine(): Promise<void> {
    const inspection = inspectDirectory(this.#data);
    try {
      const { troubles } = await examine(inspection, () => {});
      this.ledger.violations.push(...troubles.map(({ place, what }) => `doctor: ${place} ${what}`));
    } finally {
      inspection.close();
    }
  }

  /** Also those whose starts were never acknowledged: they are there, so they end. */
  async #allEnded(calls: Calls): Promise<void> {
    const deadline = performance.now() + END_MS_MAX;
    for (const stateMachineArn of this.#machines.values()) {
      for (;;) {
        const page = await calls.states('ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' });
        const running = member(page, 'executions');
        if (!isArray(running) || running.length === 0) break;
        if (performance.now() > deadline) {
          this.ledger.violations.push(
            `${running.length} executions do not end: ${JSON.stringify(running[0])}`,
          );
          return;
        }
        await sleep(200);
      }
    }
  }
}
