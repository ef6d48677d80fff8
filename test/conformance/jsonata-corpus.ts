import { existsSync, readFileSync } from 'node:fs';
import { equalJson, isArray, isObject, type Json, member, parseJson } from '../../src/base/json.ts';
import { InvalidJsonata } from '../../src/query/jsonata/invalid-jsonata.ts';
import { JsonataFailure } from '../../src/query/jsonata/jsonata-failure.ts';
import { run } from '../jsonata/run.ts';
import { type Corpus, Missing, playAll, resultOf } from './corpus.ts';

const CASES = new URL('../../../shared/conformance/jsonata/cases.jsonl', import.meta.url);
const DATA = new URL('../../../shared/conformance/jsonata/datasets.json', import.meta.url);

/** The suite of the JSONata project, of its version 2.2. */
export const jsonata: Corpus = {
  name: 'jsonata',
  isRemote: false,
  async play({ onResult }) {
    if (!existsSync(CASES)) throw new Missing('there is no ../shared/conformance/jsonata');
    const datasets = parseJson(readFileSync(DATA, 'utf8'));
    return await playAll(readCases(), { atOnce: 1, onResult }, (one) =>
      resultOf({ area: 'jsonata', id: one.id }, async () => {
        const problem = problemOf(one, datasets);
        return problem === undefined ? [] : [{ path: one.expr, aws: expectationOf(one), ours: problem }];
      }),
    );
  },
};

function expectationOf(one: Case): unknown {
  return codeOf(one) ?? (one.undefinedResult === true ? 'nothing' : one.result);
}

interface Case {
  readonly id: string;
  readonly expr: string;
  readonly dataset?: string | null;
  readonly data?: Json;
  readonly bindings?: { readonly [name: string]: Json };
  readonly result?: Json;
  readonly undefinedResult?: boolean;
  readonly code?: string;
  readonly token?: string;
  readonly error?: { readonly code: string; readonly message?: string };
  readonly unordered?: boolean;
}

function readCases(): readonly Case[] {
  const lines = readFileSync(CASES, 'utf8').trim().split('\n');
  // The file's own shape, written down in its README.
  return lines.map((line) => parseJson(line) as unknown as Case);
}

function codeOf(one: Case): string | undefined {
  return one.code ?? one.error?.code;
}

/** What is wrong with our answer; undefined when it is right. */
function problemOf(one: Case, datasets: Json): string | undefined {
  const code = codeOf(one);
  try {
    const answer = run(one.expr, inputOf(one, datasets), one.bindings);
    if (code !== undefined) return `gave ${JSON.stringify(answer)} instead of ${code}`;
    if (one.undefinedResult === true)
      return answer === undefined ? undefined : `gave ${JSON.stringify(answer)}`;
    const isRight = answer !== undefined && equalJson(sorted(one, answer), sorted(one, one.result ?? null));
    return isRight ? undefined : `gave ${JSON.stringify(answer)} instead of ${JSON.stringify(one.result)}`;
  } catch (error) {
    return problemWith(error, one, code);
  }
}

function problemWith(error: unknown, one: Case, code: string | undefined): string | undefined {
  if (!(error instanceof JsonataFailure) && !(error instanceof InvalidJsonata)) throw error;
  const actual = error instanceof InvalidJsonata ? error.syntaxCode : error.code;
  if (code === undefined || actual !== code)
    return `failed with ${actual} ${error.message} instead of ${code}`;
  const message = one.error?.message;
  return message === undefined || message === error.message ? undefined : `says ${error.message}`;
}

function inputOf({ data, dataset }: Case, datasets: Json): Json | undefined {
  if (dataset === undefined || dataset === null) return data;
  return isObject(datasets) ? member(datasets, dataset) : undefined;
}

function sorted({ unordered }: Case, value: Json): Json {
  if (unordered !== true || !isArray(value)) return value;
  return value.map((item) => JSON.stringify(item)).sort();
}
