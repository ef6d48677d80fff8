import type { Token } from './tokens.ts';

/** A function, method or arrow function with a list of parameters in brackets. */
export interface FunctionShape {
  readonly name: string;
  readonly line: number;
  /** From its name to its last line; 1 for one whose body is an expression. */
  readonly lines: number;
  readonly parameters: number;
  /** What it is handed to, when it is written in a call: `describe` in `describe('…', () => {…})`. */
  readonly passedTo?: string;
}

/** Every function in the code. Declarations without a body count with 1 line, for their parameters. */
export function functionsOf(code: readonly Token[]): FunctionShape[] {
  const closings = closingBrackets(code);
  return code.flatMap((token, open) => {
    const close = closings.get(open);
    if (token.text !== '(' || close === undefined) return [];
    const head = headOf(code, open);
    const body = bodyAfter(code, close, head !== undefined);
    if (body === undefined) return [];
    const start = code[head?.index ?? open] ?? token;
    const end = code[body]?.text === '{' ? (code[closings.get(body) ?? body] ?? token) : start;
    const passedTo = head === undefined ? calleeOf(code, open) : undefined;
    return {
      name: head?.name ?? passedTo ?? 'arrow function',
      line: start.line,
      lines: end.line - start.line + 1,
      parameters: parameterCount(code.slice(open + 1, close)),
      ...(passedTo === undefined ? {} : { passedTo }),
    };
  });
}

function closingBrackets(code: readonly Token[]): ReadonlyMap<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  code.forEach(({ kind, text }, index) => {
    if (kind === 'punctuation' && /^[([{]$/.test(text)) open.push(index);
    // The brace that ends a template's hole is part of a template, so that brackets pair without it.
    else if (kind === 'punctuation' && /^[)\]}]$/.test(text)) closings.set(open.pop() ?? -1, index);
  });
  return closings;
}

/** After these, a word and a bracket begin a method. */
const BEFORE_METHOD =
  /^(\{|\}|;|,|\*|async|get|set|static|private|protected|public|readonly|override|abstract)$/;
const STATEMENTS = new Set([
  'async',
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'with',
  'return',
  'await',
  'super',
  'import',
  'typeof',
]);

/** The name of a `function` or a method before its parameters; undefined: an arrow function, or none at all. */
function headOf(code: readonly Token[], open: number): { name: string; index: number } | undefined {
  const index = beforeGenerics(code, open);
  const word = code[index];
  if (word?.text === 'function') return { name: 'function', index };
  if (word?.kind !== 'word' || STATEMENTS.has(word.text)) return undefined;
  const before = code[index - 1]?.text ?? ';';
  if (before === 'function' || (before === '*' && code[index - 2]?.text === 'function'))
    return { name: word.text, index };
  return BEFORE_METHOD.test(before) ? { name: word.text, index } : undefined;
}

/** Steps back over `<T extends X>`. */
function beforeGenerics(code: readonly Token[], open: number): number {
  if (code[open - 1]?.text !== '>') return open - 1;
  let depth = 0;
  for (let index = open - 1; index >= 0; index--) {
    if (code[index]?.text === '>') depth++;
    if (code[index]?.text === '<' && --depth === 0) return index - 1;
  }
  return open - 1;
}

/**
 * Where the body begins: at its brace, or at the expression of an arrow function.
 * A return type may stand in between, and it may hold braces of its own: the body's is the one after a whole type.
 */
function bodyAfter(code: readonly Token[], close: number, isNamed: boolean): number | undefined {
  const depth = code[close]?.depth;
  if (code[close + 1]?.text === '=>') return close + 2;
  if (code[close + 1]?.text === '{') return isNamed ? close + 1 : undefined;
  if (code[close + 1]?.text !== ':') return undefined;
  let expectsType = true;
  for (let index = close + 2; index < code.length; index++) {
    const token = code[index];
    if (token === undefined || depth === undefined || token.depth < depth) return undefined;
    if (token.depth > depth) continue;
    if (token.text === '=>') return isNamed ? undefined : index + 1;
    if (/^[;,?=]$|^\.\.\.$/.test(token.text)) return undefined;
    if (token.text === '{' && !expectsType) return isNamed ? index : undefined;
    expectsType =
      /^([|&<:]|is|keyof|readonly|typeof|extends|asserts)$/.test(token.text) ||
      (expectsType && token.text === '{');
    if (token.text === '}') expectsType = false;
  }
  return undefined;
}

/** `test` of `test('…', async (context) => …)`; undefined when the function is not an argument. */
function calleeOf(code: readonly Token[], open: number): string | undefined {
  const depth = code[open]?.depth ?? 0;
  for (let index = open - 1; index >= 0; index--) {
    const token = code[index];
    if (token === undefined || token.depth < depth - 1) return undefined;
    if (token.depth === depth - 1) return token.text === '(' ? code[index - 1]?.text : undefined;
  }
  return undefined;
}

function parameterCount(tokens: readonly Token[]): number {
  const depth = Math.min(...tokens.map((token) => token.depth));
  let angles = 0;
  let count = tokens.length === 0 ? 0 : 1;
  tokens.forEach((token, index) => {
    if (token.depth > depth) return;
    if (token.text === '<') angles++;
    if (token.text === '>') angles--;
    // A comma after the last parameter begins none.
    if (token.text === ',' && angles === 0 && index < tokens.length - 1) count++;
  });
  return count;
}
