import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { equalJson, type Json, parseJson } from '../src/base/json.ts';
import { StateError } from '../src/base/state-error.ts';
import { InvalidPath } from '../src/query/jsonpath/invalid-path.ts';
import { compilePath } from '../src/query/jsonpath/path.ts';
import type { Scope } from '../src/query/language.ts';

const CASES = new URL('../../shared/conformance/jsonpath/cases.jsonl', import.meta.url);

/** What Jayway 2.10 reads without `$` in front is no path for AWS: `@.a`, `.key`, `key`. */
const AGREED_MIN = 0.97;

test('agrees with Jayway 2.10', (t) => {
  if (!existsSync(CASES)) return t.diagnostic('conformance/jsonpath is not here: nothing compared');
  const cases = readCases();
  const different = cases.filter((one) => !agrees(one));
  for (const { id, selector } of different) t.diagnostic(`differs: ${id} ${selector}`);
  t.diagnostic(`${cases.length - different.length} of ${cases.length} agree`);
  assert.ok((cases.length - different.length) / cases.length >= AGREED_MIN);
});

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
function agrees({ selector, document, jayway }: Case): boolean {
  const expected = jayway.result ?? (Object.hasOwn(jayway, 'result') ? null : 'NOT_SUPPORTED');
  const actual = answer(selector, document);
  if (isNothing(actual) && isNothing(expected)) return true;
  return equalJson(actual, expected) || equalJson(sorted(actual), sorted(expected));
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
  const texts = value.map((item) => canonical(item)).sort();
  return texts;
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
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
