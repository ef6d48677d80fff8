import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { equalJson, isArray, isObject, type Json, member, parseJson } from '../src/base/json.ts';
import { InvalidJsonata } from '../src/query/jsonata/invalid-jsonata.ts';
import { JsonataFailure } from '../src/query/jsonata/jsonata-failure.ts';
import { run } from './jsonata/run.ts';

const CASES = new URL('../../shared/conformance/jsonata/cases.jsonl', import.meta.url);
const DATA = new URL('../../shared/conformance/jsonata/datasets.json', import.meta.url);

/**
 * The suite is that of JSONata 2.2; AWS runs 2.0.6, without `$eval` and with bounds of its own. Everything else must
 * pass, and what stands here must fail: a case that passes again is to be struck off.
 */
const EXCEPTIONS: readonly { readonly reason: string; readonly ids: RegExp }[] = [
  { reason: '`??` came with 2.1', ids: /^coalescing-operator\// },
  { reason: '`?:` came with 2.1', ids: /^default-operator\// },
  { reason: 'AWS has no `$eval`', ids: /^function-eval\// },
  { reason: '2.0.6 prints whole numbers with 15 digits, too', ids: /^function-string\/case030$/ },
  { reason: "AWS's bound on memory is reached first", ids: /^range-operator\/case02[1-4]$/ },
  { reason: "AWS's bounds on depth and time have no code", ids: /^tail-recursion\/case00[1256]$/ },
];

test("passes JSONata's own suite, but for what AWS does differently", (t) => {
  if (!existsSync(CASES)) return t.diagnostic('conformance/jsonata is not here: nothing compared');
  const datasets = parseJson(readFileSync(DATA, 'utf8'));
  const cases = readCases();
  const wrong = cases.filter((one) => (problemOf(one, datasets) === undefined) === isException(one));
  const excepted = cases.filter(isException).length;
  t.diagnostic(
    `${cases.length - excepted - wrong.length} of ${cases.length} pass, ${excepted} differ on AWS`,
  );
  for (const { reason, ids } of EXCEPTIONS) {
    t.diagnostic(`${cases.filter(({ id }) => ids.test(id)).length} differ: ${reason}`);
  }
  assert.deepEqual(
    wrong.map((one) => `${one.id}: ${one.expr} ${problemOf(one, datasets)}`),
    [],
  );
});

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

function isException({ id }: Case): boolean {
  return EXCEPTIONS.some(({ ids }) => ids.test(id));
}

/** What is wrong with our answer; undefined when it is right. */
function problemOf(one: Case, datasets: Json): string | undefined {
  const code = one.code ?? one.error?.code;
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
