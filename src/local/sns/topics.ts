import type { Scope } from '../../base/arn.ts';
import type { Documents, DocumentWrite, StoredDocument } from '../../base/documents.ts';
import { Unavailable } from '../../base/unavailable.ts';
import {
  parseSnsArn,
  SUBSCRIPTION,
  type SubscriptionRecord,
  subscriptionKey,
  TOPIC,
  type TopicRecord,
  topicKey,
} from './records.ts';
import { invalidParameter, subscriptionNotFound, topicNotFound } from './refusals.ts';

export interface Stored<Record> {
  readonly record: Record;
  readonly version: number;
}

interface Page<Record> {
  readonly records: readonly Record[];
  /** Where the next page begins. */
  readonly next: string | undefined;
}

/** As SNS's lists have. */
const PAGE = 100;
const SUBSCRIPTIONS_MAX = 100_000;

/** Topics and their subscriptions, as they are on disk. */
export class Topics {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** @throws ServiceRefusal when the ARN is none of a topic, or of one that is not the caller's or not there. */
  async topic(arn: string | undefined, scope: Scope): Promise<Stored<TopicRecord>> {
    const parts = parseSnsArn(arn ?? '');
    if (parts === undefined || parts.id !== undefined) throw invalidParameter('TopicArn');
    const found = isOf(parts.scope, scope) ? await this.find(scope, parts.topic) : undefined;
    if (found === undefined) throw topicNotFound();
    return found;
  }

  async find(scope: Scope, name: string): Promise<Stored<TopicRecord> | undefined> {
    const document = await this.#documents.document(TOPIC, topicKey(scope, name));
    return document && topicOf(document);
  }

  /** @returns false when there is one of that name. */
  async create(record: TopicRecord): Promise<boolean> {
    const key = topicKey(record.scope, record.name);
    const write = { kind: TOPIC, key, text: JSON.stringify(record), expectedVersion: 0 };
    return (await this.#documents.write([write])) === 'committed';
  }

  async change({ record, version }: Stored<TopicRecord>, change: Partial<TopicRecord>): Promise<void> {
    const key = topicKey(record.scope, record.name);
    const text = JSON.stringify({ ...record, ...change });
    await this.#write([{ kind: TOPIC, key, text, expectedVersion: version }]);
  }

  /** With its subscriptions, all at once. */
  async delete({ record, version }: Stored<TopicRecord>): Promise<void> {
    const key = topicKey(record.scope, record.name);
    const subscriptions = await this.#under(`${key}/`);
    await this.#write([
      { kind: TOPIC, key, text: undefined, expectedVersion: version },
      ...subscriptions.map((one) => ({
        kind: SUBSCRIPTION,
        key: one.key,
        text: undefined,
        expectedVersion: one.version,
      })),
    ]);
  }

  async list(scope: Scope, token: string | undefined): Promise<Page<TopicRecord>> {
    return await this.#page(
      { kind: TOPIC, prefix: topicKey(scope, ''), token },
      (one) => topicOf(one).record,
    );
  }

  /** @throws ServiceRefusal when there is none. */
  async subscription(arn: string | undefined, scope: Scope): Promise<Stored<SubscriptionRecord>> {
    const parts = parseSnsArn(arn ?? '');
    if (parts?.id === undefined)
      throw invalidParameter('SubscriptionArn Reason: An ARN must have at least 6 elements');
    const found = isOf(parts.scope, scope)
      ? await this.findSubscription({ ...parts, id: parts.id })
      : undefined;
    if (found === undefined) throw subscriptionNotFound();
    return found;
  }

  async findSubscription(
    parts: Pick<SubscriptionRecord, 'scope' | 'topic' | 'id'>,
  ): Promise<Stored<SubscriptionRecord> | undefined> {
    const document = await this.#documents.document(SUBSCRIPTION, subscriptionKey(parts));
    return document && subscriptionOf(document);
  }

  /** All of a topic. */
  async subscriptionsOf({ scope, name }: TopicRecord): Promise<Stored<SubscriptionRecord>[]> {
    return (await this.#under(`${topicKey(scope, name)}/`)).map(subscriptionOf);
  }

  /** @param topic Undefined: of all topics. */
  async listSubscriptions(
    scope: Scope,
    { topic, token }: { readonly topic: string | undefined; readonly token: string | undefined },
  ): Promise<Page<SubscriptionRecord>> {
    const prefix = topic === undefined ? topicKey(scope, '') : `${topicKey(scope, topic)}/`;
    return await this.#page({ kind: SUBSCRIPTION, prefix, token }, (one) => subscriptionOf(one).record);
  }

  /** How a subscription is written. @param version 0: it is new. */
  subscriptionWrite(record: SubscriptionRecord, version: number): DocumentWrite {
    const key = subscriptionKey(record);
    return { kind: SUBSCRIPTION, key, text: JSON.stringify(record), expectedVersion: version };
  }

  async changeSubscription(
    { record, version }: Stored<SubscriptionRecord>,
    change: Partial<SubscriptionRecord>,
  ): Promise<void> {
    await this.#write([this.subscriptionWrite({ ...record, ...change }, version)]);
  }

  async unsubscribe({ record, version }: Stored<SubscriptionRecord>): Promise<void> {
    const key = subscriptionKey(record);
    await this.#write([{ kind: SUBSCRIPTION, key, text: undefined, expectedVersion: version }]);
  }

  async #under(prefix: string): Promise<StoredDocument[]> {
    return await this.#documents.documents(SUBSCRIPTION, { prefix, limit: SUBSCRIPTIONS_MAX });
  }

  async #page<Record>(
    {
      kind,
      prefix,
      token,
    }: { readonly kind: string; readonly prefix: string; readonly token: string | undefined },
    read: (document: StoredDocument) => Record,
  ): Promise<Page<Record>> {
    if (token !== undefined && !/^\d{1,15}$/.test(token)) throw invalidParameter('NextToken');
    const query = { prefix, after: Number(token ?? 0), limit: PAGE + 1 };
    const found = await this.#documents.documents(kind, query);
    const page = found.slice(0, PAGE);
    const next = found.length > PAGE ? page.at(-1)?.position : undefined;
    return { records: page.map(read), next: next === undefined ? undefined : String(next) };
  }

  async #write(writes: readonly DocumentWrite[]): Promise<void> {
    if ((await this.#documents.write(writes)) === 'committed') return;
    throw new Unavailable('It is being changed by another call; try again');
  }
}

function topicOf({ text, version }: StoredDocument): Stored<TopicRecord> {
  // The text is what `create` or `change` wrote.
  return { record: JSON.parse(text) as TopicRecord, version };
}

function subscriptionOf({ text, version }: StoredDocument): Stored<SubscriptionRecord> {
  // The text is that of a `subscriptionWrite`.
  return { record: JSON.parse(text) as SubscriptionRecord, version };
}

function isOf(owner: Scope, { account, region }: Scope): boolean {
  return owner.account === account && owner.region === region;
}
