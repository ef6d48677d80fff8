import { isDeepStrictEqual } from 'node:util';
import { activityArn, parseStatesArn, type Scope } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import type { Store } from '../store/store.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { Activities, Activity, NewActivity } from './catalog.ts';
import { keyOf, type PageQuery, pageOf, partsOf, transact } from './document.ts';
import { ACTIVITY as KIND, mergeTags } from './tags.ts';

const CACHE_ENTRIES_MAX = 20_000;

/** Activities as documents `activity`, keyed by account, region and name. */
export class StoredActivities implements Activities {
  readonly #store: Store;
  readonly #now: () => Instant;
  readonly #cache = new BoundedCache<Activity>(CACHE_ENTRIES_MAX);
  /** Counts changes: what was read before a change must not enter the cache after it. */
  #changes = 0;

  constructor({ store, now }: { readonly store: Store; readonly now: () => Instant }) {
    this.#store = store;
    this.#now = now;
  }

  async create(
    scope: Scope,
    { name, encryptionConfiguration, tags: given = [] }: NewActivity,
  ): Promise<Activity> {
    const key = keyOf(scope, name);
    return transact(this.#store, async () => {
      const stored = await this.#store.document(KIND, key);
      if (stored !== undefined) {
        const activity = activityOf(key, stored.text);
        if (isDeepStrictEqual(activity.encryptionConfiguration, encryptionConfiguration))
          return { writes: [], answer: activity };
        throw new ServiceError('ActivityAlreadyExists', activity.arn);
      }
      const tags = mergeTags(activityArn(scope, name), [], given);
      const text = JSON.stringify({ createdAt: this.#now(), encryptionConfiguration, tags });
      return { writes: [{ kind: KIND, key, text, expectedVersion: 0 }], answer: activityOf(key, text) };
    });
  }

  async find(arn: string): Promise<Activity | undefined> {
    const cached = this.#cache.get(arn);
    if (cached !== undefined) return cached;
    const key = keyOfArn(arn);
    if (key === undefined) return undefined;
    const before = this.#changes;
    const stored = await this.#store.document(KIND, key);
    if (stored === undefined) return undefined;
    const activity = activityOf(key, stored.text);
    if (before === this.#changes) this.#cache.set(activity.arn, activity, 1);
    return activity;
  }

  async delete(arn: string): Promise<void> {
    const key = keyOfArn(arn);
    if (key === undefined) return;
    await transact(this.#store, async () => {
      const stored = await this.#store.document(KIND, key);
      if (stored === undefined) return { writes: [], answer: undefined };
      return {
        writes: [{ kind: KIND, key, text: undefined, expectedVersion: stored.version }],
        answer: undefined,
      };
    });
    this.#changes += 1;
    this.#cache.delete(arn);
  }

  async list(scope: Scope, page: PageQuery) {
    const { documents, ...next } = await pageOf(this.#store, KIND, scope, page);
    return { activities: documents.map(({ key, text }) => activityOf(key, text)), ...next };
  }
}

function keyOfArn(arn: string): string | undefined {
  const parts = parseStatesArn(arn);
  return parts?.kind === 'activity' ? keyOf(parts, parts.name) : undefined;
}

function activityOf(key: string, text: string): Activity {
  const { scope, name } = partsOf(key);
  // Written by `create`; the tags in it are for others.
  const stored = JSON.parse(text) as Pick<Activity, 'createdAt' | 'encryptionConfiguration'>;
  const { createdAt, encryptionConfiguration } = stored;
  return { arn: activityArn(scope, name), name, createdAt, encryptionConfiguration };
}
