import type { Instant } from '../../base/time.ts';
import { TimerHeap } from '../../base/timer-heap.ts';

/** What is known of a message without reading it. */
export interface Held {
  readonly id: string;
  readonly sentAt: Instant;
  /** Of a FIFO queue's message: its neighbours wait while it is in flight. */
  readonly group: string | undefined;
  /** It is delayed or in flight until then; changed by `hide` alone. */
  hiddenUntil: Instant;
  /** How often it was received; 0: whatever hides it is a delay. */
  receives: number;
  firstReceivedAt: Instant | undefined;
  /** Of its newest receipt. */
  nonce: string;
  /** Version of the document that keeps the four above; 0: there is none. */
  receiptVersion: number;
}

interface Group {
  /** In the order in which they were sent. */
  readonly members: Set<Held>;
  /** Received and still hidden. */
  readonly inFlight: Set<Held>;
}

/** The order of a queue's messages: which can be received now, and when others can. */
export class MessageIndex {
  readonly #isFifo: boolean;
  /** By id, oldest first. */
  readonly #all = new Map<string, Held>();
  /** Of a standard queue: in the order in which they came to be visible. */
  readonly #visible = new Set<Held>();
  readonly #hidden = new Set<Held>();
  readonly #timers = new TimerHeap<Held>((held) => (this.#hidden.has(held) ? held.hiddenUntil : undefined));
  readonly #groups = new Map<string, Group>();
  /** Groups whose first message can be received. */
  readonly #ready = new Set<Group>();

  constructor({ isFifo }: { readonly isFifo: boolean }) {
    this.#isFifo = isFifo;
  }

  get(id: string): Held | undefined {
    return this.#all.get(id);
  }

  oldest(): Held | undefined {
    return this.#all.values().next().value;
  }

  add(held: Held, now: Instant): void {
    this.#all.set(held.id, held);
    if (this.#isFifo) this.#groupOf(held).members.add(held);
    if (held.hiddenUntil > now) this.hide(held, held.hiddenUntil, now);
    else this.#show(held, now);
  }

  remove(held: Held, now: Instant): void {
    this.#all.delete(held.id);
    this.#visible.delete(held);
    this.#hidden.delete(held);
    if (!this.#isFifo) return;
    const group = this.#groupOf(held);
    group.members.delete(held);
    group.inFlight.delete(held);
    if (group.members.size === 0) this.#groups.delete(held.group ?? '');
    this.#settle(group, now);
  }

  /** Nobody receives it before `until`; a moment that is past shows it at once. */
  hide(held: Held, until: Instant, now: Instant): void {
    held.hiddenUntil = until;
    if (until <= now) {
      this.#show(held, now);
      return;
    }
    this.#visible.delete(held);
    this.#hidden.add(held);
    this.#timers.add(until, held);
    if (!this.#isFifo) return;
    const group = this.#groupOf(held);
    if (held.receives > 0) group.inFlight.add(held);
    this.#settle(group, now);
  }

  /** Up to `max` messages that can be received now, in their order. Whoever receives them hides them. */
  receivable(max: number, now: Instant): Held[] {
    this.#surface(now);
    const found: Held[] = [];
    for (const source of this.#isFifo ? this.#ready : [{ members: this.#visible }]) {
      for (const held of source.members) {
        if (found.length >= max) return found;
        // A delayed message holds up those behind it.
        if (held.hiddenUntil > now) break;
        found.push(held);
      }
    }
    return found;
  }

  /** When the next hidden message comes back. */
  nextMoment(): Instant | undefined {
    return this.#timers.first()?.at;
  }

  counts(now: Instant): { visible: number; inFlight: number; delayed: number } {
    this.#surface(now);
    const inFlight = [...this.#hidden].filter(({ receives }) => receives > 0).length;
    const delayed = this.#hidden.size - inFlight;
    return { visible: this.#all.size - this.#hidden.size, inFlight, delayed };
  }

  /** Messages whose time has come are visible again. */
  #surface(now: Instant): void {
    for (;;) {
      const first = this.#timers.first();
      if (first === undefined || first.at > now) return;
      this.#show(first.owner, now);
    }
  }

  #show(held: Held, now: Instant): void {
    this.#hidden.delete(held);
    if (!this.#isFifo) {
      this.#visible.add(held);
      return;
    }
    const group = this.#groupOf(held);
    group.inFlight.delete(held);
    this.#settle(group, now);
  }

  #groupOf({ group = '' }: Held): Group {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const made = { members: new Set<Held>(), inFlight: new Set<Held>() };
    this.#groups.set(group, made);
    return made;
  }

  #settle(group: Group, now: Instant): void {
    const first: Held | undefined = group.members.values().next().value;
    if (first !== undefined && group.inFlight.size === 0 && first.hiddenUntil <= now) this.#ready.add(group);
    else this.#ready.delete(group);
  }
}
