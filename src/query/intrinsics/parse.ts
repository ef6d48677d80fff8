import { type Json, parseJson } from '../../base/json.ts';
import { InvalidPath } from '../jsonpath/invalid-path.ts';
import { compilePath, type Path } from '../jsonpath/path.ts';
import { InvalidIntrinsic } from './invalid-intrinsic.ts';

export interface CallSyntax {
  readonly kind: 'call';
  /** The whole call as it was written. */
  readonly text: string;
  /** What follows `States.`. */
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export type Argument =
  /** A string; its pieces are the texts around each `{}`, for Format. */
  | { readonly kind: 'text'; readonly value: string; readonly pieces: readonly string[] }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'path'; readonly path: Path }
  | CallSyntax;

/** Calls inside the outermost one (Developer Guide, "Intrinsic functions"). */
const NESTING_MAX = 10;

/** @throws InvalidIntrinsic */
export function parseIntrinsic(text: string): CallSyntax {
  const reader = new Reader(text);
  reader.skipBlanks();
  const call = reader.call(0);
  reader.skipBlanks();
  if (reader.at < text.length) reader.fail('expected the end');
  return call;
}

class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** `States.Name(argument, ...)`. */
  call(nesting: number): CallSyntax {
    if (nesting > NESTING_MAX) this.fail(`calls are nested deeper than ${NESTING_MAX}`);
    const start = this.at;
    const name = this.take(/States\.(\w+)\s*\(/y)[1] ?? '';
    const found: Argument[] = [];
    if (!this.accepts(')')) {
      do found.push(this.argument(nesting));
      while (this.accepts(','));
      if (!this.accepts(')')) this.fail("expected ',' or ')'");
    }
    return { kind: 'call', text: this.text.slice(start, this.at), name, arguments: found };
  }

  argument(nesting: number): Argument {
    this.skipBlanks();
    switch (this.text[this.at]) {
      case "'":
        return this.string();
      case '$':
        return { kind: 'path', path: this.path() };
      case 'S':
        return this.call(nesting + 1);
      default:
        return { kind: 'value', value: this.literal() };
    }
  }

  /** `\'`, `\\`, `\{` and `\}` stand for themselves; any other backslash is open, which ASL forbids. */
  string(): Argument {
    const body = this.take(/'((?:[^'\\]|\\[\s\S])*)'/y)[1] ?? '';
    const pieces = [''];
    let value = '';
    for (const part of body.match(/\\[\s\S]|\{\}|[\s\S]/g) ?? []) {
      if (/^\\[^'\\{}]/.test(part)) this.fail(`a string has the open escape ${part}`);
      const text = part.startsWith('\\') ? part.slice(1) : part;
      value += text;
      if (part === '{}') pieces.push('');
      else pieces[pieces.length - 1] += text;
    }
    return { kind: 'text', value, pieces };
  }

  /** Ends at the first comma, parenthesis or blank that is not inside its own brackets. */
  path(): Path {
    const start = this.at;
    const open: string[] = [];
    for (; this.at < this.text.length; this.at++) {
      const char = this.text.charAt(this.at);
      if (open.length === 0 && /[,)\s]/.test(char)) break;
      if (char === '\\') this.at++;
      else if (open.length > 0 && /['"]/.test(char)) this.take(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy, -1);
      else if (char === '[' || char === '(') open.push(char);
      else if (char === ']' || char === ')') open.pop();
    }
    const text = this.text.slice(start, this.at);
    try {
      return compilePath(text);
    } catch (error) {
      if (error instanceof InvalidPath) throw new InvalidIntrinsic(error.message, { cause: error });
      throw error;
    }
  }

  literal(): Json {
    const [word] = this.take(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
    return parseJson(word);
  }

  accepts(char: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  skipBlanks(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
  }

  /** Passes over what the sticky pattern matches here, plus `beyond`. */
  take(pattern: RegExp, beyond = 0): RegExpExecArray {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text) ?? this.fail('unexpected text');
    this.at += match[0].length + beyond;
    return match;
  }

  fail(problem: string): never {
    throw new InvalidIntrinsic(`${problem} at position ${this.at} of '${this.text}'`);
  }
}
