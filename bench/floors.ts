import type { ColdStarts } from './cold-start.ts';
import { ADD, type LanguageRow, REFERENCE_PATH, SUM, speedOf } from './languages.ts';
import { ITERATIONS, MACHINES } from './machines.ts';

/** One row of the table: medians over the rounds. */
export interface Row {
  readonly name: string;
  readonly concurrency: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Server processor time per execution or request. */
  readonly cpuUs: number;
  readonly clientCpu: number;
  readonly residentMb: number;
}

export interface Moments {
  readonly syncMs: number | undefined;
  readonly coldStarts: ColdStarts | undefined;
  /** Empty: not measured. */
  readonly languages: readonly LanguageRow[];
}

export interface Floor {
  readonly claim: string;
  /** Undefined: this run did not measure it. */
  readonly measured: number | undefined;
  readonly wanted: number;
  readonly isMet: boolean | undefined;
}

/** What stepwell promises of its speed, held against the medians of one run. */
export function floorsOf(rows: readonly Row[], { syncMs, coldStarts, languages }: Moments): Floor[] {
  const rate = (name: string, concurrency: number) => find(rows, name, concurrency)?.perSecond;
  const best = (name: string) => max(rows.filter((row) => row.name === name).map((row) => row.perSecond));
  const durable = sum(find(rows, 'echo', 1)?.p50Ms, syncMs);
  return [
    atLeast('starts/s at C=32, of the echo', ratio(rate('start pass1', 32), rate('echo', 32)), 0.25),
    atLeast('loop100 transitions/s', product(best('loop100'), MACHINES.loop100.transitions), 150_000),
    atLeast('map1000 iterations/s', product(best('map1000'), ITERATIONS), 150_000),
    atMost(
      'start p50 at C=1, of echo p50 + fdatasync p50',
      ratio(find(rows, 'start pass1', 1)?.p50Ms, durable),
      5,
    ),
    atMost(
      'cold start of the package to the first 200, of node -e 0',
      ratio(coldStarts?.packageFresh, coldStarts?.bareNode),
      3,
    ),
    atLeast(`${SUM}, of the jsonata package`, speedOf(languages, SUM), 10),
    atLeast(`${ADD}, of the jsonata package`, speedOf(languages, ADD), 10),
    atLeast(`${REFERENCE_PATH}, of the fastest npm engine`, speedOf(languages, REFERENCE_PATH), 10),
  ];
}

function atLeast(claim: string, measured: number | undefined, wanted: number): Floor {
  return {
    claim: `${claim} >= ${wanted}`,
    measured,
    wanted,
    isMet: measured === undefined ? undefined : measured >= wanted,
  };
}

function atMost(claim: string, measured: number | undefined, wanted: number): Floor {
  return {
    claim: `${claim} <= ${wanted}`,
    measured,
    wanted,
    isMet: measured === undefined ? undefined : measured <= wanted,
  };
}

function find(rows: readonly Row[], name: string, concurrency: number): Row | undefined {
  return rows.find((row) => row.name === name && row.concurrency === concurrency);
}

function max(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function ratio(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

function product(a: number | undefined, b: number): number | undefined {
  return a === undefined ? undefined : a * b;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
