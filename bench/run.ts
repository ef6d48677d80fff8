import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ServerProcess } from '../test/crash/server-process.ts';
import { measureColdStarts } from './cold-start.ts';
import { apiRequest, Connection } from './connection.ts';
import { floorsOf, type Moments, type Row } from './floors.ts';
import { measureLanguages } from './languages.ts';
import type { Job, Load } from './load-client.ts';
import { MACHINES, type MachineName } from './machines.ts';
import { cpuSeconds, median, residentMb, syncMs } from './measure.ts';
import { tableOf } from './table.ts';

const CONCURRENCIES = [1, 8, 32];
const WARM_UP_SECONDS = 0.5;
const SYNCS = 100;
/** For each round. */
const COLD_STARTS = 5;

const OPTIONS = {
  only: { type: 'string', multiple: true },
  seconds: { type: 'string', default: '1' },
  rounds: { type: 'string', default: '3' },
  json: { type: 'string' },
  directory: { type: 'string', default: fileURLToPath(new URL('../.cache/bench', import.meta.url)) },
  assert: { type: 'boolean', default: false },
} as const;

/** One thing to measure. */
interface Scenario {
  readonly name: string;
  readonly machine: MachineName;
  readonly target: 'echo' | 'stepwell';
  readonly until: Job['until'];
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'echo', machine: 'pass1', target: 'echo', until: 'started' },
  { name: 'start pass1', machine: 'pass1', target: 'stepwell', until: 'started' },
  ...(['pass1', 'pass10', 'par10', 'loop100', 'map1000'] as const).map(
    (machine): Scenario => ({ name: machine, machine, target: 'stepwell', until: 'succeeded' }),
  ),
];
const OTHERS = ['fdatasync', 'cold', 'languages'];

interface Target {
  readonly pid: number;
  readonly port: number;
}

interface Bench {
  readonly client: ChildProcess;
  readonly targets: Readonly<Record<Scenario['target'], Target>>;
}

type Sample = Omit<Row, 'name' | 'concurrency'>;

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const only = values.only ?? [...SCENARIOS.map(({ name }) => name), ...OTHERS];
  const unknown = only.filter(
    (name) => !OTHERS.includes(name) && !SCENARIOS.some((one) => one.name === name),
  );
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  if (unknown.length > 0 || !(seconds > 0) || !(rounds >= 1)) {
    const names = [...SCENARIOS.map(({ name }) => name), ...OTHERS].join(', ');
    console.error(`error: --seconds and --rounds are positive numbers; --only is one of: ${names}`);
    process.exitCode = 64;
    return;
  }
  mkdirSync(values.directory, { recursive: true });
  const directory = mkdtempSync(join(values.directory, 'run-'));
  try {
    const { rows, moments } = await measured(directory, { only, seconds, rounds });
    const floors = floorsOf(rows, moments);
    console.log(tableOf(rows, moments, floors));
    if (values.json !== undefined)
      writeFileSync(values.json, JSON.stringify({ rows, moments, floors }, null, 2));
    if (values.assert && floors.some(({ isMet }) => isMet === false)) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Plan {
  readonly only: readonly string[];
  readonly seconds: number;
  readonly rounds: number;
}

/** All scenarios in turn, round after round: what disturbs the machine disturbs them all. */
async function measured(directory: string, plan: Plan): Promise<{ rows: Row[]; moments: Moments }> {
  const scenarios = SCENARIOS.filter(({ name }) => plan.only.includes(name));
  const samples = new Map<string, Sample[]>();
  const syncs: number[] = [];
  const echo = fork(new URL('./echo-server.ts', import.meta.url));
  const client = fork(new URL('./load-client.ts', import.meta.url));
  const server = new ServerProcess(['--auth', 'off', '--data', join(directory, 'data')]);
  try {
    const [echoPort] = await once(echo, 'message');
    const targets = {
      echo: { pid: echo.pid ?? 0, port: Number(echoPort) },
      stepwell: { pid: server.pid, port: Number(new URL(await server.url).port) },
    };
    await createMachines(targets.stepwell.port);
    for (const scenario of scenarios) await sample({ client, targets }, scenario, 8, WARM_UP_SECONDS);
    for (let round = 0; round < plan.rounds; round++) {
      if (plan.only.includes('fdatasync')) syncs.push(syncMs(directory, SYNCS));
      for (const concurrency of CONCURRENCIES) {
        for (const scenario of scenarios) {
          const key = `${scenario.name}/${concurrency}`;
          const found = await sample({ client, targets }, scenario, concurrency, plan.seconds);
          samples.set(key, [...(samples.get(key) ?? []), found]);
        }
      }
    }
  } finally {
    client.kill();
    echo.kill();
    await server.kill('group');
  }
  return {
    rows: rowsOf(scenarios, samples),
    moments: {
      syncMs: some(syncs),
      // Last, without the servers above: they would take the processor from what starts.
      coldStarts: plan.only.includes('cold')
        ? await measureColdStarts(directory, COLD_STARTS * plan.rounds)
        : undefined,
      languages: plan.only.includes('languages')
        ? await measureLanguages(dirname(directory), plan.rounds)
        : [],
    },
  };
}

async function createMachines(port: number): Promise<void> {
  const connection = new Connection(port);
  const roleArn = 'arn:aws:iam::123456789012:role/bench';
  for (const [name, { definition }] of Object.entries(MACHINES)) {
    const body = JSON.stringify({ name, roleArn, definition: JSON.stringify(definition) });
    await connection.send(apiRequest(port, 'CreateStateMachine', body));
  }
  connection.close();
}

async function sample(
  { client, targets }: Bench,
  scenario: Scenario,
  concurrency: number,
  seconds: number,
): Promise<Sample> {
  const { pid, port } = targets[scenario.target];
  const { machine, until } = scenario;
  const stateMachineArn = `arn:aws:states:us-east-1:123456789012:stateMachine:${machine}`;
  const start = JSON.stringify({ stateMachineArn, input: JSON.stringify(MACHINES[machine].input) });
  const cpuBefore = cpuSeconds(pid);
  const load = await asked(client, { port, concurrency, seconds, start, until });
  return {
    perSecond: load.count / load.seconds,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    cpuUs: ((cpuSeconds(pid) - cpuBefore) * 1e6) / load.count,
    clientCpu: load.clientCpu,
    residentMb: residentMb(pid),
  };
}

async function asked(client: ChildProcess, job: Job): Promise<Load> {
  const { promise, resolve, reject } = Promise.withResolvers<Load>();
  const died = () => reject(new Error('the client has ended: the server refused a call, see above'));
  client.once('message', (load) => {
    // The client answers a Job with a Load and says nothing else.
    resolve(load as Load);
  });
  client.once('exit', died);
  client.send(job);
  return await promise.finally(() => client.off('exit', died));
}

function rowsOf(scenarios: readonly Scenario[], samples: ReadonlyMap<string, readonly Sample[]>): Row[] {
  return scenarios.flatMap(({ name }) =>
    CONCURRENCIES.map((concurrency) => {
      const found = samples.get(`${name}/${concurrency}`) ?? [];
      const middle = (key: keyof Sample) => median(found.map((one) => one[key]));
      return {
        name,
        concurrency,
        perSecond: middle('perSecond'),
        p50Ms: middle('p50Ms'),
        p99Ms: middle('p99Ms'),
        cpuUs: middle('cpuUs'),
        clientCpu: middle('clientCpu'),
        residentMb: middle('residentMb'),
      };
    }),
  );
}

function some(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median(values);
}
