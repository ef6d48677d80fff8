import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equalJson, isObject, type Json } from '../../src/base/json.ts';
import { InvalidJsonata } from '../../src/query/jsonata/invalid-jsonata.ts';
import { JsonataFailure } from '../../src/query/jsonata/jsonata-failure.ts';
import { UnsupportedResult } from '../../src/query/jsonata/result.ts';
import { expression } from './expression.ts';
import { loadOracle, type Oracle, oracleAnswer } from './oracle.ts';
import { run } from './run.ts';

const RUNS = Number(process.env.JSONATA_RUNS ?? 8000);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Beside those the package may crash on: a run in which nothing is compared proves nothing. */
const COMPARED_SHARE_MIN = 0.9;

const DATA: Json = {
  n: 5,
  s: 'text',
  t: true,
  z: null,
  one: [{ a: 1 }],
  list: [3, 1, 2],
  empty: [],
  nested: [[1, 2], [3]],
  items: [
    { name: 'x', price: 2, tags: ['p', 'q'], part: { id: 1 } },
    { name: 'y', price: 1.5, tags: [], part: { id: 2 } },
    { name: 'x', price: 7, tags: ['r'] },
  ],
};

test('answers as the jsonata package does, whatever the expression', async () => {
  console.log(`seed ${SEED}: repeat with SEED=${SEED} JSONATA_RUNS=${RUNS}`);
  const tally = { compared: 0, values: 0, crashes: 0 };
  const oracle = loadOracle();
  await fc.assert(
    fc.asyncProperty(expression, (text) => compare(text, oracle, tally)),
    { numRuns: RUNS, seed: SEED },
  );
  console.log(
    `${tally.compared} expressions agree, ${tally.values} of them on a value; the package crashed on ${tally.crashes}`,
  );
  assert.ok(tally.compared >= RUNS * COMPARED_SHARE_MIN);
  assert.ok(tally.values >= RUNS / 4, 'hardly any expression had a value');
});

interface Tally {
  compared: number;
  values: number;
  crashes: number;
}

async function compare(text: string, oracle: Oracle, tally: Tally): Promise<void> {
  const [ours, theirs] = [ourAnswer(text), await oracleAnswer(oracle, text, DATA)];
  if (theirs === 'crash') {
    tally.crashes++;
    return;
  }
  const problem = `${text}\nours   ${JSON.stringify(ours)}\ntheirs ${JSON.stringify(theirs)}`;
  assert.ok(equalJson(ours, theirs) || failByChance(text, ours, theirs), problem);
  tally.compared++;
  if (!isObject(theirs)) tally.values++;
}

/** The package computes parts of lists, objects and sort keys side by side: which of two failures comes first is chance. */
function failByChance(text: string, ours: Json, theirs: Json): boolean {
  return isObject(ours) && isObject(theirs) && /\[.*(,|\.\.)|\{.*:|\^\(/s.test(text);
}

/** As the oracle's answers. */
function ourAnswer(text: string): Json {
  try {
    const value = run(text, DATA);
    return value === undefined ? 'nothing' : [value];
  } catch (error) {
    if (error instanceof JsonataFailure) return { code: error.code ?? 'limit' };
    if (error instanceof InvalidJsonata) return { code: error.syntaxCode ?? '' };
    if (error instanceof UnsupportedResult) return 'function';
    throw error;
  }
}
