/** Our own code broke a promise. Nobody catches it: the process stops and recovery resumes. */
export class Defect extends Error {
  override readonly name = 'Defect';
}

export function assert(claim: unknown, message: string): asserts claim {
  if (!claim) throw new Defect(message);
}

/** Ends a switch over a union: adding a member breaks every place that must change. */
export function unreachable(value: never): never {
  throw new Defect(`unreachable: ${JSON.stringify(value)}`);
}

/** A value that our own code has put there. */
export function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Defect(`missing: ${what}`);
  return value;
}
