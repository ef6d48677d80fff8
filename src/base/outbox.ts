import type { Instant } from './time.ts';

/** News for somebody outside the store: it is kept until whoever it is for has taken it. */
export interface OutboxEntry {
  /** Whom it is for: each queue is read, and emptied, by one reader. */
  readonly queue: string;
  readonly text: string;
  /** Not to be taken before; absent: at once. */
  readonly dueAt?: Instant;
}

export interface StoredOutboxEntry extends Required<OutboxEntry> {
  /** Ascends in the order of the commits; never given twice. */
  readonly position: number;
}

/** What a commit or a write changes in the outbox, in the same transaction. */
export interface OutboxChange {
  readonly append?: readonly OutboxEntry[];
  /** Positions that have been taken; one that is gone already is a conflict, and nothing is written. */
  readonly remove?: readonly number[];
}

/** The outbox of whoever has a store: an entry is on disk exactly when what caused it is. `Documents` has its writes. */
export interface Outbox {
  /** Entries of one queue due until then: earliest due first, those due together in the order of their commits. */
  outbox(queue: string, until: Instant, limit: number): Promise<StoredOutboxEntry[]>;
}
