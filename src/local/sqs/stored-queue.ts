import type { Documents, DocumentWrite, StoredDocument } from '../../base/documents.ts';
import type { Instant } from '../../base/time.ts';
import type { StoredMessage } from './message.ts';
import { type Held, MessageIndex } from './message-index.ts';
import { DUPLICATE, MESSAGE, messagePrefix, type QueueRecord, queueKey, RECEIPT } from './queue-record.ts';

/** What receiving has changed in a message. */
interface StoredReceipt {
  readonly hiddenUntil: Instant;
  readonly receives: number;
  readonly firstReceivedAt?: Instant | undefined;
  readonly nonce: string;
}

/** A message that a FIFO queue has taken under a deduplication id. */
export interface StoredDuplicate {
  readonly messageId: string;
  readonly sequence: string;
  readonly at: Instant;
}

/** The documents of one queue: how messages, receipts and deduplication ids stand in the store. */
export class StoredQueue {
  readonly #documents: Documents;
  readonly #prefix: string;
  /** Of all incarnations. */
  readonly #root: string;

  constructor(documents: Documents, record: QueueRecord) {
    this.#documents = documents;
    this.#prefix = messagePrefix(record);
    this.#root = `${queueKey(record.scope, record.name)}/`;
  }

  /** All that the store has of the queue, oldest first. */
  async load(
    isFifo: boolean,
    now: Instant,
  ): Promise<{ index: MessageIndex; duplicates: Map<string, StoredDuplicate>; lastSequence: string }> {
    const receipts = new Map<string, StoredDocument>();
    await this.#each(RECEIPT, (document) => receipts.set(document.key, document));
    const messages: Held[] = [];
    const sequences = new Map<Held, string>();
    await this.#each(MESSAGE, (document) => {
      const message = parseMessage(document.text);
      const held = this.#held(document.key, message, receipts.get(document.key));
      messages.push(held);
      sequences.set(held, message.sequence ?? '');
    });
    const order = (held: Held) => sequences.get(held) ?? '';
    // Of equal length: numbers of 20 digits.
    if (isFifo) messages.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    const index = new MessageIndex({ isFifo });
    for (const held of messages) index.add(held, now);
    const duplicates = new Map<string, StoredDuplicate>();
    await this.#each(DUPLICATE, ({ key, text }) => {
      // The text is what `duplicateWrite` wrote.
      duplicates.set(key.slice(this.#prefix.length), JSON.parse(text) as StoredDuplicate);
    });
    const all = [...sequences.values(), ...[...duplicates.values()].map(({ sequence }) => sequence)];
    return { index, duplicates, lastSequence: all.reduce((last, one) => (one > last ? one : last), '') };
  }

  #held(key: string, message: StoredMessage, document: StoredDocument | undefined): Held {
    const common = { id: key.slice(this.#prefix.length), sentAt: message.sentAt, group: message.group };
    if (document === undefined) return { ...common, ...UNRECEIVED, hiddenUntil: message.visibleAt };
    // The text is what `receiptWrite` wrote.
    const { hiddenUntil, receives, firstReceivedAt, nonce } = JSON.parse(document.text) as StoredReceipt;
    return { ...common, hiddenUntil, receives, firstReceivedAt, nonce, receiptVersion: document.version };
  }

  /** Those of other incarnations are removed on the way. */
  async #each(kind: string, take: (document: StoredDocument) => void): Promise<void> {
    for await (const page of this.#pages(kind)) {
      const [own, others] = [page.filter((one) => this.#isOwn(one)), page.filter((one) => !this.#isOwn(one))];
      for (const document of own) take(document);
      await this.#remove(kind, others);
    }
  }

  /** Removes all there is under the queue's name. */
  async clear(): Promise<void> {
    for (const kind of [MESSAGE, RECEIPT, DUPLICATE]) {
      for await (const page of this.#pages(kind)) await this.#remove(kind, page);
    }
  }

  #isOwn({ key }: StoredDocument): boolean {
    return key.startsWith(this.#prefix);
  }

  async *#pages(kind: string): AsyncGenerator<readonly StoredDocument[]> {
    for (let after = 0; ; ) {
      const page = await this.#documents.documents(kind, { prefix: this.#root, after, limit: PAGE });
      yield page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last.position;
    }
  }

  async #remove(kind: string, documents: readonly StoredDocument[]): Promise<void> {
    if (documents.length === 0) return;
    // A conflict leaves them to the next time the queue is opened.
    await this.#documents.write(
      documents.map(({ key, version }) => ({ kind, key, text: undefined, expectedVersion: version })),
    );
  }

  async message(id: string): Promise<StoredMessage | undefined> {
    const document = await this.#documents.document(MESSAGE, this.#prefix + id);
    return document && parseMessage(document.text);
  }

  messageWrite(id: string, message: StoredMessage): DocumentWrite {
    return { kind: MESSAGE, key: this.#prefix + id, text: JSON.stringify(message), expectedVersion: 0 };
  }

  /** What the message is now: `held` is taken to be written. */
  receiptWrite(held: Held): DocumentWrite {
    const { hiddenUntil, receives, firstReceivedAt, nonce } = held;
    const receipt: StoredReceipt = { hiddenUntil, receives, firstReceivedAt, nonce };
    const expectedVersion = held.receiptVersion++;
    return { kind: RECEIPT, key: this.#prefix + held.id, text: JSON.stringify(receipt), expectedVersion };
  }

  removal({ id, receiptVersion }: Held): DocumentWrite[] {
    const key = this.#prefix + id;
    const message = { kind: MESSAGE, key, text: undefined, expectedVersion: 1 };
    if (receiptVersion === 0) return [message];
    return [message, { kind: RECEIPT, key, text: undefined, expectedVersion: receiptVersion }];
  }

  /** @param duplicate Undefined removes it. */
  duplicateWrite(id: string, duplicate: StoredDuplicate | undefined): DocumentWrite {
    const text = duplicate && JSON.stringify(duplicate);
    return { kind: DUPLICATE, key: this.#prefix + id, text, expectedVersion: duplicate ? 0 : 1 };
  }
}

/** How a message begins. */
export const UNRECEIVED = { receives: 0, firstReceivedAt: undefined, nonce: '', receiptVersion: 0 } as const;

const PAGE = 1000;

function parseMessage(text: string): StoredMessage {
  // The text is what `messageWrite` wrote.
  return JSON.parse(text) as StoredMessage;
}
