import type { Clock } from '../../base/clock.ts';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { type Deduplication, Duplicates } from './duplicates.ts';
import type { StoredMessage } from './message.ts';
import type { Held, MessageIndex } from './message-index.ts';
import { type QueueSettings, settingsOf } from './queue-attributes.ts';
import { type QueueRecord, queueArn } from './queue-record.ts';
import { idOf, receiptHandle } from './receipt-handle.ts';
import { invalidParameter } from './refusals.ts';
import { StoredQueue, UNRECEIVED } from './stored-queue.ts';
import { WaitingRoom } from './waiting-room.ts';

export interface QueuePorts {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** What the queues around a queue do for it. */
interface Neighbours {
  /** The queue for what is received in vain too often; undefined when there is none. */
  deadLetters(arn: string): Promise<Queue | undefined>;
  /** This copy is ahead of the disk, or the disk of it: nobody may use it any more. */
  forget(queue: Queue): void;
}

/** A message as somebody sends it. */
export interface Outgoing
  extends Pick<StoredMessage, 'body' | 'attributes' | 'traceHeader' | 'sender' | 'group'> {
  readonly delayMs?: number;
  /** What makes it the same message as another one, in a FIFO queue. */
  readonly duplicateId?: string;
}

export interface Sent {
  readonly messageId: string;
  readonly sequence?: string;
}

export interface Received {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly message: StoredMessage;
  readonly receives: number;
  readonly firstReceivedAt: Instant;
}

export interface Wanted {
  readonly max: number;
  readonly visibilityMs: number;
  readonly waitMs: number;
}

/** One queue: what it has acknowledged is on disk, in what order it is received is kept in memory. */
export class Queue {
  readonly #ports: QueuePorts;
  readonly #neighbours: Neighbours;
  readonly #stored: StoredQueue;
  readonly #index: MessageIndex;
  readonly #duplicates: Duplicates;
  readonly #room: WaitingRoom;
  #record: QueueRecord;
  #settings: QueueSettings;
  #isClosed = false;

  private constructor(
    record: QueueRecord,
    { ports, neighbours }: { ports: QueuePorts; neighbours: Neighbours },
    parts: { stored: StoredQueue; index: MessageIndex; duplicates: Duplicates },
  ) {
    this.#record = record;
    this.#settings = settingsOf(record.attributes);
    this.#ports = ports;
    this.#neighbours = neighbours;
    this.#stored = parts.stored;
    this.#index = parts.index;
    this.#duplicates = parts.duplicates;
    this.#room = new WaitingRoom(ports.clock);
  }

  static async open(record: QueueRecord, ports: QueuePorts, neighbours: Neighbours): Promise<Queue> {
    const stored = new StoredQueue(ports.documents, record);
    const { isFifo } = settingsOf(record.attributes);
    const { index, duplicates, lastSequence } = await stored.load(isFifo, ports.clock.now());
    const known = new Duplicates(duplicates, lastSequence);
    return new Queue(record, { ports, neighbours }, { stored, index, duplicates: known });
  }

  get record(): QueueRecord {
    return this.#record;
  }

  get settings(): QueueSettings {
    return this.#settings;
  }

  /** Its record has been changed on disk. */
  change(record: QueueRecord): void {
    this.#record = record;
    this.#settings = settingsOf(record.attributes);
  }

