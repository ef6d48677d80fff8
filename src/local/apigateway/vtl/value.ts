import { isArray, isExactNumber, isObject, type Json, javaDouble, toNumber } from '../../../base/json.ts';
import { type Meter, VALUE_DEPTH_MAX } from './meter.ts';
import { TemplateError } from './template-error.ts';

/**
 * What an expression of a template stands for. Data is JSON; what API Gateway hands in (`$input`, `$util`) is a Tool.
 * Nothing else is reachable: no function, class or prototype of ours is ever a value.
 */
export type Value = Json | Tool | undefined;

/** An object that knows its members by name, and no others. */
export class Tool {
  readonly #members: ReadonlyMap<string, Value>;
  readonly #calls: ReadonlyMap<string, (args: readonly Value[]) => Value>;

  constructor(
    members: Readonly<Record<string, Value>>,
    calls: Readonly<Record<string, (args: readonly Value[]) => Value>> = {},
  ) {
    this.#members = new Map(Object.entries(members));
    this.#calls = new Map(Object.entries(calls));
  }

  property(name: string): Value {
    return this.#members.get(name);
  }

  /** Undefined also when there is no such call. */
  call(name: string, args: readonly Value[]): Value {
    return this.#calls.get(name)?.(args);
  }
}

export function isTruthy(value: Value): boolean {
  return value !== undefined && value !== null && value !== false;
}

export function isNumeric(value: Value): boolean {
  return typeof value === 'number' || (!(value instanceof Tool) && isExactNumber(value));
}

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  return !(value instanceof Tool) && isExactNumber(value) ? toNumber(value) : Number.NaN;
}

/** The text of a value, as Java prints it: `{a=1, b=[x, y]}`. @throws TemplateError */
export function textOf(value: Value, meter: Meter, depth = 0): string {
  meter.step();
  if (depth > VALUE_DEPTH_MAX) throw new TemplateError('A value is nested too deeply to be printed');
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return depth > 0 ? 'null' : '';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? integerText(value) : javaDouble(value);
  if (value instanceof Tool) return '';
  if (isExactNumber(value)) return value.rawJSON;
  if (isArray(value))
    return meter.made(`[${value.map((item) => textOf(item, meter, depth + 1)).join(', ')}]`);
  if (!isObject(value)) return '';
  const entries = Object.entries(value).map(([key, item]) => `${key}=${textOf(item, meter, depth + 1)}`);
  return meter.made(`{${entries.join(', ')}}`);
}

function integerText(value: number): string {
  return Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}

/** Whether two values are the same, as `==` and `equals` ask. */
export function isSame(a: Value, b: Value, meter: Meter): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a === null || b === null) return false;
  if (isNumeric(a) && isNumeric(b)) return numberOf(a) === numberOf(b);
  if (isNumeric(a) !== isNumeric(b) || typeof a === 'boolean' || typeof b === 'boolean') {
    return textOf(a, meter) === textOf(b, meter);
  }
  if (a instanceof Tool || b instanceof Tool) return false;
  return textOf(a, meter) === textOf(b, meter);
}
