import { type Json, parseJson } from '../../base/json.ts';
import { Cursor, closingBracket, closingQuote, unescapeQuoted } from './cursor.ts';
import { InvalidPath } from './invalid-path.ts';
import { compilePattern } from './pattern.ts';
import {
  type Condition,
  type ItemPath,
  OPERATORS,
  type Operand,
  type Operator,
  type Token,
} from './token.ts';

/** Parentheses and negations around one condition. */
const DEPTH_MAX = 100;

/** Reads what follows the `@` or `$` of a path inside a filter. Paths hold filters and filters hold paths. */
export type PathParser = (text: string) => readonly Token[];

/**
 * Reads a filter, its outer parentheses included: `(@.a == 1 && !(@.b))`.
 *
 * @throws InvalidPath
 */
export function parseFilter(text: string, parsePath: PathParser): Condition {
  const cursor = new Cursor(text);
  const condition = readAny(cursor, { parsePath, depth: 0 });
  cursor.skipBlanks();
  if (!cursor.isAtEnd) cursor.fail('expected the end of the filter');
  return condition;
}

interface Place {
  readonly parsePath: PathParser;
  readonly depth: number;
}

function readAny(cursor: Cursor, place: Place): Condition {
  const terms = [readAll(cursor, place)];
  while (cursor.accepts('||')) terms.push(readAll(cursor, place));
  const [only, second] = terms;
  return only !== undefined && second === undefined ? only : { kind: 'any', terms };
}

function readAll(cursor: Cursor, place: Place): Condition {
  const terms = [readTerm(cursor, place)];
  while (cursor.accepts('&&')) terms.push(readTerm(cursor, place));
  const [only, second] = terms;
  return only !== undefined && second === undefined ? only : { kind: 'all', terms };
}

function readTerm(cursor: Cursor, place: Place): Condition {
  if (place.depth > DEPTH_MAX) cursor.fail(`conditions are nested deeper than ${DEPTH_MAX}`);
  const inner = { ...place, depth: place.depth + 1 };
  cursor.skipBlanks();
  if (cursor.current === '!' && !'$@'.includes(cursor.significant(cursor.at + 1))) {
    cursor.at++;
    return { kind: 'not', term: readTerm(cursor, inner) };
  }
  if (cursor.accepts('(')) {
    const condition = readAny(cursor, inner);
    cursor.expect(')');
    return condition;
  }
  return readComparison(cursor, place.parsePath);
}

function readComparison(cursor: Cursor, parsePath: PathParser): Condition {
  const isWanted = !cursor.accepts('!');
  const left = parseOperand(cursor, parsePath);
  const operator = readOperator(cursor);
  if (operator !== undefined)
    return { kind: 'compare', left, operator, right: parseOperand(cursor, parsePath) };
  if (left.kind !== 'path') cursor.fail('expected an operator');
  return { kind: 'exists', path: left, isWanted };
}

/** Symbols need no blanks around them, words do. */
function readOperator(cursor: Cursor): Operator | undefined {
  const start = cursor.at;
  cursor.skipBlanks();
  const [word = ''] =
    /^(?:[<>=~!]+|[A-Za-z]+(?= |$))/.exec(cursor.text.slice(cursor.at, cursor.at + 10)) ?? [];
  const operator = OPERATORS.find((known) => known === word.toLowerCase());
  if (operator === undefined) cursor.at = start;
  else cursor.at += word.length;
  return operator;
}

/** A path, a literal or a pattern. */
export function parseOperand(cursor: Cursor, parsePath: PathParser): Operand {
  cursor.skipBlanks();
  switch (cursor.current) {
    case '$':
    case '@':
      return readPath(cursor, parsePath);
    case "'":
    case '"':
      return { kind: 'value', value: unescapeQuoted(readQuoted(cursor)) };
    case '/':
      return readPattern(cursor);
    case '[':
    case '{':
      return { kind: 'value', value: readJson(cursor) };
    default:
      return readWord(cursor);
  }
}

/** A path ends at a blank, an operator's symbol, or a parenthesis that is not its own. */
function readPath(cursor: Cursor, parsePath: PathParser): ItemPath {
  const from = cursor.current === '@' ? 'item' : 'document';
  const start = cursor.at + 1;
  cursor.at = start;
  while (!cursor.isAtEnd && !' <>=~!),'.includes(cursor.current)) {
    const opens = cursor.current === '[' || cursor.current === '(';
    cursor.at = opens ? closingBracket(cursor, cursor.at, cursor.current === '[') + 1 : cursor.at + 1;
  }
  const text = cursor.text.slice(start, cursor.at);
  return { kind: 'path', from, tokens: parsePath(text) };
}

function readQuoted(cursor: Cursor): string {
  const start = cursor.at + 1;
  const close = closingQuote(cursor, cursor.at);
  cursor.at = close + 1;
  return cursor.text.slice(start, close);
}

function readPattern(cursor: Cursor): Operand {
  const source = readQuoted(cursor);
  const [flags = ''] = /^[a-zA-Z]*/.exec(cursor.text.slice(cursor.at)) ?? [];
  cursor.at += flags.length;
  return { kind: 'pattern', source, pattern: compilePattern(source, flags) };
}

/** Jayway's parser of literals also takes strings between single quotes. */
function readJson(cursor: Cursor): Json {
  const start = cursor.at;
  const close = closingBracket(cursor, start, false);
  cursor.at = close + 1;
  const text = cursor.text
    .slice(start, close + 1)
    .replace(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (quoted, inner?: string) =>
      inner === undefined ? quoted : JSON.stringify(unescapeQuoted(inner)),
    );
  return parsed(text);
}

function readWord(cursor: Cursor): Operand {
  const [word = ''] = /^(?:[A-Za-z_]\w*|[-+\d.eE]+)/.exec(cursor.text.slice(cursor.at)) ?? [];
  if (word === '') cursor.fail('expected a path or a literal');
  cursor.at += word.length;
  if (/^[A-Za-z_]/.test(word) && !/^(?:true|false|null)$/.test(word)) return { kind: 'word', word };
  // Java's BigDecimal reads leading zeros, JSON does not.
  return { kind: 'value', value: parsed(word.replace(/^([-+]?)0+(?=\d)/, '$1').replace(/^\+/, '')) };
}

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidPath(`'${text}' is no literal`, { cause: error });
    throw error;
  }
}
