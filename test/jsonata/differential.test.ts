import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equalJson, isObject, type Json, parseJson } from '../../src/base/json.ts';
import { InvalidJsonata } from '../../src/query/jsonata/invalid-jsonata.ts';
import { JsonataFailure } from '../../src/query/jsonata/jsonata-failure.ts';
import { UnsupportedResult } from '../../src/query/jsonata/result.ts';
import { run } from './run.ts';

/** Found by name at run time: the package may be missing. */
const PACKAGE = process.env.JSONATA_PACKAGE ?? 'jsonata';
const RUNS = Number(process.env.JSONATA_RUNS ?? 2000);

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

test('answers as the jsonata package does, whatever the expression', async (t) => {
  const oracle = await loadOracle();
  if (oracle === undefined) return t.skip('the jsonata package is not installed: nothing compared');
  await fc.assert(
    fc.asyncProperty(expression, async (text) => {
      const [ours, theirs] = [ourAnswer(text), await theirAnswer(oracle, text)];
      if (theirs === 'crash' || bothFail(text, ours, theirs)) return;
      assert.ok(
        equalJson(ours, theirs),
        `${text}\nours   ${JSON.stringify(ours)}\ntheirs ${JSON.stringify(theirs)}`,
      );
    }),
    { numRuns: RUNS },
  );
});

/** The package computes the parts of lists and objects side by side: which of two failures comes first is chance. */
function bothFail(text: string, ours: Json, theirs: Json): boolean {
  return isObject(ours) && isObject(theirs) && /\[.*,|"a": /s.test(text);
}

/** Values, `nothing`, or the code of a failure. */
function ourAnswer(text: string): Json {
  try {
    return answered(run(text, DATA));
  } catch (error) {
    if (error instanceof JsonataFailure) return { code: error.code ?? 'limit' };
    if (error instanceof InvalidJsonata) return { code: error.syntaxCode ?? '' };
    if (error instanceof UnsupportedResult) return 'function';
    throw error;
  }
}

type Oracle = (text: string) => { evaluate(input: unknown): Promise<unknown> };

async function loadOracle(): Promise<Oracle | undefined> {
  try {
    const loaded: { readonly default: Oracle } = await import(PACKAGE);
    return loaded.default;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

async function theirAnswer(oracle: Oracle, text: string): Promise<Json> {
  try {
    const value = await oracle(text).evaluate(JSON.parse(JSON.stringify(DATA)));
    if (holdsFunction(value)) return 'function';
    return answered(value === undefined ? undefined : parseJson(printed(value)));
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error) return { code: String(error.code) };
    // Not an answer, but a mistake in the package: it hands partially applied functions whatever comes.
    return 'crash';
  }
}

function answered(value: Json | undefined): Json {
  return value === undefined ? 'nothing' : [value];
}

/** As our results print what is no number. */
function printed(value: unknown): string {
  return JSON.stringify(value, (_key, item) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  );
}

function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return true;
  return Object.values(value).some(holdsFunction);
}

const leaf = fc.constantFrom(
  ...[
    '1',
    '0',
    '-2',
    '2.5',
    '"x"',
    '""',
    'true',
    'false',
    'null',
    'n',
    's',
    'z',
    'list',
    'empty',
    'one',
    'nested',
  ],
  ...[
    'items',
    'items.name',
    'items.price',
    'items.tags',
    'items.part.id',
    'missing',
    '$',
    '*',
    '**',
    '[]',
    '{}',
    '$v',
    '$substring(?, 1)(s)',
  ],
);

const FORMS = [
  ...[
    '_[_]',
    '_[0]',
    '_[-1]',
    '_[]',
    '(_)._',
    '_.(_)',
    '_.[_]',
    '_.{"k": _}',
    '_{name: _}',
    '_{$string($): _}',
  ],
  ...[
    '[_, _]',
    '[_.._]',
    '{"a": _, "b": _}',
    '(_ ? _ : _)',
    '(_ ? _)',
    '($v := _; _)',
    '-(_)',
    '_^(_)',
    '_^(>_, <_)',
  ],
  ...[
    '_#$i[$i > 0]',
    '_@$w.($w)',
    'items.tags.(%.name)',
    'items.part[%.price > _].id',
    '(_).*',
    '_.name',
    '_.a',
  ],
  ...[
    '$sum(_)',
    '$count(_)',
    '$max(_)',
    '$average(_)',
    '$string(_)',
    '$boolean(_)',
    '$not(_)',
    '$exists(_)',
    '$keys(_)',
  ],
  ...[
    '$append(_, _)',
    '$reverse(_)',
    '$sort(_)',
    '$distinct(_)',
    '$zip(_, _)',
    '$merge(_)',
    '$spread(_)',
    '$type(_)',
  ],
  ...[
    '$lookup(_, "name")',
    '$number(_)',
    '$round(_, 1)',
    '$floor(_)',
    '$abs(_)',
    '$sqrt(_)',
    '$power(_, 2)',
    '$join(_, ",")',
  ],
  ...[
    '$map(_, function($v) { _ })',
    '$filter(_, function($v, $i) { _ })',
    '$reduce(_, function($a, $v) { _ })',
  ],
  ...[
    '$map(_, $string)',
    '$each(_, function($v, $k) { $k })',
    '$sift(_, function($v) { _ })',
    '$single(_, function($v) { _ })',
  ],
  ...[
    '_ ~> $string',
    '_ ~> $map(function($v) { _ })',
    '_ ~> |_|{"z": _}|',
    '_ ~> |_|{"z": _}, "name"|',
    '$substring(_, _)',
  ],
  ...[
    '$split(_, "t")',
    '$replace(_, "t", "u")',
    '$match(_, /[a-x]/)',
    '$contains(_, /t.?x/)',
    '$uppercase(_)',
    '$trim(_)',
  ],
  ...['function($v) { _ }(_)', 'function($v)<n-:n> { _ }(_)', '$pad(_, _, "ab")', '$formatBase(_, 2)'],
  ...[
    '$formatNumber(_, "#,##0.00")',
    '$formatInteger(_, "w")',
    '$fromMillis(_)',
    '$sort(_, function($l, $r) { $l > $r })',
  ],
];

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const form = (text: string, count: number) =>
    fc.tuple(...Array.from({ length: count }, () => inner)).map((parts) => {
      let index = 0;
      return text.replace(/_/g, () => parts[index++] ?? '');
    });
  return {
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc
        .tuple(
          fc.constantFrom('+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '&', 'and', 'or', 'in'),
          inner,
          inner,
        )
        .map(([operator, left, right]) => `(${left} ${operator} ${right})`),
      ...FORMS.map((text) => form(text, text.split('_').length - 1)),
    ),
  };
});
