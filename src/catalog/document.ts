import type { Scope } from '../base/arn.ts';
import type { DocumentWrite, StoredDocument } from '../base/documents.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { Store } from '../store/store.ts';

/** Attempts to write against other writers of the same document before the caller is asked to come back. */
const ATTEMPTS_MAX = 50;

/** Key of a named thing. Names and regions have no `/`: the prefix of a scope is the prefix of no other. */
export function keyOf(scope: Scope, name: string): string {
  return `${prefixOf(scope)}${name}`;
}

export function prefixOf({ account, region }: Scope): string {
  return `${account}/${region}/`;
}

/** The parts of a key that `keyOf` made. */
export function partsOf(key: string): { scope: Scope; name: string } {
  const [account = '', region = '', name = ''] = key.split('/');
  return { scope: { account, region }, name };
}

export interface PageQuery {
  readonly after?: number;
  readonly limit: number;
}

/** The documents of a scope in creation order; with `after` when there are more. */
export async function pageOf(
  store: Store,
  kind: string,
  scope: Scope,
  { after, limit }: PageQuery,
): Promise<{ documents: StoredDocument[]; after?: number }> {
  // One more than asked for tells whether there is another page.
  const query = { prefix: prefixOf(scope), limit: limit + 1, ...(after === undefined ? {} : { after }) };
  const found = await store.documents(kind, query);
  const documents = found.slice(0, limit);
  const last = found.length > limit ? documents.at(-1) : undefined;
  return last === undefined ? { documents } : { documents, after: last.position };
}

/**
 * Reads, decides and writes, again from the start when somebody else wrote in between.
 *
 * @param decide Reads what it needs and says what to write; nothing to write is an answer too.
 */
export async function transact<Answer>(
  store: Store,
  decide: () => Promise<{ readonly writes: readonly DocumentWrite[]; readonly answer: Answer }>,
): Promise<Answer> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const { writes, answer } = await decide();
    if (writes.length === 0 || (await store.write(writes)) === 'committed') return answer;
  }
  throw new Unavailable(`the catalog changed ${ATTEMPTS_MAX} times while one change was tried`);
}
