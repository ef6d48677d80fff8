import type { OutboxChange } from './outbox.ts';

/** A named piece of JSON that does not run: a machine, a revision, an activity, a function, a secret key. */
export interface StoredDocument {
  readonly key: string;
  readonly text: string;
  /** Writes so far, from 1. */
  readonly version: number;
  /** Creation order within the store; survives updates, new after delete and create. */
  readonly position: number;
}

export interface DocumentWrite {
  readonly kind: string;
  readonly key: string;
  /** Undefined deletes. */
  readonly text: string | undefined;
  /** 0: must not exist. */
  readonly expectedVersion: number;
}

export interface DocumentQuery {
  /** Only keys that start with it. */
  readonly prefix: string;
  readonly after?: number;
  readonly limit: number;
}

/**
 * Named pieces of JSON, kept by whoever has a store. What a promise has resolved for is on disk.
 *
 * Every call may throw Unavailable (disk full, database away): nothing was changed, the call may be repeated.
 */
export interface Documents {
  document(kind: string, key: string): Promise<StoredDocument | undefined>;
  /** In creation order. `after` is a position, exclusive. */
  documents(kind: string, query: DocumentQuery): Promise<StoredDocument[]>;
  /**
   * All or none, the outbox included; shares the group commit.
   *
   * @returns 'conflict' when any expected version did not match, or an entry to be removed is gone.
   */
  write(writes: readonly DocumentWrite[], outbox?: OutboxChange): Promise<'committed' | 'conflict'>;
}
