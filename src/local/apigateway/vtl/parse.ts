import type { Branch, Node } from './node.ts';
import { ExpressionReader } from './parse-expression.ts';
import { Source } from './source.ts';

/** AWS's limit for a mapping template (API Gateway quotas). */
const TEMPLATE_BYTES_MAX = 307_200;

/**
 * Reads a mapping template: the Velocity Template Language with `#set`, `#if`, `#foreach`, `#break` and `#stop`. Macros
 * and includes are refused by name.
 *
 * @throws TemplateError
 */
export function parseTemplate(text: string): readonly Node[] {
  const source = new Source(text);
  if (Buffer.byteLength(text) > TEMPLATE_BYTES_MAX) source.fail(`more than ${TEMPLATE_BYTES_MAX} bytes`);
  return readTemplate(source);
}

function readTemplate(source: Source): readonly Node[] {
  const body = new BlockReader(source).block();
  if (!source.isAtEnd) source.fail('there is nothing to end or to choose');
  return body;
}

/** Up to the next thing that is not text. */
const TEXT = /[^#$\\]+/y;
const DIRECTIVE = /#\{?(set|if|elseif|else|end|foreach|break|stop|macro|define|parse|include|evaluate)\b\}?/y;
const CLOSING = /#\{?(?:end|else|elseif)\b/y;
/** A directive takes the line break after it along. */
const LINE_END = /[ \t]*\r?\n/y;

class BlockReader {
  readonly #source: Source;
  readonly #expressions: ExpressionReader;

  constructor(source: Source) {
    this.#source = source;
    this.#expressions = new ExpressionReader(source, readTemplate);
  }

  /** Up to the end of the text, or to an `#else`, `#elseif` or `#end`, which stays. */
  block(): readonly Node[] {
    const nodes: Node[] = [];
    const source = this.#source;
    while (!source.isAtEnd && !this.#isClosing()) {
      const node = this.#node();
      if (node !== undefined) nodes.push(node);
    }
    return nodes;
  }

  #isClosing(): boolean {
    CLOSING.lastIndex = this.#source.at;
    return CLOSING.test(this.#source.text);
  }

  /** Undefined: a comment. */
  #node(): Node | undefined {
    const source = this.#source;
    const text = source.match(TEXT)?.[0];
    if (text !== undefined) return { kind: 'text', text };
    if (source.startsWith('\\$')) return this.#escaped();
    if (source.startsWith('$')) {
      const reference = this.#expressions.reference();
      return reference === undefined ? this.#character() : { kind: 'reference', reference };
    }
    if (source.startsWith('#')) return this.#hash();
    return this.#character();
  }

  #character(): Node {
    const text = this.#source.text.charAt(this.#source.at);
    this.#source.at += 1;
    return { kind: 'text', text };
  }

  #escaped(): Node {
    const source = this.#source;
    source.at += 1;
    const reference = this.#expressions.reference(true);
    return reference === undefined ? { kind: 'text', text: '\\' } : { kind: 'reference', reference };
  }

  #hash(): Node | undefined {
    const source = this.#source;
    if (source.match(/##[^\n]*\n?/y) !== undefined) return undefined;
    if (source.startsWith('#*')) return this.#skipTo('*#');
    if (source.startsWith('#[[')) {
      const start = source.at + 3;
      this.#skipTo(']]#');
      return { kind: 'text', text: source.text.slice(start, source.at - 3) };
    }
    const directive = source.match(DIRECTIVE)?.[1];
    return directive === undefined ? this.#character() : this.#directive(directive);
  }

  #skipTo(end: string): undefined {
    const source = this.#source;
    const found = source.text.indexOf(end, source.at + 2);
    if (found < 0) source.fail(`'${end}' is missing`);
    source.at = found + end.length;
  }

  #directive(name: string): Node {
    const source = this.#source;
    switch (name) {
      case 'set':
        return this.#set();
      case 'if':
        return source.nested(() => this.#if());
      case 'foreach':
        return source.nested(() => this.#foreach());
      case 'break':
      case 'stop':
        return { kind: name };
      default:
        return source.fail(`#${name} is not supported`);
    }
  }

  #set(): Node {
    const source = this.#source;
    source.expect('(');
    source.space();
    const to = this.#expressions.reference() ?? source.fail('a reference was expected');
    source.expect('=');
    const value = this.#expressions.expression();
    source.expect(')');
    source.match(LINE_END);
    return { kind: 'set', to, value };
  }

  #if(): Node {
    const branches: Branch[] = [this.#conditional()];
    const source = this.#source;
    for (;;) {
      if (source.match(/#\{?elseif\b\}?/y) !== undefined) branches.push(this.#conditional());
      else if (source.match(/#(?:\{else\}|else\b)/y) !== undefined) {
        source.match(LINE_END);
        branches.push({ body: this.block() });
      } else {
        this.#end();
        return { kind: 'if', branches };
      }
    }
  }

  #conditional(): Branch {
    const source = this.#source;
    source.expect('(');
    const condition = this.#expressions.expression();
    source.expect(')');
    source.match(LINE_END);
    return { condition, body: this.block() };
  }

  #foreach(): Node {
    const source = this.#source;
    source.expect('(');
    source.space();
    const name = source.match(/\$!?\{?([A-Za-z_][A-Za-z0-9_-]*)\}?/y)?.[1];
    if (name === undefined) return source.fail('a variable was expected');
    source.space();
    if (source.match(/in\b/y) === undefined) source.fail("'in' was expected");
    const from = this.#expressions.expression();
    source.expect(')');
    source.match(LINE_END);
    const body = this.block();
    this.#end();
    return { kind: 'foreach', name, from, body };
  }

  #end(): void {
    if (this.#source.match(/#(?:\{end\}|end\b)/y) === undefined) this.#source.fail('#end is missing');
    this.#source.match(LINE_END);
  }
}
