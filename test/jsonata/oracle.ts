import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type jsonata from 'jsonata';
import { type Json, parseJson } from '../../src/base/json.ts';

/** The jsonata package, which defines the language; but see `DIFFERENCES`. */
export type Oracle = typeof jsonata;

interface Difference {
  readonly why: string;
  readonly from: string;
  readonly to: string;
}

/** Where we differ on purpose, mostly from what it cannot mean: the package is changed to agree, and then has to. */
const DIFFERENCES: readonly Difference[] = [
  {
    why: 'grouping or transforming an empty list puts an undefined item into that list, be it the input itself',
    from: '            input.push(undefined);',
    to: '            input = [undefined];',
  },
  {
    why: 'tuples that were sorted are forgotten to be tuples: groups of them see {"@": value, "i": 0}',
    from: 'result = await evaluateSortExpression(expr, tupleBindings, environment);',
    to: 'result = await evaluateSortExpression(expr, tupleBindings, environment); result.tupleStream = true;',
  },
  {
    why: '* finds the marks that the package leaves on its lists, and the insides of functions',
    from: "\n        if (input !== null && typeof input === 'object') {\n            Object.keys(input).forEach(",
    to:
      "\n        if (input !== null && typeof input === 'object' && !isFunction(input)) {\n            " +
      'Object.keys(input).filter((key) => !Array.isArray(input) || /^[0-9]+$/.test(key)).forEach(',
  },
  {
    why: '** finds the insides of functions',
    from: "} else if (input !== null && typeof input === 'object') {\n            Object.keys(input).forEach(",
    to: "} else if (input !== null && typeof input === 'object' && !isFunction(input)) {\n            Object.keys(input).forEach(",
  },
  {
    why: 'some functions are true, although the comment says that none is',
    from: "} else if (arg !== null && typeof arg === 'object') {\n            if (Object.keys(arg).length > 0) {",
    to: "} else if (arg !== null && typeof arg === 'object' && !isFunction(arg)) {\n            if (Object.keys(arg).length > 0) {",
  },
  {
    why: 'a transformation cuts every number of its input to 15 digits',
    from: 'return JSON.parse(fn.string(arg));',
    to: "return JSON.parse(JSON.stringify(arg, (key, value) => (isFunction(value) ? '' : value)));",
  },
  {
    why: '$type calls 0/0 an object and fails for 1/0',
    from: "if (isNumeric(value)) {\n            return 'number';",
    to: "if (typeof value === 'number') {\n            return 'number';",
  },
  {
    why: '$fromMillis prints a date of NaN',
    from: '        return formatDateTime.call(this, millis, picture, timezone);\n    }\n\n    return {',
    to: "        if (!Number.isFinite(millis)) throw { code: 'D1001' };\n        return formatDateTime.call(this, millis, picture, timezone);\n    }\n\n    return {",
  },
  {
    why: 'what only hands an answer on looks at it again: an empty list alone in a list is nothing then, and an empty list for us',
    from: 'if(result && isSequence(result) && !result.tupleStream) {',
    to: "if(result && isSequence(result) && !result.tupleStream && (!['block', 'condition', 'bind'].includes(expr.type) || expr.keepArray || expr.predicate)) {",
  },
];

/** @throws Error when the package has changed: then a difference may be none any more. */
export function loadOracle(): Oracle {
  const path = createRequire(import.meta.url).resolve('jsonata');
  let source = readFileSync(path, 'utf8');
  for (const { why, from, to } of DIFFERENCES) {
    if (source.split(from).length !== 2) throw new Error(`the jsonata package has changed: ${why}`);
    source = source.replace(from, () => to);
  }
  const module: { exports: unknown } = { exports: {} };
  compileFunction(source, ['module', 'exports'])(module, module.exports);
  // The package has one export, this function.
  return module.exports as Oracle;
}

/** A list of the value, `nothing`, `function`, `{code}` of a failure, or `crash`. */
export async function oracleAnswer(oracle: Oracle, text: string, input: Json): Promise<Json> {
  try {
    const value = await oracle(text).evaluate(structuredClone(input));
    if (value === undefined) return 'nothing';
    return holdsFunction(value) ? 'function' : [parseJson(printed(value))];
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error) return { code: String(error.code) };
    // Not an answer, but a mistake in the package: it hands partially applied functions whatever comes.
    return 'crash';
  }
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
