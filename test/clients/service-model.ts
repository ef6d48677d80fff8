import { readFileSync } from 'node:fs';
import type { OperationName } from '../../src/api/model/operations.ts';

/** AWS's description of the API: `npm run generate` takes these facts from the service model. */
export interface ServiceModel {
  readonly operations: Readonly<Record<OperationName, OperationFacts>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface OperationFacts {
  readonly input: string;
  readonly output: string;
  /** Its own, besides those that every operation has. */
  readonly errors: readonly string[];
}

export interface Shape {
  readonly type: keyof typeof IS_OF_TYPE;
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** Of a list. */
  readonly member?: string;
  /** Of a map, like `value`. */
  readonly key?: string;
  readonly value?: string;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

const FILE = new URL('service-model.json', import.meta.url);

// Shape of the file: what tools/model/facts.ts writes.
export const MODEL = JSON.parse(readFileSync(FILE, 'utf8')) as ServiceModel;

// Keys of the model's own table.
export const OPERATION_NAMES = Object.keys(MODEL.operations) as OperationName[];

export function shapeOf(name: string | undefined): Shape {
  const shape = MODEL.shapes[name ?? ''];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  return shape;
}

/** Whether a member of this shape is a moment: SDKs make dates of these. */
export function isTimestamp(name: string | undefined): boolean {
  return name !== undefined && MODEL.shapes[name]?.type === 'timestamp';
}

/** What the model says against the answer of an operation, as it was on the wire. */
export function breachesIn(operation: OperationName, answer: unknown): string[] {
  return breachesOf(MODEL.operations[operation].output, answer, operation);
}

function breachesOf(name: string | undefined, value: unknown, at: string): string[] {
  const shape = shapeOf(name);
  if (!IS_OF_TYPE[shape.type](value)) return [`${at} is no ${shape.type}: ${JSON.stringify(value)}`];
  return [...boundBreaches(shape, value, at), ...partBreaches(shape, value, at)];
}

const IS_OF_TYPE = {
  structure: isFields,
  map: isFields,
  list: Array.isArray,
  string: (value: unknown) => typeof value === 'string',
  boolean: (value: unknown) => typeof value === 'boolean',
  integer: Number.isInteger,
  long: Number.isSafeInteger,
  float: Number.isFinite,
  /** Seconds since 1970: milliseconds would be in the year 10,000 and later. */
  timestamp: (value: unknown) => typeof value === 'number' && value > 1e9 && value < 2.5e11,
} as const;

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function boundBreaches(shape: Shape, value: unknown, at: string): string[] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, pattern } = shape;
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : Number(value);
  const breaches: string[] = [];
  if (size < min || size > max) breaches.push(`${at} is out of bounds: ${size}`);
  if (shape.enum?.includes(String(value)) === false) breaches.push(`${at} is no value of its enum: ${value}`);
  // `\p` is a class in Java and, with the flag u, in JavaScript; where it is not one, the pattern is Java's alone.
  if (
    pattern !== undefined &&
    !pattern.includes('\\p') &&
    !new RegExp(`^(?:${pattern})$`).test(String(value))
  )
    breaches.push(`${at} does not match ${pattern}: ${value}`);
  return breaches;
}

function partBreaches(shape: Shape, value: unknown, at: string): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => breachesOf(shape.member, item, `${at}[${index}]`));
  if (!isFields(value)) return [];
  if (shape.type === 'map')
    return Object.entries(value).flatMap(([key, part]) => breachesOf(shape.value, part, `${at}.${key}`));
  const missing = (shape.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, part]) => {
      const member = shape.members?.[name];
      return member === undefined
        ? [`${at}.${name} is not in the model`]
        : breachesOf(member, part, `${at}.${name}`);
    }),
  ];
}
