import type { OperationName } from '../../src/api/model/operations.ts';
import { MODEL, OPERATION_NAMES, type Shape, shapeOf } from '../clients/service-model.ts';
import { Random } from '../crash/random.ts';
import { spoiled } from './spoiled-text.ts';

/** What is there to be asked about, by the member that names it; any text may also stand for any member. */
export type Known = Readonly<Record<string, readonly string[]>>;

export interface BadRequest {
  readonly operation: OperationName;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const CONTENT_TYPE = 'application/x-amz-json-1.0';
const OTHER_TYPES = [
  'text/plain',
  'application/json',
  'application/x-amz-json-1.1',
  '',
  'application/x-amz-json-1.0;x',
];

/** The request with this number: good in parts, bad in some, and the same for the same seed. */
export function badRequest(seed: number, number: number, known: Known): BadRequest {
  return new Builder(new Random(seed * 1_000_003 + number), known).request();
}

type Fields = { [name: string]: unknown };

class Builder {
  readonly #random: Random;
  readonly #known: Known;
  /** How bad this request is in its parts: from not at all, so that what it asks for is also done, to throughout. */
  readonly #badness: number;

  constructor(random: Random, known: Known) {
    this.#random = random;
    this.#known = known;
    this.#badness = random.pick([0, 0.02, 0.1, 0.4]) ?? 0;
  }

  request(): BadRequest {
    const random = this.#random;
    const operation = this.#pick(OPERATION_NAMES);
    const input = this.#structure(shapeOf(MODEL.operations[operation].input), 0);
    const text = JSON.stringify(input);
    const body = random.chance(this.#badness) ? spoiled(text, random) : Buffer.from(text);
    return { operation, headers: this.#headers(operation), body };
  }

  #headers(operation: string): Record<string, string> {
    const random = this.#random;
    const target = random.chance(0.01) ? this.#pick(WRONG_TARGETS) : `AWSStepFunctions.${operation}`;
    const type = random.chance(0.01) ? this.#pick(OTHER_TYPES) : CONTENT_TYPE;
    return { 'content-type': type, 'x-amz-target': target };
  }

  #structure(shape: Shape, depth: number): Fields {
    const random = this.#random;
    const fields: Fields = {};
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      const isRequired = shape.required?.includes(name) ?? false;
      if (random.chance(isRequired ? this.#badness / 4 : 0.7)) continue;
      fields[name] = this.#value(name, shapeOf(member), depth);
    }
    if (random.chance(0.05))
      Object.assign(fields, { unheardOf: this.#anything(), toString: 1, constructor: {} });
    if (random.chance(0.03))
      Object.defineProperty(fields, '__proto__', { value: this.#anything(), enumerable: true });
    return fields;
  }

  #value(name: string, shape: Shape, depth: number): unknown {
    const random = this.#random;
    if (this.#isBad()) return this.#anything();
    if (this.#isBad()) return atBound(shape, random);
    switch (shape.type) {
      case 'structure':
        return this.#structure(shape, depth + 1);
      case 'list':
        return Array.from({ length: this.#length() }, () =>
          this.#value(name, shapeOf(shape.member), depth + 1),
        );
      case 'map':
        return { key: this.#anything() };
      case 'boolean':
        return random.chance(0.5);
      case 'string':
        return this.#text(name, shape);
      default:
        return this.#number(shape);
    }
  }

  #length(): number {
    return this.#isBad() ? this.#random.between(0, 60) : this.#random.between(1, 2);
  }

  #text(name: string, shape: Shape): string {
    const random = this.#random;
    if (shape.enum !== undefined) return this.#isBad() ? this.#pick(TEXTS) : this.#pick(shape.enum);
    const fitting = this.#known[name] ?? [];
    if (fitting.length > 0 && !this.#isBad()) return this.#pick(fitting);
    if (random.chance(0.5)) return this.#pick(TEXTS);
    const any = this.#pick(this.#pick(Object.values(this.#known)));
    return random.chance(0.5) ? any : mangled(any, random);
  }

  #number({ min = 0, max = 1000 }: Shape): number {
    return this.#isBad() ? this.#pick(NUMBERS) : this.#random.between(min, max);
  }

  #isBad(): boolean {
    return this.#random.chance(this.#badness);
  }

  #anything(): unknown {
    return this.#pick(ANYTHING)(this.#random);
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = this.#random.pick(items);
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }
}

const WRONG_TARGETS = [
  'AWSStepFunctions.',
  'AWSStepFunctions.constructor',
  'AWSStepFunctions.__proto__',
  'AWSStepFunctions.listActivities',
  'DynamoDB_20120810.ListTables',
  '',
];

const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\n',
  'a'.repeat(80),
  'a'.repeat(81),
  'é'.repeat(80),
  '\ud83d\ude00',
  '\ud800',
  '\udc00x',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '{}',
  '[]',
  '{"a":',
  '{"a":1,"a":2}',
  '1e999',
  '-0',
  'NaN',
  '"\ud800"',
  '12345678901234567890',
  '../../etc/passwd',
  '$.a[?(@.b)]',
  '{% $ %}',
  "States.Format('{}')",
  `${'['.repeat(600)}${']'.repeat(600)}`,
  '2026-01-01T00:00:00Z',
  'arn:aws:states:::',
  'arn:aws:lambda:us-east-1:123456789012:function:f',
];

const NUMBERS = [
  -1,
  0,
  1,
  1.5,
  -0,
  1e21,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 31 - 1,
  2 ** 53,
  2 ** 63,
  1e-320,
  100,
  1001,
];

const ANYTHING: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => [[[{}]]],
  () => ({ __type: 'x', length: 3 }),
  () => deep(2000),
  (random) => random.pick(NUMBERS),
  (random) => random.pick(TEXTS),
];

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** As long, or as large, as may be, or by one more. */
function atBound({ type, min = 0, max }: Shape, random: Random): unknown {
  const bound = random.chance(0.5) ? (max ?? 2000) : min;
  const beyond = bound + random.between(-1, 1);
  if (type === 'string') {
    // The longest are seldom, and not beyond what a request holds.
    const length = bound > 5000 && random.chance(0.9) ? 5000 : Math.min(Math.max(0, beyond), 1_000_000);
    return random.chance(0.5) ? 'x'.repeat(length) : `"${'x'.repeat(Math.max(0, length - 2))}"`;
  }
  return type === 'list' ? Array.from({ length: Math.min(Math.max(0, beyond), 60) }, () => ({})) : beyond;
}

/** A text with a part of it gone, doubled, or another's. */
function mangled(text: string, random: Random): string {
  const [from, to] = [random.between(0, text.length), random.between(0, text.length)];
  switch (random.between(0, 3)) {
    case 0:
      return text.slice(0, from);
    case 1:
      return text.slice(0, from) + text.slice(to);
    case 2:
      return `${text.slice(0, from)}${random.pick(TEXTS)}${text.slice(from)}`;
    default:
      return text.replace(/:[^:]*$/, ':');
  }
}
