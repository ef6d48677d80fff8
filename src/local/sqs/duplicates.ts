import type { DocumentWrite } from '../../base/documents.ts';
import type { Instant } from '../../base/time.ts';
import type { StoredDuplicate, StoredQueue } from './stored-queue.ts';

/** How long the same deduplication id means the same message. */
const INTERVAL_MS = 5 * 60_000;

export interface Deduplication {
  readonly messageId: string;
  readonly sequence: string;
  /** Set when the message is one that was sent before; resolves when that one is on disk. */
  readonly earlier?: Promise<void>;
  /** What must be written together with the message. */
  writes(stored: StoredQueue): DocumentWrite[];
}

/** What a FIFO queue has taken lately, and the numbers it gives. */
export class Duplicates {
  /** By deduplication id, oldest first. */
  readonly #known = new Map<string, { readonly duplicate: StoredDuplicate; readonly saved: Promise<void> }>();
  #lastSequence: bigint;

  constructor(stored: ReadonlyMap<string, StoredDuplicate>, lastSequence: string) {
    const saved = Promise.resolve();
    for (const [id, duplicate] of stored) this.#known.set(id, { duplicate, saved });
    this.#lastSequence = BigInt(lastSequence || 0);
  }

  /** Says whether `id` was taken before, and takes it when it was not. */
  take(
    id: string,
    {
      messageId,
      now,
      saved,
    }: { readonly messageId: string; readonly now: Instant; readonly saved: Promise<void> },
  ): Deduplication {
    const old = this.#expired(now);
    const known = this.#known.get(id);
    if (known !== undefined) return { ...known.duplicate, earlier: known.saved, writes: () => [] };
    const duplicate = { messageId, sequence: this.nextSequence(now), at: now };
    this.#known.set(id, { duplicate, saved });
    return {
      messageId,
      sequence: duplicate.sequence,
      writes: (stored) => [
        ...old.map((one) => stored.duplicateWrite(one, undefined)),
        stored.duplicateWrite(id, duplicate),
      ],
    };
  }

  /** 20 digits, always rising: by the time, so that a queue which has kept nothing goes on above its last one. */
  nextSequence(now: Instant): string {
    const byTime = SEQUENCE_BASE + BigInt(now) * SEQUENCE_STEP;
    const next = byTime > this.#lastSequence ? byTime : this.#lastSequence + 1n;
    this.#lastSequence = next;
    return String(next).padStart(20, '0');
  }

  #expired(now: Instant): string[] {
    const old: string[] = [];
    for (const [id, { duplicate }] of this.#known) {
      if (duplicate.at + INTERVAL_MS > now) break;
      old.push(id);
      this.#known.delete(id);
    }
    return old;
  }
}

const SEQUENCE_BASE = 10_000_000_000_000_000_000n;
/** Numbers for each millisecond. */
const SEQUENCE_STEP = 1_000_000n;
