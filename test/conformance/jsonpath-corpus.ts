import { existsSync, readFileSync } from 'node:fs';
import { equalJson, isObject, type Json, parseJson } from '../../src/base/json.ts';
import { StateError } from '../../src/base/state-error.ts';
import { InvalidPath } from '../../src/query/jsonpath/invalid-path.ts';
import { compilePath } from '../../src/query/jsonpath/path.ts';
import type { Scope } from '../../src/query/language.ts';
import { type Corpus, Missing, playAll, resultOf } from './corpus.ts';
import type { Difference } from './difference.ts';

const CASES = new URL('../../../shared/conformance/jsonpath/cases.jsonl', import.meta.url);

/** Queries with the answers of Jayway 2.10, the engine of AWS. */
export const jsonPath: Corpus = {
  name: 'jsonpath',
  isRemote: false,
  async play({ onResult }) {
    if (!existsSync(CASES)) throw new Missing('there is no ../shared/conformance/jsonpath');
    return await playAll(readCases(), { atOnce: 1, onResult }, (one) =>
      resultOf({ area: 'jsonpath', id: one.id }, async () => differencesIn(one)),
    );
  },
};

interface Case {
  readonly id: string;
  readonly selector: string;
  readonly document: Json;
  readonly jayway: { readonly result?: Json };
}

function readCases(): readonly Case[] {
  const lines = readFileSync(CASES, 'utf8').trim().split('\n');
  // The file's own shape, written down in its README.
  return lines.map((line) => parseJson(line) as unknown as Case);
}

/** The comparison writes NOT_FOUND, null or [] for nothing, NOT_SUPPORTED or no result for a refusal. */
function differencesIn({ selector, document, jayway }: Case): Difference[] {
  const expected = jayway.result ?? (Object.hasOwn(jayway, 'result') ? null : 'NOT_SUPPORTED');
  const actual = answer(selector, document);
  if (isNothing(actual) && isNothing(expected)) return [];
  if (equalJson(actual, expected) || equalJson(sorted(actual), sorted(expected))) return [];
  return [{ path: selector, aws: expected, ours: actual }];
}

function answer(selector: string, document: Json): Json {
  try {
    return compilePath(selector).find(document, scope) ?? 'NOT_FOUND';
  } catch (error) {
    if (error instanceof InvalidPath || error instanceof StateError) return 'NOT_SUPPORTED';
    throw error;
  }
}

function isNothing(value: Json): boolean {
  return value === null || value === 'NOT_FOUND' || (Array.isArray(value) && value.length === 0);
}

/** The comparison sorts what has no order. */
function sorted(value: Json): Json {
  if (!Array.isArray(value)) return value;
  return value.map((item) => canonical(item)).sort();
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_key, inner) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

const scope: Scope = {
  input: null,
  context: () => ({}),
  variable: () => undefined,
  now: 0,
  elapsedMs: () => 0,
  entropy: { random: () => 0, uuid: () => '' },
};
