import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { explainJsonError, sourceOf } from './json-error.ts';

describe('JSON error', () => {
  test('names an unknown word', () => {
    explains('not a definition', `Unrecognized token 'not': was expecting ${VALUES}`, 1, 4);
  });

  test('wants double quotes around names', () => {
    explains(
      "{'a': 1}",
      `Unexpected character (''' (code 39)): was expecting double-quote to start field name`,
      1,
      3,
    );
    explains(
      '{"a": 1,}',
      `Unexpected character ('}' (code 125)): was expecting double-quote to start field name`,
      1,
      10,
    );
  });

  test('wants colons and commas', () => {
    explains(
      '{"a" 1}',
      `Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value`,
      1,
      7,
    );
    explains(
      '{"a": 1\n"b"}',
      `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries`,
      2,
      2,
    );
    explains(
      '[1 2]',
      `Unexpected character ('2' (code 50)): was expecting comma to separate Array entries`,
      1,
      5,
    );
  });

  test('wants what was opened to be closed', () => {
    const marker = '(start marker at [Source: (String)"{"a": 1"; line: 1, column: 1])';
    explains('{"a": 1', `Unexpected end-of-input: expected close marker for Object ${marker}`, 1, 8);
    explains('"a', 'Unexpected end-of-input: was expecting closing quote for a string value', 1, 3);
    explains('', 'Unexpected end-of-input', 1, 1);
  });

  test('wants one value only', () => {
    explains('{} {}', 'Unexpected text after the end of the JSON value', 1, 5);
  });

  test('refuses bare control characters and unknown escapes', () => {
    matches('"a\nb"', /Illegal unquoted character \(\(CTRL-CHAR, code 10\)\)/);
    matches('"\\x"', /Unrecognized character escape 'x' \(code 120\)/);
  });

  test('finds an error in whatever native parsing refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', 'x', '"', '01'), explainsTheSame),
    );
  });

  test('shows only the head of a long text', () => {
    const source = sourceOf('x'.repeat(600), { line: 1, column: 2 });
    assert.equal(source, `[Source: (String)"${'x'.repeat(500)}"[truncated 100 chars]; line: 1, column: 2]`);
  });
});

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

function explains(text: string, message: string, line: number, column: number): void {
  assert.deepEqual(explainJsonError(text), { message, line, column });
}

function matches(text: string, message: RegExp): void {
  assert.match(explainJsonError(text).message, message);
}

function explainsTheSame(json: string, offset: number, noise: string): void {
  const at = offset % (json.length + 1);
  const text = json.slice(0, at) + noise + json.slice(at + 1);
  const isBroken = !parses(text);
  const explained = explainJsonError(text).message !== 'The text is not valid JSON';
  assert.equal(explained, isBroken, text);
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
