import type { Entropy } from '../../base/entropy.ts';
import { isNumber, type Json, toNumber, typeName } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';

/** One call of an intrinsic function, its arguments evaluated. */
export interface Call {
  /** As the definition has it: `States.ArrayGetItem($.list, 5)`. */
  readonly text: string;
  readonly values: readonly Json[];
  readonly entropy: Entropy;
}

/** A function of the table: how many arguments it takes and what it answers. */
export interface Intrinsic {
  readonly valuesMin: number;
  readonly valuesMax: number;
  /** @throws StateError States.IntrinsicFailure */
  evaluate(call: Call): Json;
}

/** An intrinsic with a fixed number of arguments. */
export function intrinsic(count: number, evaluate: Intrinsic['evaluate']): Intrinsic {
  return { valuesMin: count, valuesMax: count, evaluate };
}

export function fail(call: Pick<Call, 'text'>, reason: string): never {
  throw new StateError(
    'States.IntrinsicFailure',
    `The function '${call.text}' had the following error: ${reason}`,
  );
}

export function stringAt(call: Call, at: number): string {
  const value = call.values[at] ?? null;
  return typeof value === 'string' ? value : mismatch(call, at, 'a string');
}

export function listAt(call: Call, at: number): readonly Json[] {
  const value = call.values[at] ?? null;
  return Array.isArray(value) ? value : mismatch(call, at, 'an array');
}

/** Rounded half up, as Java's `Math.round` does: 1.5 to 2, -1.5 to -1. */
export function roundedAt(call: Call, at: number): number {
  return Math.floor(numberAt(call, at) + 0.5) + 0;
}

export function numberAt(call: Call, at: number): number {
  const value = call.values[at] ?? null;
  const number = isNumber(value) ? toNumber(value) : mismatch(call, at, 'a number');
  return Number.isFinite(number) ? number : fail(call, `argument ${at + 1} is too large`);
}

export function mismatch(call: Call, at: number, wanted: string): never {
  return fail(call, `argument ${at + 1} must be ${wanted}, not ${typeName(call.values[at] ?? null)}`);
}
