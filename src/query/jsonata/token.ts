import { syntaxError } from './invalid-jsonata.ts';
import { type Pattern, readPattern } from './pattern.ts';

export type Token = { readonly position: number } & (
  | { readonly type: 'operator'; readonly value: string }
  | { readonly type: 'name'; readonly value: string }
  | { readonly type: 'variable'; readonly value: string }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'value'; readonly value: boolean | null }
  | { readonly type: 'regex'; readonly value: Pattern }
);

const BLANKS = ' \t\n\r\v';
/** Characters that are operators; they also end a name. */
const SYMBOLS = '.[]{}(),@#;:?+-*/%|=<>^&!~';
const PAIRS = new Set(['..', ':=', '!=', '>=', '<=', '**', '~>']);
const WORDS = new Set(['or', 'in', 'and']);
const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads the tokens of an expression one by one: what a slash means depends on what came before. */
export class TokenReader {
  readonly text: string;
  #position = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** @param isInfix Where an operator may follow, a slash divides; elsewhere it begins a regular expression. */
  next(isInfix: boolean): Token | undefined {
    this.#skipBlanks();
    if (this.#position >= this.text.length) return undefined;
    const char = this.text.charAt(this.#position);
    if (char === '/' && !isInfix) return this.#regex();
    const pair = this.text.slice(this.#position, this.#position + 2);
    if (PAIRS.has(pair)) return this.#operator(pair);
    if (SYMBOLS.includes(char)) return this.#operator(char);
    if (char === '"' || char === "'") return this.#string(char);
    return this.#number() ?? (char === '`' ? this.#quotedName() : this.#name());
  }

  #skipBlanks(): void {
    for (;;) {
      while (BLANKS.includes(this.text.charAt(this.#position)) && this.#position < this.text.length) {
        this.#position++;
      }
      if (!this.text.startsWith('/*', this.#position)) return;
      const end = this.text.indexOf('*/', this.#position + 2);
      if (end < 0) throw syntaxError('S0106', this.#position);
      this.#position = end + 2;
    }
  }

  #operator(value: string): Token {
    this.#position += value.length;
    return { type: 'operator', value, position: this.#position };
  }

  #regex(): Token {
    const { pattern, end } = readPattern(this.text, this.#position + 1);
    this.#position = end;
    return { type: 'regex', value: pattern, position: end };
  }

  #string(quote: string): Token {
    let value = '';
    let from = ++this.#position;
    for (; this.#position < this.text.length; this.#position++) {
      const char = this.text.charAt(this.#position);
      if (char === quote) {
        value += this.text.slice(from, this.#position++);
        return { type: 'string', value, position: this.#position };
      }
      if (char !== '\\') continue;
      value += this.text.slice(from, this.#position++) + this.#escape();
      from = this.#position + 1;
    }
    throw syntaxError('S0101', this.#position);
  }

  /** Ends on the last character of the escape. */
  #escape(): string {
    const char = this.text.charAt(this.#position);
    const escaped = ESCAPES.get(char);
    if (escaped !== undefined) return escaped;
    if (char !== 'u') throw syntaxError('S0103', this.#position, { token: char });
    const digits = this.text.slice(this.#position + 1, this.#position + 5);
    if (!/^[0-9a-fA-F]+$/.test(digits)) throw syntaxError('S0104', this.#position);
    this.#position += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): Token | undefined {
    NUMBER.lastIndex = this.#position;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) return undefined;
    const value = Number.parseFloat(digits);
    if (!Number.isFinite(value)) throw syntaxError('S0102', this.#position, { token: digits });
    this.#position += digits.length;
    return { type: 'number', value, position: this.#position };
  }

  #quotedName(): Token {
    const end = this.text.indexOf('`', this.#position + 1);
    if (end < 0) throw syntaxError('S0105', this.text.length);
    const value = this.text.slice(this.#position + 1, end);
    this.#position = end + 1;
    return { type: 'name', value, position: this.#position };
  }

  #name(): Token {
    const from = this.#position;
    while (this.#position < this.text.length && !this.#endsName(this.text.charAt(this.#position)))
      this.#position++;
    const value = this.text.slice(from, this.#position);
    const position = this.#position;
    if (value.startsWith('$')) return { type: 'variable', value: value.slice(1), position };
    if (WORDS.has(value)) return { type: 'operator', value, position };
    const literal = LITERALS.get(value);
    return literal === undefined
      ? { type: 'name', value, position }
      : { type: 'value', value: literal, position };
  }

  #endsName(char: string): boolean {
    return BLANKS.includes(char) || SYMBOLS.includes(char);
  }
}
