import type { Instant } from './time.ts';

/**
 * Timers by due time. Setting is O(log n); a timer that was moved or cleared leaves a stale entry behind, which
 * is dropped when it surfaces: an owner's only valid moment is the one it answers for itself.
 */
export class TimerHeap<Owner> {
  readonly #moments: Instant[] = [];
  readonly #owners: Owner[] = [];
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
    this.#moments.push(at);
    this.#owners.push(owner);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= at) break;
      this.#move(parent, index);
      index = parent;
    }
    this.#moments[index] = at;
    this.#owners[index] = owner;
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
    // Both arrays have the same length.
    this.#owners[to] = this.#owners[from] as Owner;
  }

  #removeFirst(): void {
    const at = this.#moments.pop();
    const owner = this.#owners.pop();
    const length = this.#moments.length;
    if (at === undefined || owner === undefined || length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= length) break;
      const child = this.#at(left + 1) < this.#at(left) ? left + 1 : left;
      if (this.#at(child) >= at) break;
      this.#move(child, index);
      index = child;
    }
    this.#moments[index] = at;
    this.#owners[index] = owner;
  }
}
