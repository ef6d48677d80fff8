import { type Callable, isCallable, isList, type List, numberIn, type Value } from '../value.ts';

/** Reads arguments that a signature has let through; the fallbacks are never used then. */
export function textAt(args: readonly Value[], index: number): string {
  const value = args[index];
  return typeof value === 'string' ? value : '';
}

export function numberAt(args: readonly Value[], index: number): number {
  return numberIn(args[index]) ?? Number.NaN;
}

/** A number that may be left out. */
export function optionalNumber(args: readonly Value[], index: number): number | undefined {
  const value = args[index];
  return value === undefined ? undefined : numberIn(value);
}

export function listAt(args: readonly Value[], index: number): List {
  const value = args[index];
  return isList(value) ? value : value === undefined ? [] : [value];
}

export function functionAt(args: readonly Value[], index: number): Callable | undefined {
  const value = args[index];
  return isCallable(value) ? value : undefined;
}

/** A text that may be left out. */
export function optionalText(args: readonly Value[], index: number): string | undefined {
  const value = args[index];
  return typeof value === 'string' ? value : undefined;
}
