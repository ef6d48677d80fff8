import type { Expression, Node, Operator, Reference, Step } from './node.ts';
import { Source } from './source.ts';

/** Reads the body of a text in double quotes: a template in a template. */
export type ReadTemplate = (source: Source) => readonly Node[];

/** Operators by how loosely they bind, each with the words that Velocity has for it. */
const LEVELS: readonly (readonly [RegExp, Readonly<Record<string, Operator>>])[] = [
  [/\|\||or\b/y, { or: '||' }],
  [/&&|and\b/y, { and: '&&' }],
  [/==|!=|eq\b|ne\b/y, { eq: '==', ne: '!=' }],
  [/<=|>=|<|>|lt\b|le\b|gt\b|ge\b/y, { lt: '<', le: '<=', gt: '>', ge: '>=' }],
  [/[+-]/y, {}],
  [/[*/%]/y, {}],
];

/** Reads expressions and references of the Velocity Template Language. */
export class ExpressionReader {
  readonly #source: Source;
  readonly #readTemplate: ReadTemplate;

  constructor(source: Source, readTemplate: ReadTemplate) {
    this.#source = source;
    this.#readTemplate = readTemplate;
  }

  expression(): Expression {
    return this.#source.nested(() => this.#binary(0));
  }

  /**
   * What stands at a `$`; undefined when it is only a dollar sign, which then is text.
   *
   * @param isEscaped Whether a backslash stands before it.
   */
  reference(isEscaped = false): Reference | undefined {
    const source = this.#source;
    const start = source.at;
    const head = source.match(/\$(!?)(\{?)([A-Za-z_][A-Za-z0-9_-]*)/y);
    if (head === undefined) return undefined;
    const [, bang, brace, name = ''] = head;
    const steps = source.nested(() => this.#steps());
    if (brace === '{' && !source.take('}')) {
      source.at = start;
      return undefined;
    }
    return { text: source.text.slice(start, source.at), isQuiet: bang === '!', isEscaped, name, steps };
  }

  #steps(): Step[] {
    const source = this.#source;
    const steps: Step[] = [];
    for (;;) {
      const property = source.match(/\.([A-Za-z_][A-Za-z0-9_-]*)/y);
      if (property !== undefined) {
        const name = property[1] ?? '';
        steps.push(
          source.take('(') ? { kind: 'call', name, args: this.#items(')') } : { kind: 'property', name },
        );
      } else if (source.startsWith('[') && this.#isIndex()) {
        source.at += 1;
        const index = this.expression();
        source.expect(']');
        steps.push({ kind: 'index', index });
      } else return steps;
    }
  }

  /** A bracket after a reference may also be text: `[$a[$b]` is, `$a[]` is not an index. */
  #isIndex(): boolean {
    return /^\[\s*(?:-?\d+\s*\]|["'$])/.test(this.#source.text.slice(this.#source.at, this.#source.at + 40));
  }

  /** Expressions with commas between them, up to a closing bracket. */
  #items(end: string): Expression[] {
    const source = this.#source;
    const items: Expression[] = [];
    source.space();
    if (source.take(end)) return items;
    for (;;) {
      items.push(this.expression());
      source.space();
      if (source.take(end)) return items;
      source.expect(',');
    }
  }

  #binary(level: number): Expression {
    const row = LEVELS[level];
    if (row === undefined) return this.#unary();
    const [pattern, words] = row;
    const source = this.#source;
    let left = this.#binary(level + 1);
    for (;;) {
      source.space();
      const found = source.match(pattern)?.[0];
      if (found === undefined) return left;
      // The pattern and the words of a level name operators only.
      const operator = (Object.hasOwn(words, found) ? words[found] : found) as Operator;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    const source = this.#source;
    source.space();
    if (source.match(/!|not\b/y) !== undefined) return { kind: 'not', of: this.#inner() };
    if (source.match(/-(?!\d)/y) !== undefined) return { kind: 'minus', of: this.#inner() };
    return this.#primary();
  }

  #inner(): Expression {
    return this.#source.nested(() => this.#unary());
  }

  #primary(): Expression {
    const source = this.#source;
    if (source.startsWith('$')) {
      const reference = this.reference();
      return reference === undefined
        ? source.fail('a name was expected after $')
        : { kind: 'reference', reference };
    }
    const number = source.match(/-?\d+(?:\.\d+)?/y);
    if (number !== undefined) return { kind: 'literal', value: Number(number[0]) };
    const word = source.match(/(?:true|false|null)\b/y)?.[0];
    if (word !== undefined) return { kind: 'literal', value: word === 'null' ? null : word === 'true' };
    if (source.startsWith("'") || source.startsWith('"')) return this.#text();
    if (source.take('(')) {
      const inner = this.expression();
      source.expect(')');
      return inner;
    }
    if (source.take('[')) return this.#list();
    if (source.take('{')) return this.#map();
    return source.fail('an expression was expected');
  }

  /** A quote is written twice inside; a backslash is a character like others. */
  #text(): Expression {
    const source = this.#source;
    const double = source.match(/"([^"]*(?:""[^"]*)*)"/y);
    if (double !== undefined) {
      const text = (double[1] ?? '').replaceAll('""', '"');
      if (!/[$#]/.test(text)) return { kind: 'literal', value: text };
      return { kind: 'template', body: this.#readTemplate(new Source(text, source.depth)) };
    }
    const single = source.match(/'([^']*(?:''[^']*)*)'/y);
    if (single === undefined) return source.fail('a text does not end');
    return { kind: 'literal', value: (single[1] ?? '').replaceAll("''", "'") };
  }

  #list(): Expression {
    const source = this.#source;
    source.space();
    if (source.take(']')) return { kind: 'list', items: [] };
    const first = this.expression();
    source.space();
    if (source.take('..')) {
      const to = this.expression();
      source.expect(']');
      return { kind: 'range', from: first, to };
    }
    if (source.take(']')) return { kind: 'list', items: [first] };
    source.expect(',');
    return { kind: 'list', items: [first, ...this.#items(']')] };
  }

  #map(): Expression {
    const source = this.#source;
    const entries: [Expression, Expression][] = [];
    source.space();
    if (source.take('}')) return { kind: 'map', entries };
    for (;;) {
      source.space();
      const name = source.match(/[A-Za-z_][A-Za-z0-9_-]*(?=\s*:)/y)?.[0];
      const key: Expression = name === undefined ? this.expression() : { kind: 'literal', value: name };
      source.expect(':');
      entries.push([key, this.expression()]);
      source.space();
      if (source.take('}')) return { kind: 'map', entries };
      source.expect(',');
    }
  }
}
