import type { Clock } from '../../base/clock.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { DeliveryOutcome } from './courier.ts';
import {
  DELIVERY,
  type DeliveryRecord,
  MESSAGE,
  type MessageRecord,
  type SubscriptionRecord,
} from './records.ts';

export interface OutboxOptions {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly deliver: (
    message: MessageRecord,
    delivery: DeliveryRecord,
    signal: AbortSignal,
  ) => Promise<DeliveryOutcome>;
  /** Told of what is given up, without the message. */
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

interface Pending {
  readonly key: string;
  readonly message: Parcel;
  delivery: DeliveryRecord;
  version: number;
}

/** A message and what is still to be done with it. */
interface Parcel {
  readonly key: string;
  readonly record: MessageRecord;
  open: number;
}

const AT_ONCE = 20;
/** Tries in all: with the waits between them, most of a day. */
const TRIES_MAX = 100;
const WAIT_MS_MAX = 15 * 60_000;
const STORE_AWAY_MS = 1000;
const PAGE = 500;

/**
 * Messages on their way. What it has taken is on disk, and is delivered at least once to every endpoint: a delivery is
 * removed after its endpoint has answered, so that one which was under way when the process died is made again.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #due: Pending[] = [];
  /** Deliveries of one group of a FIFO topic to one endpoint: the first is under way, and the others wait for it. */
  readonly #lanes = new Map<string, Pending[]>();
  readonly #timers = new Set<() => void>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #abort = new AbortController();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Finds what a former process has left. */
  async open(): Promise<void> {
    const parcels = new Map<string, Parcel>();
    for await (const { key, text } of this.#all(MESSAGE)) {
      // The text is what `post` wrote.
      parcels.set(key, { key, record: JSON.parse(text) as MessageRecord, open: 0 });
    }
    for await (const { key, text, version } of this.#all(DELIVERY)) {
      const message = parcels.get(key.slice(0, key.indexOf('/')));
      if (message === undefined) continue;
      message.open += 1;
      // The text is what `post` or a failed try wrote.
      this.#admit({ key, message, delivery: JSON.parse(text) as DeliveryRecord, version });
    }
  }

  async *#all(kind: string) {
    for (let after = 0; ; ) {
      const page = await this.#options.documents.documents(kind, { prefix: '', after, limit: PAGE });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last.position;
    }
  }

  /**
   * Takes messages for some endpoints each; all are on disk when it resolves.
   *
   * @param also Written together with them.
   */
  async post(
    parcels: readonly {
      readonly message: MessageRecord;
      readonly subscriptions: readonly SubscriptionRecord[];
    }[],
    also: readonly DocumentWrite[] = [],
  ): Promise<'committed' | 'conflict'> {
    const now = this.#options.clock.now();
    const writes: DocumentWrite[] = [...also];
    const pending: Pending[] = [];
    for (const { message: record, subscriptions } of parcels) {
      if (subscriptions.length === 0) continue;
      const message = { key: record.messageId, record, open: subscriptions.length };
      writes.push({ kind: MESSAGE, key: message.key, text: JSON.stringify(record), expectedVersion: 0 });
      for (const subscription of subscriptions) {
        const delivery = { subscription, failures: 0, notBefore: now };
        const key = `${message.key}/${subscription.id}`;
        writes.push({ kind: DELIVERY, key, text: JSON.stringify(delivery), expectedVersion: 0 });
        pending.push({ key, message, delivery, version: 1 });
      }
    }
    if (writes.length === 0) return 'committed';
    const outcome = await this.#options.documents.write(writes);
    if (outcome === 'committed') for (const one of pending) this.#admit(one);
    return outcome;
  }

  #admit(pending: Pending): void {
    const name = laneOf(pending);
    const lane = name === undefined ? undefined : this.#lanes.get(name);
    lane?.push(pending);
    if (lane !== undefined) return;
    if (name !== undefined) this.#lanes.set(name, [pending]);
    this.#schedule(pending);
  }

  /** A delivery is done: the next of its lane is due. */
  #leave(pending: Pending): void {
    const name = laneOf(pending);
    if (name === undefined) return;
    const lane = this.#lanes.get(name);
    lane?.shift();
    const next = lane?.[0];
    if (next === undefined) this.#lanes.delete(name);
    else this.#schedule(next);
  }

  #schedule(pending: Pending): void {
    const wait = pending.delivery.notBefore - this.#options.clock.now();
    if (wait > 0) this.#later(wait, pending);
    else {
      this.#due.push(pending);
      this.#start();
    }
  }

  /** A clock waits a minute at most: whoever is not due then waits again. */
  #later(ms: number, pending: Pending): void {
    if (this.#abort.signal.aborted) return;
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(cancel);
      this.#schedule(pending);
    });
    this.#timers.add(cancel);
  }

  #start(): void {
    while (this.#underWay.size < AT_ONCE && !this.#abort.signal.aborted) {
      const pending = this.#due.shift();
      if (pending === undefined) return;
      const running = this.#deliver(pending)
        .catch(this.#options.onDefect)
        .finally(() => {
          this.#underWay.delete(running);
          this.#start();
        });
      this.#underWay.add(running);
    }
  }

  async #deliver(pending: Pending): Promise<void> {
    const { signal } = this.#abort;
    const outcome = await this.#options.deliver(pending.message.record, pending.delivery, signal);
    // Nobody knows what an interrupted one has done: it is made again after the next start.
    if (signal.aborted) return;
    try {
      await (outcome === 'failed' ? this.#tryAgain(pending) : this.#finish(pending));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      // The store is away: what has been delivered is delivered again.
      this.#later(STORE_AWAY_MS, pending);
    }
  }

  async #tryAgain(pending: Pending): Promise<void> {
    const failures = pending.delivery.failures + 1;
    if (failures >= TRIES_MAX) {
      const { id, protocol } = pending.delivery.subscription;
      this.#options.log(
        `sns: a message for a ${protocol} subscription (${id}) is given up after ${failures} tries`,
      );
      await this.#finish(pending);
      return;
    }
    const wait = Math.min(1000 * 2 ** (failures - 1), WAIT_MS_MAX);
    const notBefore = this.#options.clock.now() + wait;
    const delivery = { ...pending.delivery, failures, notBefore };
    const { key, version } = pending;
    const text = JSON.stringify(delivery);
    await this.#options.documents.write([{ kind: DELIVERY, key, text, expectedVersion: version }]);
    pending.version += 1;
    pending.delivery = delivery;
    this.#schedule(pending);
  }

  /** The last delivery of a message takes the message with it. */
  async #finish(pending: Pending): Promise<void> {
    const { key, message, version } = pending;
    message.open -= 1;
    const writes: DocumentWrite[] = [{ kind: DELIVERY, key, text: undefined, expectedVersion: version }];
    if (message.open === 0) {
      writes.push({ kind: MESSAGE, key: message.key, text: undefined, expectedVersion: 1 });
    }
    try {
      await this.#options.documents.write(writes);
    } catch (error) {
      message.open += 1;
      throw error;
    }
    this.#leave(pending);
  }

  /** Starts no delivery any more, and lets those under way end. */
  async close(): Promise<void> {
    this.#abort.abort();
    for (const cancel of this.#timers) cancel();
    await Promise.allSettled(this.#underWay);
  }
}

function laneOf({ message, delivery }: Pending): string | undefined {
  const { sequence, group } = message.record;
  return sequence === undefined ? undefined : `${delivery.subscription.id} ${group}`;
}
