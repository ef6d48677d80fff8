import type { Clock } from '../base/clock.ts';
import type { Instant } from '../base/time.ts';
import { TimerHeap } from '../base/timer-heap.ts';
import type { ExecutionId, Store } from '../store/store.ts';

/** How far ahead timers are held in memory; the store has them all. */
const WINDOW_MS = 60_000;
/** Timers read from the store at a time: a window with more of them ends earlier. */
const BATCH = 10_000;

interface WakeUp {
  readonly id: ExecutionId;
  readonly at: Instant;
}

/**
 * Wakes executions when their earliest timer is due: never before, a few milliseconds after. The near ones
 * lie in a heap, the others in the store's index, which is read again and again.
 */
export class WakeUps {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #wake: (id: ExecutionId) => void;
  readonly #armed = new Map<ExecutionId, WakeUp>();
  readonly #heap = new TimerHeap<WakeUp>((wakeUp) =>
    this.#armed.get(wakeUp.id) === wakeUp ? wakeUp.at : undefined,
  );
  #windowEnd: Instant = 0;
  #cancel: () => void = () => {};
  #sleepsUntil: Instant = Number.POSITIVE_INFINITY;
  #isClosed = false;

  constructor(options: { store: Store; clock: Clock; wake: (id: ExecutionId) => void }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#wake = options.wake;
  }

  /** An execution's earliest timer has changed. */
  set(id: ExecutionId, at: Instant | undefined): void {
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
    const due = await this.#store.due(end, BATCH);
    // A full batch may have left some out: the window ends with the last one read.
    this.#windowEnd = due.length < BATCH ? end : (due.at(-1)?.wakeAt ?? end);
    for (const { id, wakeAt } of due) this.set(id, wakeAt);
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
      this.#wake(first.owner.id);
    }
    this.#sleep();
  }
}
