import { createHash } from 'node:crypto';

/** Eight hexadecimal digits: what the recorder's tests drew to make a name their own, and how a UUID begins. */
const DRAWN = /(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])/g;

/**
 * A recorded case with other names, of the same length: an endpoint that others use too, or that has played the
 * records before, knows the old ones.
 *
 * @param names Where the old names are; they are replaced everywhere.
 * @param run Cases of one run that share a name share its replacement.
 */
export function renamed<Case extends object>(one: Case, names: readonly string[], run: string): Case {
  const drawn = new Set(names.flatMap((name) => name.match(DRAWN) ?? []));
  let text = JSON.stringify(one);
  for (const old of drawn) text = text.replaceAll(old, drawnAnew(old, run));
  return JSON.parse(text);
}

function drawnAnew(old: string, run: string): string {
  return createHash('sha256').update(run).update(old).digest('hex').slice(0, old.length);
}