  /** Acknowledges messages once all of them are on disk. */
  async send(messages: readonly Outgoing[]): Promise<Sent[]> {
    const now = this.#ports.clock.now();
    const arrivals: Arrival[] = [];
    const writes: DocumentWrite[] = [];
    const sent: Sent[] = [];
    const earlier: Promise<unknown>[] = [];
    const saved = Promise.withResolvers<void>();
    // Whoever sends the same again waits for it; when nobody does, its failure is this call's alone.
    saved.promise.catch(() => undefined);
    for (const message of messages) {
      const id = this.#ports.entropy.uuid();
      const known = this.#deduplicated({ message, id, now, saved: saved.promise });
      if (known?.earlier !== undefined) {
        earlier.push(known.earlier);
        sent.push({ messageId: known.messageId, sequence: known.sequence });
        continue;
      }
      const stored = this.#storedOf(message, now, known?.sequence);
      writes.push(this.#stored.messageWrite(id, stored));
      if (known !== undefined) writes.push(...known.writes(this.#stored));
      arrivals.push({ id, stored });
      sent.push({ messageId: id, ...(known === undefined ? {} : { sequence: known.sequence }) });
    }
    if (writes.length > 0)
      await this.#write(writes).then(saved.resolve, (error: unknown) => {
        saved.reject(error);
        throw error;
      });
    this.#arrive(arrivals);
    await Promise.all(earlier);
    return sent;
  }

  #deduplicated(part: {
    message: Outgoing;
    id: string;
    now: Instant;
    saved: Promise<void>;
  }): Deduplication | undefined {
    const { group, duplicateId } = part.message;
    if (!this.#settings.isFifo || duplicateId === undefined) return undefined;
    const scoped = this.#settings.isDeduplicatedByGroup ? `${group}/${duplicateId}` : duplicateId;
    return this.#duplicates.take(scoped, { messageId: part.id, now: part.now, saved: part.saved });
  }

  #storedOf(message: Outgoing, now: Instant, sequence: string | undefined): StoredMessage {
    const { delayMs = this.#settings.delayMs, duplicateId, ...rest } = message;
    return {
      ...rest,
      sentAt: now,
      visibleAt: now + delayMs,
      ...(duplicateId === undefined ? {} : { duplicateOf: duplicateId }),
      ...(sequence === undefined ? {} : { sequence }),
    };
  }

  #arrive(arrivals: readonly Arrival[]): void {
    const now = this.#ports.clock.now();
    for (const { id, stored } of arrivals) {
      const { sentAt, visibleAt, group } = stored;
      this.#index.add({ id, sentAt, group, ...UNRECEIVED, hiddenUntil: visibleAt }, now);
    }
    this.#room.wake(arrivals.length);
  }

