import { Cursor, closingBracket, unescapeQuoted } from './cursor.ts';
import { InvalidPath } from './invalid-path.ts';
import { type PathParser, parseFilter, parseOperand } from './parse-filter.ts';
import { isPathFunction } from './path-function.ts';
import type { Operand, Token } from './token.ts';

/** Bounds the depth of every later walk over tokens; the longest path in 670 published machines has 9. */
const TOKENS_MAX = 500;
/** Filters inside filters. */
const NESTING_MAX = 16;
/** Java's `int`: Jayway refuses larger ones. */
const INT_MAX = 2 ** 31 - 1;

/**
 * Reads what follows `$` or `@`, to the end of the text, as Jayway's compiler does.
 *
 * @param nesting How many filters this path is inside of.
 * @throws InvalidPath
 */
export function parseTokens(cursor: Cursor, nesting: number): readonly Token[] {
  if (nesting > NESTING_MAX) cursor.fail(`filters are nested deeper than ${NESTING_MAX}`);
  const tokens: Token[] = [];
  if (cursor.isAtEnd) return tokens;
  if (cursor.current !== '.' && cursor.current !== '[') cursor.fail("expected '.' or '['");
  while (!cursor.isAtEnd) {
    if (tokens.at(-1)?.kind === 'function') cursor.fail('a function must be the last step');
    if (tokens.length >= TOKENS_MAX) throw new InvalidPath(`a path has more than ${TOKENS_MAX} steps`);
    if (readDots(cursor)) tokens.push({ kind: 'scan' });
    tokens.push(readToken(cursor, nesting));
  }
  return tokens;
}

/** Reads the paths in filters and parameters of a path with this nesting. */
function innerParser(nesting: number): PathParser {
  return (text) => parseTokens(new Cursor(text), nesting + 1);
}

/** `.` or `..`, if any. @returns whether it was `..`. */
function readDots(cursor: Cursor): boolean {
  if (cursor.current !== '.') return false;
  cursor.at++;
  const isScan = cursor.current === '.';
  if (isScan) cursor.at++;
  if (cursor.isAtEnd || cursor.current === '.') cursor.fail('expected a name, a bracket or *');
  return isScan;
}

function readToken(cursor: Cursor, nesting: number): Token {
  if (cursor.current === '*') {
    cursor.at++;
    return { kind: 'wildcard' };
  }
  if (cursor.current !== '[') return readName(cursor, nesting);
  const first = cursor.significant(cursor.at + 1);
  if (first === "'" || first === '"') return readQuotedNames(cursor, first);
  if (/[\d:-]/.test(first)) return readPositions(cursor);
  if (first === '?') return readFilter(cursor, nesting);
  if (first === '(') return readScript(cursor);
  cursor.at++;
  if (!cursor.accepts('*')) cursor.fail("expected ?, ', 0-9 or * after [");
  cursor.expect(']');
  return { kind: 'wildcard' };
}

/** `name` or `name(...)`. A backslash hides the next character, as Reference Paths want it. */
function readName(cursor: Cursor, nesting: number): Token {
  let name = '';
  while (!cursor.isAtEnd && !'.[('.includes(cursor.current)) {
    if (cursor.current === ' ') cursor.fail("a name with blanks must be written ['my name']");
    name += cursor.current === '\\' ? readEscape(cursor) : cursor.current;
    cursor.at++;
  }
  if (cursor.current !== '(') return { kind: 'property', names: [name] };

  const close = closingBracket(cursor, cursor.at, false);
  if (!isPathFunction(name)) cursor.fail(`there is no function '${name}'`);
  const parameters = readParameters(cursor, close, innerParser(nesting));
  cursor.at = close + 1;
  return { kind: 'function', name, parameters };
}

function readEscape(cursor: Cursor): string {
  const hex = /^u[0-9a-fA-F]{4}/.exec(cursor.text.slice(cursor.at + 1, cursor.at + 6));
  cursor.at += hex === null ? 1 : 5;
  if (cursor.isAtEnd) cursor.fail('nothing follows the backslash');
  return hex === null ? cursor.current : String.fromCharCode(Number.parseInt(hex[0].slice(1), 16));
}

function readParameters(cursor: Cursor, close: number, parseInner: PathParser): readonly Operand[] {
  const parameters: Operand[] = [];
  cursor.at++;
  if (cursor.significant(cursor.at) === ')') return parameters;
  do {
    parameters.push(parseOperand(cursor, parseInner));
  } while (cursor.accepts(','));
  cursor.skipBlanks();
  if (cursor.at !== close) cursor.fail("expected ',' or ')'");
  return parameters;
}

/** `['a']`, `["a"]`, `['a', 'b']`. */
function readQuotedNames(cursor: Cursor, quote: string): Token {
  const names: string[] = [];
  cursor.at++;
  do {
    cursor.expect(quote);
    const start = cursor.at;
    while (!cursor.isAtEnd && cursor.current !== quote) cursor.at += cursor.current === '\\' ? 2 : 1;
    names.push(unescapeQuoted(cursor.text.slice(start, cursor.at)));
    cursor.expect(quote);
  } while (cursor.accepts(','));
  cursor.expect(']');
  return { kind: 'property', names };
}

/** `[0]`, `[0, 1]`, `[1:3]`. */
function readPositions(cursor: Cursor): Token {
  const close = cursor.text.indexOf(']', cursor.at);
  if (close < 0) cursor.fail("no ']' closes '['");
  const text = cursor.text.slice(cursor.at + 1, close).trim();
  const token = text.includes(':') ? slice(text, cursor) : indexes(text, cursor);
  cursor.at = close + 1;
  return token;
}

function slice(text: string, cursor: Cursor): Token {
  // A third number, the step, is read over: so does Jayway.
  const [from = '', to = ''] = text.split(':');
  if (!/^[-\d:]+$/.test(text) || (from === '' && to === '')) cursor.fail(`'${text}' is no slice`);
  return {
    kind: 'slice',
    from: from === '' ? undefined : integer(from, cursor),
    to: to === '' ? undefined : integer(to, cursor),
  };
}

function indexes(text: string, cursor: Cursor): Token {
  return { kind: 'index', indexes: text.split(',').map((part) => integer(part.trim(), cursor)) };
}

function integer(text: string, cursor: Cursor): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || Math.abs(value) > INT_MAX) cursor.fail(`'${text}' is no index`);
  return value;
}

/** `[?(...)]`. */
function readFilter(cursor: Cursor, nesting: number): Token {
  cursor.at++;
  cursor.expect('?');
  cursor.skipBlanks();
  if (cursor.current !== '(') cursor.fail("expected '(' after [?");
  const close = closingBracket(cursor, cursor.at, true);
  const condition = parseFilter(cursor.text.slice(cursor.at, close + 1), innerParser(nesting));
  cursor.at = close + 1;
  cursor.expect(']');
  return { kind: 'filter', condition };
}

function readScript(cursor: Cursor): Token {
  cursor.at++;
  cursor.skipBlanks();
  cursor.at = closingBracket(cursor, cursor.at, false) + 1;
  cursor.expect(']');
  return { kind: 'script' };
}
