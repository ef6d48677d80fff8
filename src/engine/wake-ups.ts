import type { Clock } from '../base/clock.ts';
import type { Histogram } from '../base/histogram.ts';
import type { Instant } from '../base/time.ts';
import { TimerHeap } from '../base/timer-heap.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { ExecutionId, Store } from '../store/store.ts';

/** How far ahead timers are held in memory; the store has them all. */
const WINDOW_MS = 60_000;
/** Timers read from the store at a time: a window with more of them ends earlier. */
const BATCH = 10_000;
const READ_ON_MS = 100;

interface WakeUp {
  readonly id: ExecutionId;
  readonly at: Instant;
}

export interface WakeUpsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Hears how late timers fire. */
  readonly lateness: Histogram;
  readonly wake: (id: ExecutionId) => void;
}

/**
 * Wakes executions when their earliest timer is due: never before, a few milliseconds after. The near ones
 * lie in a heap, the others in the store's index, which is read again and again.
 */
export class WakeUps {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #lateness: Histogram;
  readonly #wake: (id: ExecutionId) => void;
  readonly #armed = new Map<ExecutionId, WakeUp>();
  readonly #heap = new TimerHeap<WakeUp>((wakeUp) =>
    this.#armed.get(wakeUp.id) === wakeUp ? wakeUp.at : undefined,
  );
  #windowEnd: Instant = 0;
  #cancel: () => void = () => {};
  #sleepsUntil: Instant = Number.POSITIVE_INFINITY;
  #isClosed = false;
  /** Whether the store had more timers for this window than were read. */
  #isPartial = false;
  /** Executions whose timers were set while the store was being read: its answer is older. */
  #newer: Set<ExecutionId> | undefined;

  constructor(options: WakeUpsOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#lateness = options.lateness;
    this.#wake = options.wake;
  }

  /** An execution's earliest timer has changed. */
  set(id: ExecutionId, at: Instant | undefined): void {
    this.#newer?.add(id);
    this.#arm(id, at);
  }

  #arm(id: ExecutionId, at: Instant | undefined): void {
    if (at === undefined || at > this.#windowEnd) {
      this.#armed.delete(id);
      return;
    }
    if (this.#armed.get(id)?.at === at) return;
    const wakeUp = { id, at };
    this.#armed.set(id, wakeUp);
    this.#heap.add(at, wakeUp);
    if (at < this.#sleepsUntil) this.#sleep();
  }

  /** Reads the next window. Called at start and by every recovery scan. */
  async refill(): Promise<void> {
    const end = this.#clock.now() + WINDOW_MS;
    const newer = new Set<ExecutionId>();
    this.#newer = newer;
    const due = await this.#store.due(end, BATCH);
    if (this.#newer === newer) this.#newer = undefined;
    // A full batch may have left some out: the window ends with the last one read.
    this.#isPartial = due.length === BATCH;
    this.#windowEnd = this.#isPartial ? (due.at(-1)?.wakeAt ?? end) : end;
    for (const { id, wakeAt } of due) if (!newer.has(id)) this.#arm(id, wakeAt);
    this.#sleep();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  #sleep(): void {
    if (this.#isClosed) return;
    this.#cancel();
    const first = this.#heap.first();
    this.#sleepsUntil = first?.at ?? Number.POSITIVE_INFINITY;
    if (first === undefined) return;
    const ms = Math.min(Math.max(first.at - this.#clock.now(), 0), WINDOW_MS);
    this.#cancel = this.#clock.after(ms, () => this.#fire());
  }

  #fire(): void {
    const now = this.#clock.now();
    for (let first = this.#heap.first(); first !== undefined && first.at <= now; first = this.#heap.first()) {
      this.#armed.delete(first.owner.id);
      this.#lateness.record(now - first.at);
      this.#wake(first.owner.id);
    }
    this.#sleep();
    if (this.#isPartial && this.#heap.first() === undefined) this.#readOn();
  }

  /** The rest of a crowded window, once the turns of those that were woken have had time to come to the disk. */
  #readOn(): void {
    this.#isPartial = false;
    this.#cancel = this.#clock.after(READ_ON_MS, () => {
      this.refill().catch((error: unknown) => {
        // The recovery scan reads it again.
        if (!(error instanceof Unavailable)) throw error;
      });
    });
  }
}
