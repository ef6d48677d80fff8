import { isContainer } from './tree.ts';

/** Where a value is held: `holder[key]`. */
export interface Place {
  readonly holder: { [key: string]: unknown };
  readonly key: string;
}

/** The places that a recorder's rule speaks of: `$..a.b`, members by name and at any depth, nothing else. */
export function placesOf(root: object, path: string): Place[] {
  const steps = path.match(/\.\.|[^.$]+/g) ?? [];
  if (steps.some((step) => /[[\]*?@]/.test(step))) throw new Error(`a rule with the path ${path} is new`);
  return find(root, steps, undefined);
}

function find(value: unknown, [step, ...rest]: readonly string[], at: Place | undefined): Place[] {
  if (step === undefined) return at === undefined ? [] : [at];
  if (!isContainer(value)) return [];
  if (step === '..') {
    const below = Object.keys(value).flatMap((key) =>
      find(value[key], [step, ...rest], { holder: value, key }),
    );
    return [...find(value, rest, at), ...below];
  }
  if (Array.isArray(value) || !Object.hasOwn(value, step)) return [];
  return find(value[step], rest, { holder: value, key: step });
}
