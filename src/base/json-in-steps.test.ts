import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { JSON_DEPTH_MAX, type Json, parseJson } from './json.ts';
import { parseJsonInSteps } from './json-in-steps.ts';

const LONG = 'x'.repeat(10_000);

describe('JSON that is read in steps', () => {
  test('is what it is when read at once', () => {
    fc.assert(fc.property(longText(), isTheSame), { numRuns: 30, seed: 20261127 });
  });

  test('keeps its blanks apart and its numbers exact', () => {
    isTheSame(` { "a" : [ "${LONG}" , 1.0 ] ,\n "b" : { } , "c":[ ],"d" : 12345678901234567890 } `);
    isTheSame(`[${'1.50,'.repeat(5000)}"${LONG}",[]]`);
  });

  test('knows brackets, quotes and commas in texts for what they are', () => {
    isTheSame(JSON.stringify({ '{"[': [LONG, ']},\\"', '\\', '\\"\\\\'], '}]': { a: LONG, '\\': '\\' } }));
  });

  test('has members of any name, the last of a name in the place of the first', () => {
    isTheSame(`{"__proto__":{"a":"${LONG}"},"constructor":["${LONG}"],"b":1}`);
    isTheSame(`{"__proto__":{"a":1},"b":["${LONG}"]}`);
    isTheSame(`{"a":1,"b":["${LONG}"],"a":{"c":"${LONG}"},"b":2}`);
  });

  test('may be long on many levels, up to the bound', () => {
    const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}"${LONG}"${']}'.repeat(depth / 2)}`;
    isTheSame(nested(JSON_DEPTH_MAX));
    assert.throws(() => read(nested(JSON_DEPTH_MAX + 2)), /nested deeper than 500 levels/);
  });

  test('pauses every few thousand characters', () => {
    const states = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`S${i}`, { Type: 'Pass' }]));
    const text = JSON.stringify({ States: states });
    assert.ok(pausesOf(text) >= (2 * text.length) / 10_000, String(pausesOf(text)));
  });

  test('is refused when it is none', () => {
    for (const text of ['', '{', `{"a":"${LONG}`, `[${LONG}]`, `{"${LONG}":1,"a"}`]) {
      assert.throws(() => read(text), SyntaxError);
    }
  });
});

function isTheSame(text: string): void {
  assert.equal(JSON.stringify(read(text)), JSON.stringify(parseJson(text)));
}

function read(text: string): Json {
  const steps = parseJsonInSteps(text);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function pausesOf(text: string): number {
  let pauses = 0;
  for (const steps = parseJsonInSteps(text); steps.next().done !== true; ) pauses++;
  return pauses;
}

/** Values of any shape, short ones and long ones among each other. */
function longText(): fc.Arbitrary<string> {
  const lengthen = (value: unknown): unknown =>
    typeof value === 'string' && value.length % 2 === 1 ? value.repeat(4000) : value;
  return fc
    .array(fc.jsonValue({ maxDepth: 6 }), { minLength: 5 })
    .map((values) => JSON.stringify(values, (_, value) => lengthen(value), 1));
}
