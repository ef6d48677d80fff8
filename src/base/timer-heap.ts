import type { Instant } from './time.ts';

/**
 * Timers by due time, those of one moment in the order they were set. Setting is O(log n); a timer that was moved or cleared leaves a stale entry behind, which
 * is dropped when it surfaces: an owner's only valid moment is the one it answers for itself.
 */
export class TimerHeap<Owner> {
  readonly #moments: Instant[] = [];
  readonly #owners: Owner[] = [];
  /** Setting order, which decides between equal moments: a heap alone would depend on its stale entries. */
  readonly #turns: number[] = [];
  #lastTurn = 0;
  readonly #momentOf: (owner: Owner) => Instant | undefined;

  /** @param momentOf When this owner's timer is due now, or undefined when it has none. */
  constructor(momentOf: (owner: Owner) => Instant | undefined) {
    this.#momentOf = momentOf;
  }

  get size(): number {
    return this.#moments.length;
  }

  add(at: Instant, owner: Owner): void {
    let index = this.#moments.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= at) break;
      this.#move(parent, index);
      index = parent;
    }
    this.#moments[index] = at;
    this.#owners[index] = owner;
    this.#turns[index] = ++this.#lastTurn;
  }

  /** The earliest valid timer. */
  first(): { readonly at: Instant; readonly owner: Owner } | undefined {
    while (this.#moments.length > 0) {
      const at = this.#at(0);
      // Both arrays have the same length.
      const owner = this.#owners[0] as Owner;
      if (this.#momentOf(owner) === at) return { at, owner };
      this.#removeFirst();
    }
    return undefined;
  }

  #at(index: number): Instant {
    return this.#moments[index] ?? Number.POSITIVE_INFINITY;
  }

  #move(from: number, to: number): void {
    this.#moments[to] = this.#at(from);
    // The arrays have the same length.
    this.#owners[to] = this.#owners[from] as Owner;
    this.#turns[to] = this.#turns[from] ?? 0;
  }

  /** Whether the entry at `a` comes before the one at `b`; past the end nothing comes before. */
  #isBefore(a: number, b: number): boolean {
    const difference = this.#at(a) - this.#at(b);
    return difference < 0 || (difference === 0 && (this.#turns[a] ?? 0) < (this.#turns[b] ?? 0));
  }

  #removeFirst(): void {
    const last = this.#moments.length - 1;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = left + 1 < last && this.#isBefore(left + 1, left) ? left + 1 : left;
      if (child >= last || !this.#isBefore(child, last)) break;
      this.#move(child, index);
      index = child;
    }
    if (last > 0) this.#move(last, index);
    this.#moments.pop();
    this.#owners.pop();
    this.#turns.pop();
  }
}
