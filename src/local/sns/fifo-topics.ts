import { createHash } from 'node:crypto';
import type { Documents, DocumentWrite } from '../../base/documents.ts';
import type { Instant } from '../../base/time.ts';
import { Chains } from '../service/chains.ts';
import { type MessageRecord, type TopicRecord, topicKey } from './records.ts';

/** What a FIFO topic has taken, under the topic's key and the message's number. */
const TAKEN = 'sns-fifo-message';
/** How long the same deduplication id means the same message. */
const INTERVAL_MS = 5 * 60_000;
const TAKEN_MAX = 1_000_000;

interface Taken {
  /** What tells it from others. */
  readonly id: string;
  readonly messageId: string;
  readonly sequence: string;
  readonly at: Instant;
}

/** What one topic has taken, oldest first, and the number that it gave last. */
interface Order {
  readonly taken: Map<string, Taken>;
  last: string;
}

/** As the publisher hears of a message: of an earlier one when it is the same. */
type Receipt = Pick<Taken, 'messageId' | 'sequence'>;

/**
 * The order of FIFO topics, and what they have taken lately. Messages of one topic are taken one call after another, so
 * that a number is given only to what is on disk before the next.
 */
export class FifoTopics {
  readonly #documents: Documents;
  readonly #chains = new Chains();
  readonly #orders = new Map<string, Order>();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /**
   * Takes messages that were not taken before.
   *
   * @param post Puts them on disk, together with what is written here.
   */
  async take(
    topic: TopicRecord,
    { messages, now }: { readonly messages: readonly MessageRecord[]; readonly now: Instant },
    post: (messages: readonly MessageRecord[], also: readonly DocumentWrite[]) => Promise<void>,
  ): Promise<Receipt[]> {
    const key = topicKey(topic.scope, topic.name);
    return await this.#chains.run(key, async () => {
      const order = await this.#order(key);
      const old = oldOf(order, now);
      const added = new Map<string, Taken>();
      const fresh: MessageRecord[] = [];
      let { last } = order;
      const receipts = messages.map((message) => {
        const id = identityOf(message, topic);
        const known = order.taken.get(id);
        const earlier = known !== undefined && !isOld(known, now) ? known : added.get(id);
        if (earlier !== undefined) return earlier;
        last = nextSequence(last, now);
        const taken = { id, messageId: message.messageId, sequence: last, at: now };
        added.set(id, taken);
        fresh.push({ ...message, sequence: last });
        return taken;
      });
      const writes = [...added.values()].map((one) => creation(key, one));
      await post(fresh, [...old.map((one) => deletion(key, one)), ...writes]);
      // Only now: what is not on disk was not taken.
      for (const { id } of old) order.taken.delete(id);
      for (const [id, one] of added) order.taken.set(id, one);
      order.last = last;
      return receipts;
    });
  }

  /** A topic is gone, and another one of its name has taken nothing. */
  async forget({ scope, name }: TopicRecord): Promise<void> {
    const key = topicKey(scope, name);
    await this.#chains.run(key, async () => {
      const { taken } = await this.#order(key);
      await this.#documents.write([...taken.values()].map((one) => deletion(key, one)));
      this.#orders.delete(key);
    });
  }

  async #order(key: string): Promise<Order> {
    const known = this.#orders.get(key) ?? (await this.#load(key));
    this.#orders.set(key, known);
    return known;
  }

  async #load(key: string): Promise<Order> {
    const found = await this.#documents.documents(TAKEN, { prefix: `${key}/`, limit: TAKEN_MAX });
    // The text is that of a `creation`.
    const taken = found.map(({ text }) => JSON.parse(text) as Taken);
    return { taken: new Map(taken.map((one) => [one.id, one])), last: taken.at(-1)?.sequence ?? '' };
  }
}

function oldOf({ taken }: Order, now: Instant): Taken[] {
  const old: Taken[] = [];
  for (const one of taken.values()) {
    if (!isOld(one, now)) break;
    old.push(one);
  }
  return old;
}

function isOld({ at }: Taken, now: Instant): boolean {
  return at + INTERVAL_MS <= now;
}

function creation(key: string, taken: Taken): DocumentWrite {
  const text = JSON.stringify(taken);
  return { kind: TAKEN, key: `${key}/${taken.sequence}`, text, expectedVersion: 0 };
}

function deletion(key: string, { sequence }: Taken): DocumentWrite {
  return { kind: TAKEN, key: `${key}/${sequence}`, text: undefined, expectedVersion: 1 };
}

/** Of the topic, or of each group in it: as the topic says. */
function identityOf(
  { group = '', deduplicationId = '' }: MessageRecord,
  { attributes }: TopicRecord,
): string {
  return attributes.FifoThroughputScope === 'MessageGroup' ? `${group} ${deduplicationId}` : deduplicationId;
}

/** What tells messages apart when the publisher does not. */
export function contentId(message: string): string {
  return createHash('sha256').update(message).digest('hex');
}

/** 20 digits, always rising: by the time, so that a topic which has kept nothing goes on above its last one. */
function nextSequence(last: string, now: Instant): string {
  const byTime = SEQUENCE_BASE + BigInt(now) * SEQUENCE_STEP;
  const before = BigInt(last || 0);
  return String(byTime > before ? byTime : before + 1n).padStart(20, '0');
}

const SEQUENCE_BASE = 10_000_000_000_000_000_000n;
/** Numbers for each millisecond. */
const SEQUENCE_STEP = 1_000_000n;
