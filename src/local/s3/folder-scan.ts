import type { Clock } from '../../base/clock.ts';
import type { Bucket } from './bucket.ts';
import { isSameStamp, type Stamp, seenStamp } from './bucket-folder.ts';
import type { Buckets } from './buckets.ts';
import type { FolderBuckets } from './folder-buckets.ts';

/** How long a file must have stayed as it is. */
export const SETTLE_MS = 500;

/** What was seen of a file; without a stamp it was not there. */
interface Sight {
  readonly stamp: Stamp | undefined;
  readonly since: number;
}

/** Holds files against what was seen of them, and has buckets take note of what has changed and come to rest. */
export class FolderScan {
  readonly #buckets: Buckets;
  readonly #folders: FolderBuckets;
  readonly #clock: Clock;
  /** What is not at rest yet. */
  readonly #restless = new Map<Bucket, Map<string, Sight>>();

  constructor(buckets: Buckets, folders: FolderBuckets, clock: Clock) {
    this.#buckets = buckets;
    this.#folders = folders;
    this.#clock = clock;
  }

  /** @returns whether something has yet to come to rest. @throws Unavailable when something cannot be read now. */
  async scan(): Promise<boolean> {
    let isRestless = false;
    for (const bucket of this.#folders.all()) isRestless = (await this.#scan(bucket)) || isRestless;
    return isRestless;
  }

  async #scan(bucket: Bucket): Promise<boolean> {
    const found = (await bucket.folder?.walk()) ?? new Map<string, Stamp>();
    const before = this.#restless.get(bucket);
    const after = new Map<string, Sight>();
    this.#restless.set(bucket, after);
    const keys = new Set(found.keys());
    for (const { record } of bucket.objects.values()) keys.add(record.key);
    for (const key of keys) {
      const seen = bucket.objects.get(key)?.record;
      const stamp = found.get(key);
      if (isSameStamp(seen && seenStamp(seen), stamp)) continue;
      const sight = before?.get(key);
      const isSame = sight !== undefined && isSameStamp(sight.stamp, stamp);
      const now = this.#clock.now();
      if (!isSame) after.set(key, { stamp, since: now });
      else if (now - sight.since < SETTLE_MS) after.set(key, sight);
      else await this.#buckets.notice(bucket, key, stamp);
    }
    return after.size > 0;
  }
}
