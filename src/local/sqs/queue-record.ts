import type { Scope } from '../../base/arn.ts';
import type { Instant } from '../../base/time.ts';
import type { QueueAttributes } from './queue-attributes.ts';

/** A queue as it is kept, without its messages. */
export interface QueueRecord {
  readonly name: string;
  /** Of this account and region. */
  readonly scope: Scope;
  /** Drawn anew when it is created or purged: messages of another one belong to nobody. */
  readonly incarnation: string;
  readonly attributes: QueueAttributes;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  readonly purgedAt?: Instant;
}

/** Kinds of documents, all under the queue's key. */
export const QUEUE = 'sqs-queue';
export const MESSAGE = 'sqs-message';
/** What receiving a message has changed: how often, until when it is hidden, its newest receipt. */
export const RECEIPT = 'sqs-receipt';
/** What a FIFO queue has taken in the last minutes, by deduplication id. */
export const DUPLICATE = 'sqs-duplicate';

export function queueKey({ account, region }: Scope, name: string): string {
  return `${account}/${region}/${name}`;
}

/** What the keys of a queue's own messages begin with. */
export function messagePrefix({ scope, name, incarnation }: QueueRecord): string {
  return `${queueKey(scope, name)}/${incarnation}/`;
}

export function queueArn({ account, region }: Scope, name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
