/** An object or an array, its members by key. */
export interface Container {
  [key: string]: unknown;
}

export function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** An object that is no array. */
export function isRecord(value: unknown): value is Container {
  return isContainer(value) && !Array.isArray(value);
}

/** Every object in a value, outermost first; arrays directly in arrays are not looked into, as the recorder did not. */
export function* recordsIn(value: unknown): Generator<Container> {
  if (!isRecord(value)) return;
  yield value;
  for (const one of Object.values(value)) {
    for (const inner of Array.isArray(one) ? one : [one]) yield* recordsIn(inner);
  }
}

/** The same value with the members of all objects in alphabetical order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** What JSON text says; anything else as it is. */
export function asValue(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}
