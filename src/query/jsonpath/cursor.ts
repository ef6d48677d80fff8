import { InvalidPath } from './invalid-path.ts';

/** A reading position in a path's text. */
export class Cursor {
  readonly text: string;
  readonly end: number;
  at: number;

  constructor(text: string, at = 0) {
    this.text = text;
    this.end = text.length;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** The character here, or the empty string at the end. */
  get current(): string {
    return this.text.charAt(this.at);
  }

  skipBlanks(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  /** Passes over `expected` when it comes next, blanks before it included. */
  accepts(expected: string): boolean {
    const start = this.at;
    this.skipBlanks();
    if (this.text.startsWith(expected, this.at)) {
      this.at += expected.length;
      return true;
    }
    this.at = start;
    return false;
  }

  expect(expected: string): void {
    if (!this.accepts(expected)) this.fail(`expected '${expected}'`);
  }

  /** The next character that is no blank, from `from` on; the empty string at the end. */
  significant(from: number): string {
    let at = from;
    while (this.text[at] === ' ') at++;
    return this.text.charAt(at);
  }

  fail(problem: string): never {
    throw new InvalidPath(`${problem} at position ${this.at} of '${this.text}'`);
  }
}

/**
 * The position of the bracket that closes the one at `open`; brackets inside strings do not count, nor
 * those inside `/patterns/` when `hasPatterns`.
 */
export function closingBracket(cursor: Cursor, open: number, hasPatterns: boolean): number {
  const opener = cursor.text.charAt(open);
  const closer = opener === '(' ? ')' : opener === '[' ? ']' : '}';
  let depth = 0;
  for (let at = open; at < cursor.end; at++) {
    const char = cursor.text.charAt(at);
    if (char === "'" || char === '"' || (hasPatterns && char === '/')) at = closingQuote(cursor, at);
    else if (char === opener) depth++;
    else if (char === closer && --depth === 0) return at;
  }
  return cursor.fail(`no '${closer}' closes '${opener}'`);
}

/** The position of the quote (or the `/`) that closes the one at `open`; a backslash hides the next one. */
export function closingQuote(cursor: Cursor, open: number): number {
  const quote = cursor.text.charAt(open);
  for (let at = open + 1; at < cursor.end; at++) {
    const char = cursor.text.charAt(at);
    if (char === '\\') at++;
    else if (char === quote) return at;
  }
  return cursor.fail(`no ${quote} closes the one at ${open}`);
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Text between quotes: `\uXXXX`, the letters of JSON, and any other character for itself. */
export function unescapeQuoted(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/gs, (_all, hex?: string, char = '') =>
    hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
