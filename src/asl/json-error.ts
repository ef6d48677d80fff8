import { positionOf } from './scan.ts';

/** Why a text is not JSON, in the words of the parser that AWS uses (Jackson 2). */
export interface JsonError {
  /** Without the location. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Finds the first error of a text that does not parse as JSON. */
export function explainJsonError(text: string): JsonError {
  const reader: Reader = { text, at: 0 };
  try {
    readDocument(reader);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { line, column } = positionOf(text, error.offset);
    return { message: error.message, line, column };
  }
  // Native parsing refused what this reader takes: say so without a reason rather than give a wrong one.
  const { line, column } = positionOf(text, text.length);
  return { message: 'The text is not valid JSON', line, column };
}

/** `[Source: (String)"not a definition"; line: 1, column: 4]`: Jackson shows the first 500 characters. */
export function sourceOf(text: string, { line, column }: { line: number; column: number }): string {
  const shown =
    text.length > SHOWN_LENGTH_MAX
      ? `"${text.slice(0, SHOWN_LENGTH_MAX)}"[truncated ${text.length - SHOWN_LENGTH_MAX} chars]`
      : `"${text}"`;
  return `[Source: (String)${shown}; line: ${line}, column: ${column}]`;
}

const SHOWN_LENGTH_MAX = 500;
const EXPECTED_VALUE = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

class Broken extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

function readDocument(reader: Reader): void {
  readValue(reader, 0);
  skipSpace(reader);
  if (reader.at === reader.text.length) return;
  const start = reader.at;
  // An unknown word or character has a sentence of its own; a value that is merely one too many has not.
  readValue(reader, 0);
  throw new Broken('Unexpected text after the end of the JSON value', start + 1);
}

function readValue(reader: Reader, depth: number): void {
  skipSpace(reader);
  const character = reader.text[reader.at];
  // Deeper than any document that is accepted; the reader recurses.
  if (depth > 1000)
    throw new Broken('Document nesting depth (1001) exceeds the maximum allowed (1000)', reader.at);
  if (character === undefined) throw endOfInput(reader);
  if (character === '{') readObject(reader, depth);
  else if (character === '[') readArray(reader, depth);
  else if (character === '"') readString(reader);
  else if (/[-0-9]/.test(character)) readNumber(reader);
  else readToken(reader);
}

function readObject(reader: Reader, depth: number): void {
  const start = reader.at++;
  skipSpace(reader);
  if (take(reader, '}')) return;
  for (;;) {
    skipSpace(reader);
    if (reader.at >= reader.text.length) throw unclosed(reader, 'Object', start);
    if (reader.text[reader.at] !== '"')
      throw unexpected(reader, 'was expecting double-quote to start field name');
    readString(reader);
    skipSpace(reader);
    if (reader.at >= reader.text.length) throw unclosed(reader, 'Object', start);
    if (!take(reader, ':'))
      throw unexpected(reader, 'was expecting a colon to separate field name and value');
    readValue(reader, depth + 1);
    skipSpace(reader);
    if (take(reader, '}')) return;
    if (reader.at >= reader.text.length) throw unclosed(reader, 'Object', start);
    if (!take(reader, ',')) throw unexpected(reader, 'was expecting comma to separate Object entries');
  }
}

function readArray(reader: Reader, depth: number): void {
  const start = reader.at++;
  skipSpace(reader);
  if (take(reader, ']')) return;
  for (;;) {
    skipSpace(reader);
    if (reader.at >= reader.text.length) throw unclosed(reader, 'Array', start);
    readValue(reader, depth + 1);
    skipSpace(reader);
    if (take(reader, ']')) return;
    if (reader.at >= reader.text.length) throw unclosed(reader, 'Array', start);
    if (!take(reader, ',')) throw unexpected(reader, 'was expecting comma to separate Array entries');
  }
}

function readString(reader: Reader): void {
  for (reader.at++; reader.at < reader.text.length; reader.at++) {
    const character = reader.text[reader.at] ?? '';
    if (character === '"') {
      reader.at++;
      return;
    }
    if (character === '\\') {
      const sequence = /^(["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(reader.text.slice(++reader.at, reader.at + 5));
      if (sequence === null) {
        throw new Broken(`Unrecognized character escape ${shown(reader.text[reader.at])}`, reader.at + 1);
      }
      reader.at += sequence[0].length - 1;
    } else if (character < ' ') {
      const code = character.charCodeAt(0);
      const what = `Illegal unquoted character ((CTRL-CHAR, code ${code}))`;
      throw new Broken(
        `${what}: has to be escaped using backslash to be included in string value`,
        reader.at + 1,
      );
    }
  }
  throw new Broken('Unexpected end-of-input: was expecting closing quote for a string value', reader.at);
}

function readNumber(reader: Reader): void {
  const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(reader.text.slice(reader.at, reader.at + 400));
  if (number === null) throw unexpected(reader, 'Expected a valid value of a number');
  reader.at += number[0].length;
  const next = reader.text[reader.at] ?? ' ';
  if (/[\w.]/.test(next)) {
    throw unexpected(reader, 'Expected space separating root-level values');
  }
}

function readToken(reader: Reader): void {
  const rest = reader.text.slice(reader.at, reader.at + 256);
  const word = /^[\p{L}\p{N}_$]+/u.exec(rest)?.[0];
  if (word === undefined) throw unexpected(reader, `expected a valid value ${EXPECTED_VALUE}`);
  reader.at += word.length;
  if (word === 'true' || word === 'false' || word === 'null') return;
  throw new Broken(`Unrecognized token '${word}': was expecting ${EXPECTED_VALUE}`, reader.at);
}

function skipSpace(reader: Reader): void {
  while (/[ \t\r\n]/.test(reader.text[reader.at] ?? '')) reader.at++;
}

function take(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at++;
  return true;
}

/** Jackson counts the column after the character that it has read. */
function unexpected(reader: Reader, wanted: string): Broken {
  return new Broken(`Unexpected character (${shown(reader.text[reader.at])}): ${wanted}`, reader.at + 1);
}

function shown(character = ''): string {
  return `'${character}' (code ${character.charCodeAt(0)})`;
}

function unclosed(reader: Reader, kind: 'Object' | 'Array', start: number): Broken {
  const marker = sourceOf(reader.text, positionOf(reader.text, start));
  return new Broken(
    `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${marker})`,
    reader.at,
  );
}

function endOfInput(reader: Reader): Broken {
  return new Broken('Unexpected end-of-input', reader.at);
}
