import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from '../test/crash/server-process.ts';
import { apiRequest, Connection } from './connection.ts';
import type { Job, Load } from './load-client.ts';
import type { Machine } from './machines.ts';
import { MACHINES, STEP } from './machines.ts';
import { cpuSeconds, residentMb } from './measure.ts';
import type { Peers } from './peers.ts';
import { type RestateServer, restateRequest, startRestate } from './restate.ts';
import type { Scenario } from './scenarios.ts';
import { createSyncCounter, type SyncCounter } from './sync-counter.ts';

/** What one load showed. */
export interface Sample {
  readonly count: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Server processor time per execution or request. */
  readonly cpuUs: number;
  /** Of one core, 0 to 1. */
  readonly clientCpu: number;
  readonly residentMb: number;
  /** Answers for each fsync of the server; undefined where it is not ours, or they cannot be counted. */
  readonly perSync: number | undefined;
}

interface Target {
  readonly pid: number;
  readonly port: number;
}

/** The package, as npm has it: what users run. */
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** The servers that are measured and the client that loads them, each a process of its own. */
export class Stage {
  readonly #client: ChildProcess;
  readonly #echo: ChildProcess;
  readonly #server: ServerProcess;
  readonly #counter: SyncCounter | undefined;
  #restate: RestateServer | undefined;
  #targets: Readonly<Record<'echo' | 'stepwell', Target>> | undefined;

  private constructor(directory: string) {
    this.#counter = createSyncCounter(directory);
    const functions = join(directory, 'functions');
    mkdirSync(join(functions, STEP.name), { recursive: true });
    writeFileSync(join(functions, STEP.name, 'index.js'), STEP.source);
    this.#echo = fork(new URL('./echo-server.ts', import.meta.url));
    this.#client = fork(new URL('./load-client.ts', import.meta.url));
    this.#server = new ServerProcess(
      ['--auth', 'off', '--data', join(directory, 'data'), '--functions', functions],
      { main: MAIN, env: this.#counter?.env ?? {} },
    );
  }

  static async open(directory: string, peers: Peers | undefined): Promise<Stage> {
    const stage = new Stage(directory);
    try {
      const [echoPort] = await once(stage.#echo, 'message');
      const port = Number(new URL(await stage.#server.url).port);
      stage.#targets = {
        echo: { pid: stage.#echo.pid ?? 0, port: Number(echoPort) },
        stepwell: { pid: stage.#server.pid, port },
      };
      await createMachines(port);
      if (peers !== undefined) stage.#restate = await startRestate(peers, join(directory, 'restate'));
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  get port(): number {
    return this.#targetOf('stepwell').port;
  }

  has(target: Scenario['target']): boolean {
    return target !== 'restate' || this.#restate !== undefined;
  }

  async sample({ target, machine, until }: Scenario, concurrency: number, seconds: number): Promise<Sample> {
    const { pid, port } = this.#targetOf(target);
    const { isLong = false }: Machine = MACHINES[machine];
    const request = requestOf({ target, machine }, port);
    const [cpuBefore, syncsBefore] = [cpuSeconds(pid), this.#counter?.count() ?? 0];
    const load = await this.#asked({ port, concurrency, seconds, request, until, isHasty: !isLong });
    const syncs = (this.#counter?.count() ?? 0) - syncsBefore;
    return {
      count: load.count,
      perSecond: load.count / load.seconds,
      p50Ms: load.p50Ms,
      p99Ms: load.p99Ms,
      cpuUs: ((cpuSeconds(pid) - cpuBefore) * 1e6) / load.count,
      clientCpu: load.clientCpu,
      residentMb: residentMb(pid),
      perSync: target === 'stepwell' && syncs > 0 ? load.count / syncs : undefined,
    };
  }

  async close(): Promise<void> {
    this.#client.kill();
    this.#echo.kill();
    await this.#restate?.close();
    await this.#server.kill('group');
  }

  #targetOf(name: Scenario['target']): Target {
    const target = name === 'restate' ? this.#restate : this.#targets?.[name];
    if (target === undefined) throw new Error(`${name} does not run`);
    return target;
  }

  async #asked(job: Job): Promise<Load> {
    const { promise, resolve, reject } = Promise.withResolvers<Load>();
    const died = () => reject(new Error('the client has ended: the server refused a call, see above'));
    this.#client.once('message', (load) => {
      // The client answers a Job with a Load and says nothing else.
      resolve(load as Load);
    });
    this.#client.once('exit', died);
    this.#client.send(job);
    return await promise.finally(() => this.#client.off('exit', died));
  }
}

async function createMachines(port: number): Promise<void> {
  const connection = new Connection(port);
  const roleArn = 'arn:aws:iam::123456789012:role/bench';
  for (const [name, { definition, type = 'STANDARD' }] of Object.entries<Machine>(MACHINES)) {
    const body = JSON.stringify({ name, roleArn, type, definition: JSON.stringify(definition) });
    await connection.send(apiRequest(port, 'CreateStateMachine', body));
  }
  connection.close();
}

function requestOf({ target, machine }: Pick<Scenario, 'target' | 'machine'>, port: number): string {
  const { input, type }: Machine = MACHINES[machine];
  const text = JSON.stringify(input);
  if (target === 'restate') return restateRequest(port, text);
  const stateMachineArn = `arn:aws:states:us-east-1:123456789012:stateMachine:${machine}`;
  const operation = type === 'EXPRESS' ? 'StartSyncExecution' : 'StartExecution';
  return apiRequest(port, operation, JSON.stringify({ stateMachineArn, input: text }));
}
