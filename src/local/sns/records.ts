import type { Scope } from '../../base/arn.ts';
import type { Instant } from '../../base/time.ts';
import type { Texts } from '../service/tags.ts';

export interface TopicRecord {
  readonly scope: Scope;
  readonly name: string;
  /** Those that were set. */
  readonly attributes: Texts;
  readonly tags: Texts;
}

export interface SubscriptionRecord {
  /** Whose topic it is, and where. */
  readonly scope: Scope;
  readonly topic: string;
  /** UUID. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly attributes: Texts;
  /** What confirms it; the endpoint alone was told. */
  readonly token: string;
  readonly isConfirmed: boolean;
  /** Unsubscribing needs a signature. */
  readonly isAuthenticated?: boolean;
}

export const PROTOCOLS = ['email', 'email-json', 'http', 'https', 'sqs', 'lambda', 'sms'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Something published, or a question for confirmation, until all its deliveries are done. */
export interface MessageRecord {
  readonly type: 'Notification' | 'SubscriptionConfirmation';
  readonly messageId: string;
  readonly scope: Scope;
  readonly topicArn: string;
  /** What most endpoints get. */
  readonly message: string;
  /** What endpoints of a protocol get instead. */
  readonly messages?: Texts;
  readonly subject?: string;
  readonly attributes?: MessageAttributes;
  readonly publishedAt: Instant;
  /** Messages of one group are delivered one after another by a FIFO topic. */
  readonly group?: string;
  /** Of a FIFO topic's message. */
  readonly deduplicationId?: string;
  readonly sequence?: string;
  /** Shown as the sender of mails. */
  readonly displayName?: string;
  /** That of the topic when it was published to; 1 unless it says so. */
  readonly signatureVersion?: '2';
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export interface MessageAttribute {
  /** `String`, `Number`, `Binary` or `String.Array`, perhaps with a label. */
  readonly type: string;
  /** Base64 of a Binary one. */
  readonly value: string;
}

/** One message for one endpoint. */
export interface DeliveryRecord {
  readonly subscription: SubscriptionRecord;
  /** Tries that have failed. */
  readonly failures: number;
  readonly notBefore: Instant;
}

/** Kinds of documents. */
export const TOPIC = 'sns-topic';
export const SUBSCRIPTION = 'sns-subscription';
export const MESSAGE = 'sns-message';
/** Under the key of their message. */
export const DELIVERY = 'sns-delivery';

export function isFifo({ attributes }: Pick<TopicRecord, 'attributes'>): boolean {
  return attributes.FifoTopic === 'true';
}

export function topicKey({ account, region }: Scope, name: string): string {
  return `${account}/${region}/${name}`;
}

export function topicArn({ account, region }: Scope, name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}

export function subscriptionKey({
  scope,
  topic,
  id,
}: Pick<SubscriptionRecord, 'scope' | 'topic' | 'id'>): string {
  return `${topicKey(scope, topic)}/${id}`;
}

export function subscriptionArn({
  scope,
  topic,
  id,
}: Pick<SubscriptionRecord, 'scope' | 'topic' | 'id'>): string {
  return `${topicArn(scope, topic)}:${id}`;
}

const ARN = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):(\d{12}):([\w-]{1,256}(?:\.fifo)?)(?::([0-9a-f-]{36}))?$/;

/** Takes a topic's or a subscription's ARN apart; undefined when it is neither. */
export function parseSnsArn(
  arn: string,
): { scope: Scope; topic: string; id: string | undefined } | undefined {
  const [, region, account, topic, id] = ARN.exec(arn) ?? [];
  if (region === undefined || account === undefined || topic === undefined) return undefined;
  return { scope: { region, account }, topic, id };
}