  /** Waits up to `waitMs` for a first message; those it returns are hidden from others, and that is on disk. */
  async receive(wanted: Wanted, signal: AbortSignal): Promise<Received[]> {
    const { clock } = this.#ports;
    const deadline = clock.now() + wanted.waitMs;
    for (;;) {
      const { received, hasMore } = await this.#take(wanted);
      if (received.length > 0) return received;
      const now = clock.now();
      if (hasMore) continue;
      if (now >= deadline || signal.aborted || this.#isClosed) break;
      const next = Math.max(now + 1, this.#index.nextMoment() ?? deadline);
      await this.#room.wait(Math.min(deadline, next) - now, signal);
    }
    // It may have been woken for a message that it has not taken.
    if (signal.aborted) this.#room.wake(1);
    return [];
  }

  /** @returns hasMore when all it has found was given up, and more may be there. */
  async #take({ max, visibilityMs }: Wanted): Promise<{ received: Received[]; hasMore: boolean }> {
    const { redrive } = this.#settings;
    const target = redrive && (await this.#neighbours.deadLetters(redrive.targetArn));
    await this.#expire();
    const now = this.#ports.clock.now();
    const found = this.#index.receivable(max, now);
    const isDead = ({ receives }: Held) => target !== undefined && receives >= (redrive?.maxReceives ?? 0);
    const [dead, alive] = [found.filter(isDead), found.filter((held) => !isDead(held))];
    for (const held of dead) this.#index.remove(held, now);
    const taken = alive.map((held) => {
      held.receives += 1;
      held.firstReceivedAt ??= now;
      held.nonce = this.#ports.entropy.uuid();
      this.#index.hide(held, now + visibilityMs, now);
      const { id, nonce, receives, firstReceivedAt } = held;
      return { id, receives, firstReceivedAt, receiptHandle: receiptHandle(id, nonce) };
    });
    const writes = alive.map((held) => this.#stored.receiptWrite(held));
    await Promise.all([
      writes.length === 0 ? undefined : this.#write(writes),
      target === undefined || dead.length === 0 ? undefined : this.#giveUp(dead, target),
    ]);
    const read = await Promise.all(
      taken.map(async ({ id, ...rest }) => {
        const message = await this.#stored.message(id);
        return message === undefined ? [] : [{ messageId: id, message, ...rest }];
      }),
    );
    return { received: read.flat(), hasMore: dead.length > 0 };
  }

  /** Moves messages to the queue for dead letters; each is in one of the two, whatever happens. */
  async #giveUp(dead: readonly Held[], target: Queue): Promise<void> {
    const { scope, name } = this.#record;
    await Promise.all(
      dead.map(async (held) => {
        const message = await this.#stored.message(held.id);
        if (message === undefined) return;
        const { arrival, write } = target.#adoption(held.id, message, queueArn(scope, name));
        await this.#write([...this.#stored.removal(held), write]);
        target.#arrive([arrival]);
      }),
    );
  }

  #adoption(id: string, message: StoredMessage, source: string): { arrival: Arrival; write: DocumentWrite } {
    const now = this.#ports.clock.now();
    const { sequence, ...rest } = message;
    const fresh = this.#settings.isFifo ? { sequence: this.#duplicates.nextSequence(now) } : {};
    const stored = { ...rest, ...fresh, visibleAt: now, deadLetterSource: source };
    return { arrival: { id, stored }, write: this.#stored.messageWrite(id, stored) };
  }

  /** Drops what is older than the queue keeps messages. */
  async #expire(): Promise<void> {
    const now = this.#ports.clock.now();
    const writes: DocumentWrite[] = [];
    for (;;) {
      const oldest = this.#index.oldest();
      if (oldest === undefined || oldest.sentAt + this.#settings.retentionMs > now) break;
      this.#index.remove(oldest, now);
      writes.push(...this.#stored.removal(oldest));
    }
    if (writes.length > 0) await this.#write(writes);
  }

  /**
   * Deletes the message of a receipt. One that is gone, or was received again since, is left as it is, as AWS does.
   *
   * @throws ServiceRefusal for what is no receipt, or one of a FIFO queue that has expired.
   */
  async delete(receipt: string): Promise<void> {
    const { id, nonce } = idOf(receipt);
    const now = this.#ports.clock.now();
    const held = this.#index.get(id);
    if (held === undefined) return;
    if (held.nonce !== nonce || (this.#settings.isFifo && held.hiddenUntil <= now)) {
      if (!this.#settings.isFifo) return;
      throw invalidParameter('ReceiptHandle', receipt, 'The receipt handle has expired.');
    }
    this.#index.remove(held, now);
    this.#room.wake(1);
    await this.#write(this.#stored.removal(held));
  }

  /** @throws ServiceRefusal when the receipt's message is not in flight. */
  async changeVisibility(receipt: string, visibilityMs: number): Promise<void> {
    const { id, nonce } = idOf(receipt);
    const now = this.#ports.clock.now();
    const held = this.#index.get(id);
    if (held === undefined) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidParameter('ReceiptHandle', receipt, reason);
    }
    if (held.nonce !== nonce || held.hiddenUntil <= now) {
      throw new ServiceRefusal('MessageNotInflight', "The specified message isn't in flight.");
    }
    this.#index.hide(held, now + visibilityMs, now);
    await this.#write([this.#stored.receiptWrite(held)]);
    if (visibilityMs === 0) this.#room.wake(1);
  }

  async counts(): Promise<ReturnType<MessageIndex['counts']>> {
    await this.#expire();
    return this.#index.counts(this.#ports.clock.now());
  }

  /** Ends long polls; nothing is written any more. */
  close(): void {
    this.#isClosed = true;
    this.#room.wakeAll();
  }

  /** Removes its messages from the store, for ever. */
  async clear(): Promise<void> {
    await this.#stored.clear();
  }

  async #write(writes: readonly DocumentWrite[]): Promise<void> {
    if (this.#isClosed) throw new Unavailable('The queue has just been closed');
    try {
      const outcome = await this.#ports.documents.write(writes);
      if (outcome === 'conflict') throw new Unavailable('The queue has changed; try again');
    } catch (error) {
      this.close();
      this.#neighbours.forget(this);
      throw error;
    }
  }
}

interface Arrival {
  readonly id: string;
  readonly stored: StoredMessage;
}
