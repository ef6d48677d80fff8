import type { DocumentWrite } from '../base/documents.ts';
import type { Store } from '../store/store.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { Alias, Version } from './catalog.ts';
import { transact } from './document.ts';
import { OneByOne } from './one-by-one.ts';

const KIND = 'qualifiers';
const CACHE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * The versions and aliases of one machine. They are one document, so that no alias ever routes to a version that is
 * gone, and quotas hold whoever else writes: at its quotas, and with the longest descriptions, it has 500 KB.
 */
export interface Qualifiers {
  /** The last number given, whether or not that version is still there. */
  readonly lastVersion: number;
  /** The last position given to an alias. */
  readonly lastAlias: number;
  /** Ascending. */
  readonly versions: readonly Version[];
  /** In creation order. */
  readonly aliases: readonly Alias[];
}

export const NO_QUALIFIERS: Qualifiers = { lastVersion: 0, lastAlias: 0, versions: [], aliases: [] };

/** Qualifiers as documents `qualifiers` by the number of their machine. */
export class StoredQualifiers {
  readonly #store: Store;
  readonly #oneByOne: OneByOne;
  readonly #cache = new BoundedCache<Qualifiers>(CACHE_BYTES_MAX);
  /** Counts changes: what was read before a change must not enter the cache after it. */
  #changes = 0;

  constructor(store: Store, oneByOne = new OneByOne()) {
    this.#store = store;
    this.#oneByOne = oneByOne;
  }

  async find(machine: number): Promise<Qualifiers> {
    const key = String(machine);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const before = this.#changes;
    const stored = await this.#store.document(KIND, key);
    const found = stored === undefined ? NO_QUALIFIERS : qualifiersOf(stored.text);
    if (before === this.#changes) this.#cache.set(key, found, 2 * (stored?.text.length ?? 0) + 200);
    return found;
  }

  /** Changes them alone, again from the start when another process wrote in between. */
  change<Answer>(machine: number, decide: Decide<Answer>): Promise<Answer> {
    return this.#oneByOne.run(() => this.#change(machine, decide));
  }

  async #change<Answer>(machine: number, decide: Decide<Answer>): Promise<Answer> {
    try {
      return await transact(this.#store, async () => {
        const { before, replace } = await this.read(machine);
        const { after, answer } = decide(before);
        return { writes: after === before ? [] : [replace(after)], answer };
      });
    } finally {
      this.forget(machine);
    }
  }

  /** For a change that is part of a larger one, which has to `forget` afterwards, whatever its outcome. */
  async read(
    machine: number,
  ): Promise<{ before: Qualifiers; replace: (after: Qualifiers | undefined) => DocumentWrite }> {
    const key = String(machine);
    const stored = await this.#store.document(KIND, key);
    return {
      before: stored === undefined ? NO_QUALIFIERS : qualifiersOf(stored.text),
      replace: (after) => ({
        kind: KIND,
        key,
        text: after === undefined ? undefined : JSON.stringify(after),
        expectedVersion: stored?.version ?? 0,
      }),
    };
  }

  forget(machine: number): void {
    this.#changes += 1;
    this.#cache.delete(String(machine));
  }
}

type Decide<Answer> = (before: Qualifiers) => { readonly after: Qualifiers; readonly answer: Answer };

function qualifiersOf(text: string): Qualifiers {
  // Written by this file alone.
  return JSON.parse(text) as Qualifiers;
}
