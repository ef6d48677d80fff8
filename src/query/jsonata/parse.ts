import { syntaxError } from './invalid-jsonata.ts';
import { parseSignature, type Signature } from './signature.ts';
import type { Syntax, SyntaxPair, SyntaxTerm } from './syntax.ts';
import { type Token, TokenReader } from './token.ts';

/** Left binding powers: what binds tighter has more. */
const POWERS: ReadonlyMap<string, number> = new Map([
  ...['[', '(', '@', '#'].map((symbol) => [symbol, 80] as const),
  ['.', 75],
  ['{', 70],
  ...['*', '/', '%'].map((symbol) => [symbol, 60] as const),
  ...['+', '-', '&'].map((symbol) => [symbol, 50] as const),
  ...['=', '<', '>', '^', '!=', '<=', '>=', '~>', 'in'].map((symbol) => [symbol, 40] as const),
  ['and', 30],
  ['or', 25],
  ['?', 20],
  [':=', 10],
]);
const BINARY = new Set(['+', '-', '*', '/', '%', '=', '<', '>', '!=', '<=', '>=', '&', 'and', 'or', 'in']);
/** They end a name, but are no operators by themselves. */
const STOPS = new Set(['!', '~']);
const TERMINAL_WORDS = new Set(['and', 'or', 'in']);
/** Not the stack's end, but far beyond what AWS evaluates: 100. */
const NESTING_MAX = 400;
const HEIGHT_MAX = 1000;

/**
 * Reads an expression into its syntax tree, by operator precedence.
 *
 * @throws InvalidJsonata with JSONata's own message.
 */
export function parse(text: string): Syntax {
  return new Parser(text).parse();
}

/** A node without what `node` adds. */
type Bare = Plain<Syntax>;
type Plain<One> = One extends Syntax ? Omit<One, 'position' | 'height' | 'keepArray'> : never;

interface End {
  readonly type: 'end';
  readonly value: undefined;
  readonly position: number;
}

class Parser {
  readonly #reader: TokenReader;
  #token: Token | End;
  #nesting = 0;

  constructor(text: string) {
    this.#reader = new TokenReader(text);
    this.#token = this.#read(false);
  }

  parse(): Syntax {
    const expression = this.#expression(0);
    if (this.#token.type !== 'end') {
      throw syntaxError('S0201', this.#token.position, { token: shown(this.#token) });
    }
    return expression;
  }

  #read(isInfix: boolean): Token | End {
    const end: End = { type: 'end', value: undefined, position: this.#reader.text.length };
    const token = this.#reader.next(isInfix) ?? end;
    if (token.type === 'operator' && STOPS.has(token.value)) {
      throw syntaxError('S0204', token.position, { token: token.value });
    }
    return token;
  }

  #next(isInfix: boolean): void {
    this.#token = this.#read(isInfix);
  }

