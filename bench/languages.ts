import jsonata from 'jsonata';
import type { Json } from '../src/base/json.ts';
import { compileJsonata } from '../src/query/jsonata/jsonata.ts';
import { compilePath } from '../src/query/jsonpath/path.ts';
import type { Scope } from '../src/query/language.ts';
import { median } from './measure.ts';
import { type PeerName, type Peers, VERSIONS } from './peers.ts';

/** How often a second an engine evaluates something that it has compiled before, if it can compile. */
export interface LanguageRow {
  readonly what: string;
  readonly engine: string;
  readonly perSecond: number;
}

interface Contender {
  readonly what: string;
  readonly engine: string;
  /** Evaluates that many times. */
  run(count: number): void | Promise<void>;
}

export const STEPWELL = 'stepwell';
export const SUM = '$sum($states.input.items.(price*qty))';
export const ADD = '$states.input.a + 1';
export const REFERENCE_PATH = '$.order.customer.address.city';

const ITEMS = 1000;
const INPUT = {
  a: 41,
  items: Array.from({ length: ITEMS }, (_, index) => ({ price: index / 4, qty: (index % 7) + 1 })),
  order: { id: 'o-1', customer: { name: 'x', address: { street: 'y', city: 'Ahmedabad' } }, lines: [1, 2] },
};
const SUM_EXPECTED = INPUT.items.reduce((sum, { price, qty }) => sum + price * qty, 0);
const BATCH_MS = 100;
/** All engines in turn, round after round, in this process. */
export async function measureLanguages(peers: Peers | undefined, rounds: number): Promise<LanguageRow[]> {
  const contenders = [...jsonataContenders(), ...jsonpathContenders(peers)];
  const counts = new Map<Contender, number>();
  // Warm, and as often as it takes for a batch to be long enough for the clock.
  for (const one of contenders) counts.set(one, await countOf(one));
  const found = new Map<Contender, number[]>(contenders.map((one) => [one, []]));
  for (let round = 0; round < rounds; round++) {
    for (const one of contenders) {
      const count = counts.get(one) ?? 1;
      found.get(one)?.push((count / (await takenMs(one, count))) * 1000);
    }
  }
  return contenders.map((one) => ({
    what: one.what,
    engine: one.engine,
    perSecond: median(found.get(one) ?? []),
  }));
}

/** How many times faster we are than the fastest other engine; undefined when there is none. */
export function speedOf(rows: readonly LanguageRow[], what: string): number | undefined {
  const ours = rows.find((row) => row.what === what && row.engine === STEPWELL);
  const others = rows.filter((row) => row.what === what && row.engine !== STEPWELL);
  if (ours === undefined || others.length === 0) return undefined;
  return ours.perSecond / Math.max(...others.map(({ perSecond }) => perSecond));
}

async function countOf(contender: Contender): Promise<number> {
  let count = 1;
  while ((await takenMs(contender, count)) < BATCH_MS) count *= 2;
  return count;
}

async function takenMs(contender: Contender, count: number): Promise<number> {
  const before = performance.now();
  await contender.run(count);
  return performance.now() - before;
}

function jsonataContenders(): Contender[] {
  return [
    ...([SUM, ADD] as const).flatMap((what): Contender[] => {
      const expected = what === SUM ? SUM_EXPECTED : INPUT.a + 1;
      const [ours, theirs] = [compileJsonata(what), jsonata(what)];
      const states = { input: INPUT };
      return [
        { what, engine: STEPWELL, run: repeat(expected, () => ours.evaluate(SCOPE)) },
        {
          what,
          engine: 'jsonata 2.0.6',
          async run(count) {
            let value: unknown;
            for (let index = 0; index < count; index++) value = await theirs.evaluate(undefined, { states });
            check(value, expected);
          },
        },
      ];
    }),
  ];
}

function jsonpathContenders(peers: Peers | undefined): Contender[] {
  const path = compilePath(REFERENCE_PATH);
  const ours = repeat(INPUT.order.customer.address.city, () => path.find(INPUT, SCOPE));
  return [
    { what: REFERENCE_PATH, engine: STEPWELL, run: ours },
    ...(peers === undefined ? [] : otherEngines(peers)),
  ];
}

function otherEngines(peers: Peers): Contender[] {
  const city = INPUT.order.customer.address.city;
  const names = ['jsonpath-plus', 'jsonpath', 'json-p3'] as const;
  return names.flatMap((name) => {
    const library = peers.load(name);
    if (library === undefined) return [];
    const run = repeat(city, answerOf(name, library));
    return [{ what: REFERENCE_PATH, engine: `${name} ${VERSIONS[name]}`, run }];
  });
}

/** Libraries of JavaScript, as their manuals describe them; what they answer is checked. */
function answerOf(name: PeerName, library: unknown): () => Json | undefined {
  if (name === 'jsonpath-plus') {
    // See above.
    const { JSONPath } = library as { JSONPath(options: object): Json[] };
    return () => JSONPath({ path: REFERENCE_PATH, json: INPUT, eval: false })[0];
  }
  if (name === 'jsonpath') {
    // See above.
    const old = library as { value(input: Json, path: string): Json };
    return () => old.value(INPUT, REFERENCE_PATH);
  }
  // See above.
  const { compile } = library as { compile(path: string): { query(input: Json): { values(): Json[] } } };
  const compiled = compile(REFERENCE_PATH);
  return () => compiled.query(INPUT).values()[0];
}

/** An engine that answers wrong would be a fast one. */
function repeat(expected: Json, answer: () => Json | undefined): Contender['run'] {
  return (count) => {
    let value: Json | undefined;
    for (let index = 0; index < count; index++) value = answer();
    check(value, expected);
  };
}

function check(value: unknown, expected: Json): void {
  if (value !== expected) throw new Error(`an engine answered ${JSON.stringify(value)}, not ${expected}`);
}

const SCOPE: Scope = {
  input: INPUT,
  context: () => ({}),
  entropy: { random: Math.random, uuid: () => crypto.randomUUID() },
  now: Date.now(),
  elapsedMs: () => performance.now(),
  variable: () => undefined,
};
