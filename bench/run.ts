import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { claimsOf, type LoadRow, type Results, verdictOf } from './claims.ts';
import { measureColdStarts } from './cold-start.ts';
import { measureFlatness } from './flatness.ts';
import { LongHistory } from './histories.ts';
import { measureInterpreters } from './interpreters.ts';
import { measureLanguages } from './languages.ts';
import { placeOf, writeLatest } from './latest.ts';
import { syncMs } from './measure.ts';
import { installPeers, type Peers } from './peers.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { type Sample, Stage } from './stage.ts';
import { tableOf } from './table.ts';

/** What runs for the first time runs slowly: so many times, or for so long, before anything counts. */
const WARM_UP = { concurrency: 8, seconds: 0.5, count: 1000, slices: 10 };
const SYNCS = 100;

const OPTIONS = {
  only: { type: 'string', multiple: true },
  seconds: { type: 'string' },
  rounds: { type: 'string' },
  json: { type: 'string' },
  directory: { type: 'string', default: fileURLToPath(new URL('../.cache/bench', import.meta.url)) },
  peers: { type: 'boolean', default: false },
  short: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  assert: { type: 'boolean', default: false },
} as const;

const OTHERS = ['fdatasync', 'history', 'flatness', 'interpreter', 'cold', 'languages'];
const NAMES = [...SCENARIOS.map(({ name }) => name), ...OTHERS];

interface Plan {
  readonly only: readonly string[];
  readonly seconds: number;
  readonly rounds: number;
  readonly warmUp: { readonly seconds: number; readonly slices: number };
  readonly coldStarts: number;
  readonly peers: Peers | undefined;
}

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const usual = values.short
    ? { seconds: 0.1, rounds: 1, coldStarts: 1 }
    : { seconds: 1, rounds: 5, coldStarts: 25 };
  const only = values.only ?? NAMES;
  const seconds = Number(values.seconds ?? usual.seconds);
  const rounds = Number(values.rounds ?? usual.rounds);
  if (only.some((name) => !NAMES.includes(name)) || !(seconds > 0) || !(rounds >= 1)) {
    const names = NAMES.join(', ');
    console.error(`error: --seconds and --rounds are positive numbers; --only is one of: ${names}`);
    process.exitCode = 64;
    return;
  }
  mkdirSync(values.directory, { recursive: true });
  const directory = mkdtempSync(join(values.directory, 'run-'));
  const [load = 0] = loadavg();
  try {
    const warmUp = values.short ? { seconds, slices: 1 } : WARM_UP;
    const peers = values.peers ? installPeers() : undefined;
    const results = await measured(directory, {
      ...{ only, seconds, rounds, warmUp, peers },
      coldStarts: usual.coldStarts,
    });
    const claims = claimsOf(results);
    const text = `${placeOf(load)} Medians of ${rounds} rounds of ${seconds} s; in brackets, the least and the most.\n\n${tableOf(results, claims)}`;
    console.log(text);
    if (values.write) writeLatest(text);
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ results, claims }, null, 2));
    if (values.assert && claims.some((claim) => verdictOf(claim) === 'MISSED')) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** All loads in turn, round after round: what disturbs the machine disturbs them all. */
async function measured(directory: string, plan: Plan): Promise<Results> {
  const { only, peers, rounds } = plan;
  const has = (name: string) => only.includes(name);
  return {
    ...(await onStage(directory, plan)),
    // Without the servers above: they would take the processor from what starts.
    coldStarts: has('cold') ? await measureColdStarts(directory, plan.coldStarts) : undefined,
    flatness: has('flatness') ? measureFlatness(rounds) : [],
    interpreters: has('interpreter') ? await measureInterpreters(peers, rounds) : [],
    languages: has('languages') ? await measureLanguages(peers, rounds) : [],
  };
}

async function onStage(
  directory: string,
  plan: Plan,
): Promise<Pick<Results, 'loads' | 'syncMs' | 'histories'>> {
  const stage = await Stage.open(directory, plan.peers);
  try {
    const scenarios = SCENARIOS.filter(({ name, target }) => plan.only.includes(name) && stage.has(target));
    for (const scenario of scenarios) await warmUp(stage, scenario, plan);
    const history = plan.only.includes('history') ? await LongHistory.write(stage.port) : undefined;
    const loads = scenarios.flatMap(rowsOf);
    const syncs: number[] = [];
    for (let round = 0; round < plan.rounds; round++) {
      if (plan.only.includes('fdatasync')) syncs.push(syncMs(directory, SYNCS));
      for (const { scenario, concurrency, samples } of loads) {
        samples.push(await stage.sample(scenario, concurrency, plan.seconds));
      }
      await history?.read();
    }
    history?.close();
    return { loads, syncMs: syncs, histories: history?.times };
  } finally {
    await stage.close();
  }
}

async function warmUp(
  stage: Stage,
  scenario: Scenario,
  { warmUp: { seconds, slices } }: Plan,
): Promise<void> {
  let count = 0;
  for (let slice = 0; slice < slices && count < WARM_UP.count; slice++) {
    count += (await stage.sample(scenario, WARM_UP.concurrency, seconds)).count;
  }
}

type OpenRow = LoadRow & { readonly scenario: Scenario; readonly samples: Sample[] };

function rowsOf(scenario: Scenario): OpenRow[] {
  const { name, concurrencies } = scenario;
  return concurrencies.map((concurrency) => ({ name, concurrency, scenario, samples: [] }));
}
