import type { ColdStarts } from './cold-start.ts';
import type { FlatnessRow } from './flatness.ts';
import type { HistoryTimes } from './histories.ts';
import type { Compared, InterpreterRow } from './interpreters.ts';
import { ADD, type LanguageRow, REFERENCE_PATH, SUM, speedOf } from './languages.ts';
import { ITERATIONS, MACHINES } from './machines.ts';
import { median } from './measure.ts';
import { best, ratios, type Series, sums, times } from './series.ts';
import type { Sample } from './stage.ts';

/** A load and what each round of it showed. */
export interface LoadRow {
  readonly name: string;
  readonly concurrency: number;
  readonly samples: readonly Sample[];
}

/** What one run measured; whatever is undefined or empty was left out. */
export interface Results {
  readonly loads: readonly LoadRow[];
  readonly syncMs: Series | undefined;
  readonly histories: HistoryTimes | undefined;
  readonly flatness: readonly FlatnessRow[];
  readonly interpreters: readonly InterpreterRow[];
  readonly coldStarts: ColdStarts | undefined;
  readonly languages: readonly LanguageRow[];
}

/** What stepwell promises of its speed, what it aims at, and what a run showed. */
export interface Claim {
  readonly metric: string;
  /** Undefined: this run did not measure it. */
  readonly measured: Series | undefined;
  /** The same of processor time in place of the clock's: what others do on the machine touches it less. */
  readonly byCpu?: Series | undefined;
  readonly floor: number;
  readonly aim: number;
  readonly wants: 'more' | 'less';
}

export type Verdict = 'not measured' | 'MISSED' | 'floor' | 'aim';

export function verdictOf({ measured, floor, aim, wants }: Claim): Verdict {
  if (measured === undefined || measured.length === 0) return 'not measured';
  const middle = median(measured);
  const reaches = (bound: number) => (wants === 'more' ? middle >= bound : middle <= bound);
  if (reaches(aim)) return 'aim';
  return reaches(floor) ? 'floor' : 'MISSED';
}

export function claimsOf(results: Results): Claim[] {
  return [...loadClaims(results), ...ownClaims(results), ...languageClaims(results.languages)];
}

function loadClaims({ loads, syncMs }: Results): Claim[] {
  const of = (name: string, concurrency: number, pick: (sample: Sample) => number | undefined) =>
    seriesOf(loads, { name, concurrency }, pick);
  const rate = (name: string, concurrency: number) => of(name, concurrency, ({ perSecond }) => perSecond);
  const p50 = (name: string) => of(name, 1, ({ p50Ms }) => p50Ms);
  const perCpu = (name: string, concurrency: number) => of(name, concurrency, ({ cpuUs }) => 1e6 / cpuUs);
  const ofEcho = (name: string, concurrency: number) => ({
    measured: ratios(rate(name, concurrency), rate('echo', concurrency)),
    byCpu: ratios(perCpu(name, concurrency), perCpu('echo', concurrency)),
  });
  const fastest = (name: string, each: number) => ({
    measured: times(best([1, 8, 32].map((concurrency) => rate(name, concurrency))), each),
    byCpu: times(best([1, 8, 32].map((concurrency) => perCpu(name, concurrency))), each),
  });
  const { transitions } = MACHINES.loop100;
  const restate = rate('Restate, 5 steps', 128);
  return [
    atLeast('starts/s at C=256, of the echo', ofEcho('start pass1', 256), [0.35, 0.6]),
    atMost(
      'start p50 at C=1, of echo p50 + fdatasync p50',
      ratios(p50('start pass1'), sums(p50('echo'), syncMs)),
      [4, 1.5],
    ),
    atLeast(
      'acks per fsync at 64 clients',
      of('start pass1', 64, ({ perSync }) => perSync),
      [20, 50],
    ),
    atLeast('pass10 executions/s at C=32, of the echo', ofEcho('pass10', 32), [0.2, 0.35]),
    atLeast('par10 executions/s at C=32, of the echo', ofEcho('par10', 32), [0.15, 0.3]),
    atLeast('loop100 transitions/s', fastest('loop100', transitions), [300_000, 1_000_000]),
    atLeast('map1000 iterations/s', fastest('map1000', ITERATIONS), [400_000, 2_000_000]),
    atLeast('5 durable steps, warm function, at C=128, of the echo', ofEcho('tasks5', 128), [0.1, 0.2]),
    ...(restate === undefined
      ? []
      : [atLeast('5 durable steps at C=128, of Restate', ratios(rate('tasks5', 128), restate), [1, 2])]),
    atLeast('Express sync pass1 at C=32, of the echo', ofEcho('express sync', 32), [0.5, 0.9]),
  ];
}

function ownClaims({ interpreters, coldStarts, histories, flatness }: Results): Claim[] {
  const less = (machine: Compared) => {
    const row = interpreters.find((one) => one.machine === machine);
    return ratios(row?.theirs, row?.ours);
  };
  const peer = 'CPU of aws-local-stepfunctions, of ours';
  return [
    atLeast(`pass10 in process, ${peer}`, less('pass10'), [4, 15]),
    atLeast(`loop100 in process, ${peer}`, less('loop100'), [50, 300]),
    atLeast(`map1000 in process, ${peer}`, less('map1000'), [50, 300]),
    atMost(
      'cold start of the package to the first 200, of node -e 0',
      ratios(coldStarts?.packageFresh, coldStarts?.bareNode),
      [2, 1.4],
    ),
    atMost('a history of 25,000 events, whole, ms', histories?.whole, [100, 20]),
    atMost('the same, whole, newest first, ms', histories?.reverse, [100, 20]),
    atMost('the same, one page of 1,000 in the middle, ms', histories?.page, [100, 20]),
    atMost('a transition at 24,000 events of history, of one at 10 to 100', growth(flatness), [1.2, 1.05]),
  ];
}

function languageClaims(languages: readonly LanguageRow[]): Claim[] {
  return [
    atLeast(`${SUM}, of the jsonata package`, one(speedOf(languages, SUM)), [10, 30]),
    atLeast(`${ADD}, of the jsonata package`, one(speedOf(languages, ADD)), [10, 30]),
    atLeast(
      `${REFERENCE_PATH}, of the fastest npm engine`,
      one(speedOf(languages, REFERENCE_PATH)),
      [10, 30],
    ),
  ];
}

export function seriesOf(
  loads: readonly LoadRow[],
  { name, concurrency }: Pick<LoadRow, 'name' | 'concurrency'>,
  pick: (sample: Sample) => number | undefined,
): Series | undefined {
  const row = loads.find((one) => one.name === name && one.concurrency === concurrency);
  const series = row?.samples.map(pick).filter((value) => value !== undefined);
  return series === undefined || series.length === 0 ? undefined : series;
}

function growth(flatness: readonly FlatnessRow[]): Series | undefined {
  return ratios(flatness.at(-1)?.transitionNs, flatness[0]?.transitionNs);
}

function one(value: number | undefined): Series | undefined {
  return value === undefined ? undefined : [value];
}

type Measured = Series | undefined | Pick<Claim, 'measured' | 'byCpu'>;

function atLeast(metric: string, measured: Measured, [floor, aim]: readonly [number, number]): Claim {
  return { metric, ...seen(measured), floor, aim, wants: 'more' };
}

function atMost(metric: string, measured: Measured, [floor, aim]: readonly [number, number]): Claim {
  return { metric, ...seen(measured), floor, aim, wants: 'less' };
}

function seen(measured: Measured): Pick<Claim, 'measured' | 'byCpu'> {
  return measured !== undefined && 'measured' in measured ? measured : { measured };
}
