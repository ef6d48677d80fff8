import { isArray, isNumber, isObject, type Json, member, parseJson, toNumber } from '../../base/json.ts';
import { ServiceRefusal } from '../service/refusal.ts';

type Test = (value: Json) => boolean;

/**
 * A pattern for events that are JSON: `{ $.a.b = "text*" }`, `{ ($.n > 1 || $.l[0] IS NULL) && $.x NOT EXISTS }`.
 *
 * @throws ServiceRefusal InvalidParameterException
 */
export function jsonPattern(text: string): (message: string) => boolean {
  const parser = new Parser(tokensOf(text.trim().slice(1, -1)), text);
  const test = parser.whole();
  return (message) => {
    const value = objectIn(message);
    return value !== undefined && test(value);
  };
}

function objectIn(message: string): Json | undefined {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return parseJson(message);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const TOKEN =
  /\s*(\(|\)|&&|\|\||!=|<=|>=|=|<|>|"(?:[^"\\]|\\.)*"|\$(?:\['[^']*'\]|[^\s()=!<>&|])*|[^\s()=!<>&|"]+)/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw invalidPattern(text);
    tokens.push(token);
  }
  return tokens;
}

/** Parentheses nest no deeper: the parser is recursive. */
const DEPTH_MAX = 50;

class Parser {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  whole(): Test {
    const test = this.#either();
    if (this.#at < this.#tokens.length) throw invalidPattern(this.#text);
    return test;
  }

  #either(): Test {
    const tests = [this.#all()];
    while (this.#take('||')) tests.push(this.#all());
    return (value) => tests.some((test) => test(value));
  }

  #all(): Test {
    const tests = [this.#one()];
    while (this.#take('&&')) tests.push(this.#one());
    return (value) => tests.every((test) => test(value));
  }

  #one(): Test {
    if (!this.#take('(')) return this.#comparison();
    if (++this.#depth > DEPTH_MAX) throw invalidPattern(this.#text);
    const test = this.#either();
    if (!this.#take(')')) throw invalidPattern(this.#text);
    this.#depth--;
    return test;
  }

  #comparison(): Test {
    const read = selector(this.#next()) ?? this.#fail();
    const operator = this.#next();
    switch (operator.toUpperCase()) {
      case 'EXISTS':
        return (value) => read(value) !== undefined;
      case 'NOT':
        if (this.#next().toUpperCase() !== 'EXISTS') return this.#fail();
        return (value) => read(value) === undefined;
      case 'IS': {
        const literal = LITERALS.get(this.#next().toUpperCase());
        if (literal === undefined) return this.#fail();
        return (value) => read(value) === literal;
      }
      default: {
        const compare = comparison(operator, this.#next()) ?? this.#fail();
        return (value) => {
          const found = read(value);
          return found !== undefined && compare(found);
        };
      }
    }
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? this.#fail();
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #fail(): never {
    throw invalidPattern(this.#text);
  }
}

const LITERALS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['NULL', null],
  ['TRUE', true],
  ['FALSE', false],
]);

/** `$.a.b[0]`, `$['a']`; undefined when it is none. */
function selector(text: string): ((value: Json) => Json | undefined) | undefined {
  if (!/^\$(\.[^.[\]]+|\[\d+\]|\['[^']*'\])*$/.test(text)) return undefined;
  const steps = [...text.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g)];
  return (value) =>
    steps.reduce<Json | undefined>((at, [, name, index, quoted]) => {
      if (index !== undefined) return isArray(at) ? at[Number(index)] : undefined;
      return isObject(at) ? member(at, name ?? quoted ?? '') : undefined;
    }, value);
}

function comparison(operator: string, operand: string): Test | undefined {
  const text = operand.startsWith('"') ? unquoted(operand) : operand;
  if (operator === '=') return equals(text);
  if (operator === '!=') {
    const isEqual = equals(text);
    return (value) => !isEqual(value);
  }
  const compare = ORDERS.get(operator);
  const bound = Number(text);
  if (compare === undefined || Number.isNaN(bound)) return undefined;
  return (value) => isNumber(value) && compare(toNumber(value), bound);
}

const ORDERS: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['<', (a, b) => a < b],
  ['<=', (a, b) => a <= b],
  ['>', (a, b) => a > b],
  ['>=', (a, b) => a >= b],
]);

/** Of a string, `*` stands for anything; a number is compared as one. */
function equals(text: string): Test {
  const parts = text.split('*');
  return (value) => {
    if (typeof value === 'string') return isLike(value, parts);
    if (isNumber(value)) return text !== '' && toNumber(value) === Number(text);
    return false;
  };
}

function isLike(value: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last)) {
    return false;
  }
  let at = first.length;
  for (const part of rest) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

export function invalidPattern(text: string): ServiceRefusal {
  return new ServiceRefusal('InvalidParameterException', `Invalid filter pattern: ${text}`);
}