  #is(symbol: string): boolean {
    return this.#token.type === 'operator' && this.#token.value === symbol;
  }

  #expect(symbol: string, isInfix = false): void {
    if (!this.#is(symbol)) {
      const code = this.#token.type === 'end' ? 'S0203' : 'S0202';
      throw syntaxError(code, this.#token.position, { token: shown(this.#token), value: symbol });
    }
    this.#next(isInfix);
  }

  #expression(power: number): Syntax {
    if (++this.#nesting > NESTING_MAX) throw syntaxError('S0304', this.#token.position);
    const token = this.#token;
    this.#next(true);
    let left = this.#prefix(token);
    while (power < this.#power()) left = this.#infix(left);
    this.#nesting--;
    return left;
  }

  #power(): number {
    return this.#token.type === 'operator' ? (POWERS.get(this.#token.value) ?? 0) : 0;
  }

  #prefix(token: Token | End): Syntax {
    if (token.type === 'end') throw syntaxError('S0207', token.position);
    if (token.type === 'operator') return this.#prefixOperator(token.value, token.position);
    return { ...token, height: 1 };
  }

  #prefixOperator(symbol: string, position: number): Syntax {
    switch (symbol) {
      case '-':
        return node(position, { type: 'negate', right: this.#expression(70) });
      case '*':
        return node(position, { type: 'wildcard' });
      case '**':
        return node(position, { type: 'descendant' });
      case '%':
        return node(position, { type: 'parent' });
      case '(':
        return this.#block(position);
      case '[':
        return this.#list(position);
      case '{':
        return node(position, { type: 'object', pairs: this.#pairs() });
      case '|':
        return this.#transform(position);
      default:
        if (TERMINAL_WORDS.has(symbol)) return node(position, { type: 'name', value: symbol });
        throw syntaxError('S0211', position, { token: symbol });
    }
  }

  #infix(left: Syntax): Syntax {
    const { position } = this.#token;
    const symbol = String(this.#token.value);
    this.#next(false);
    if (BINARY.has(symbol)) {
      const right = this.#expression(POWERS.get(symbol) ?? 0);
      return node(position, { type: 'binary', operator: symbol, left, right });
    }
    switch (symbol) {
      case '.':
        return node(position, { type: 'map', left, right: this.#expression(75) });
      case '~>':
        return node(position, { type: 'apply', left, right: this.#expression(40) });
      case '[':
        return this.#filter(left, position);
      case '(':
        return this.#call(left, position);
      case '{':
        return node(position, { type: 'group', left, pairs: this.#pairs() });
      case '^':
        return node(position, { type: 'sort', left, terms: this.#terms() });
      case ':=':
        if (left.type !== 'variable') throw syntaxError('S0212', left.position, { token: shown(left) });
        return node(position, { type: 'bind', variable: left.value, right: this.#expression(9) });
      case '?':
        return this.#condition(left, position);
      default:
        return node(position, {
          type: symbol === '@' ? 'focus' : 'index',
          left,
          variable: this.#variable(symbol),
        });
    }
  }

  #variable(symbol: string): string {
    const right = this.#expression(80);
    if (right.type === 'variable') return right.value;
    throw syntaxError('S0214', right.position, { token: symbol });
  }

  #block(position: number): Syntax {
    const expressions: Syntax[] = [];
    while (!this.#is(')')) {
      expressions.push(this.#expression(0));
      if (!this.#is(';')) break;
      this.#expect(';');
    }
    this.#expect(')', true);
    return node(position, { type: 'block', expressions });
  }

  #list(position: number): Syntax {
    const items = this.#separated(']', () => {
      const left = this.#expression(0);
      if (!this.#is('..')) return left;
      const at = this.#token.position;
      this.#expect('..');
      return node(at, { type: 'binary', operator: '..', left, right: this.#expression(0) });
    });
    this.#expect(']', true);
    return node(position, { type: 'list', items });
  }

  /** Items with commas between them, up to a closing symbol that is not taken. */
  #separated<Item>(closing: string, item: () => Item): Item[] {
    const items: Item[] = [];
    if (this.#is(closing)) return items;
    for (;;) {
      items.push(item());
      if (!this.#is(',')) return items;
      this.#expect(',');
    }
  }

  #pairs(): SyntaxPair[] {
    const pairs = this.#separated('}', (): SyntaxPair => {
      const key = this.#expression(0);
      this.#expect(':');
      return [key, this.#expression(0)];
    });
    this.#expect('}', true);
    return pairs;
  }

  #terms(): SyntaxTerm[] {
    this.#expect('(');
    const terms: SyntaxTerm[] = [];
    for (;;) {
      const descending = this.#is('>');
      if (descending || this.#is('<')) this.#next(false);
      terms.push({ descending, expression: this.#expression(0) });
      if (!this.#is(',')) break;
      this.#expect(',');
    }
    this.#expect(')');
    return terms;
  }

  #filter(left: Syntax, position: number): Syntax {
    if (!this.#is(']')) {
      const right = this.#expression(0);
      this.#expect(']', true);
      return node(position, { type: 'filter', left, right });
    }
    let step = left;
    while (step.type === 'filter') step = step.left;
    step.keepArray = true;
    this.#expect(']');
    return left;
  }

  #call(procedure: Syntax, position: number): Syntax {
    const args = this.#separated(')', () => this.#argument());
    this.#expect(')', true);
    if (procedure.type === 'name' && (procedure.value === 'function' || procedure.value === 'λ')) {
      return this.#lambda(args, position);
    }
    return node(position, { type: 'call', procedure, args });
  }

  #argument(): Syntax {
    if (!this.#is('?')) return this.#expression(0);
    const { position } = this.#token;
    this.#expect('?');
    return node(position, { type: 'placeholder' });
  }

  #lambda(args: readonly Syntax[], position: number): Syntax {
    const parameters = args.map((arg, index) => {
      if (arg.type === 'variable') return arg.value;
      throw syntaxError('S0208', arg.position, { token: shown(arg), value: index + 1 });
    });
    const signature = this.#is('<') ? this.#signature() : undefined;
    this.#expect('{');
    const body = this.#expression(0);
    this.#expect('}');
    return node(position, { type: 'lambda', parameters, signature, body });
  }

  #signature(): Signature {
    const { position } = this.#token;
    let text = '<';
    for (let depth = 1; depth > 0 && !this.#is('{') && this.#token.type !== 'end'; ) {
      this.#next(false);
      if (this.#is('>')) depth--;
      else if (this.#is('<')) depth++;
      text += String(shown(this.#token) ?? '');
    }
    this.#expect('>');
    return parseSignature(text, position);
  }

  #condition(condition: Syntax, position: number): Syntax {
    const then = this.#expression(0);
    let otherwise: Syntax | undefined;
    if (this.#is(':')) {
      this.#expect(':');
      otherwise = this.#expression(0);
    }
    return node(position, { type: 'condition', condition, then, otherwise });
  }

  #transform(position: number): Syntax {
    const pattern = this.#expression(0);
    this.#expect('|');
    const update = this.#expression(0);
    let remove: Syntax | undefined;
    if (this.#is(',')) {
      this.#expect(',');
      remove = this.#expression(0);
    }
    this.#expect('|');
    return node(position, { type: 'transform', pattern, update, remove });
  }
}

/** What a message names. */
function shown(token: Token | End | Syntax): unknown {
  if (token.type === 'end') return '(end)';
  return 'value' in token ? token.value : undefined;
}

function node(position: number, kind: Bare): Syntax {
  let height = 0;
  for (const part of Object.values(kind)) height = Math.max(height, heightOf(part));
  if (height >= HEIGHT_MAX) throw syntaxError('S0304', position);
  // The spread of a union of kinds is that union again; the compiler only sees the union of all their members.
  return { ...kind, position, height: height + 1 } as Syntax;
}

function heightOf(part: unknown): number {
  if (Array.isArray(part)) return part.reduce((most: number, item) => Math.max(most, heightOf(item)), 0);
  if (typeof part !== 'object' || part === null) return 0;
  if ('height' in part && typeof part.height === 'number') return part.height;
  return 'expression' in part ? heightOf(part.expression) : 0;
}
