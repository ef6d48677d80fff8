import { isObject, member } from '../../base/json.ts';
import { jsonOf } from '../service/fields.ts';
import type { ServiceRefusal } from '../service/refusal.ts';
import { invalidAttribute, unknownAttribute } from './refusals.ts';

/** As they were set, all as text; what is not in them has its default. */
export type QueueAttributes = Readonly<Record<string, string>>;

/** Attributes as the queue uses them. */
export interface QueueSettings {
  readonly isFifo: boolean;
  readonly hasContentDeduplication: boolean;
  readonly isDeduplicatedByGroup: boolean;
  readonly visibilityMs: number;
  readonly delayMs: number;
  readonly retentionMs: number;
  readonly waitMs: number;
  readonly messageBytesMax: number;
  readonly redrive: { readonly targetArn: string; readonly maxReceives: number } | undefined;
}

/** Largest message, in bytes, and largest batch. */
export const MESSAGE_BYTES_MAX = 262_144;

const NUMBERS: Readonly<Record<string, readonly [initial: number, min: number, max: number]>> = {
  VisibilityTimeout: [30, 0, 43_200],
  MaximumMessageSize: [MESSAGE_BYTES_MAX, 1024, MESSAGE_BYTES_MAX],
  MessageRetentionPeriod: [345_600, 60, 1_209_600],
  DelaySeconds: [0, 0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 0, 20],
};

const FLAGS: ReadonlySet<string> = new Set(['FifoQueue', 'ContentBasedDeduplication']);

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

/** Of FIFO queues alone. */
const FIFO_ONLY = new Set(['FifoQueue', 'ContentBasedDeduplication', ...Object.keys(CHOICES)]);

/**
 * Checks attributes that are to be set.
 *
 * @throws ServiceRefusal for an attribute that is unknown, has a value that it cannot have, or does what is not there
 *   (encryption keys of KMS).
 */
export function checkAttributes(
  attributes: readonly [string, string][],
  { isFifo }: { isFifo: boolean },
): void {
  for (const [name, value] of attributes) {
    if (FIFO_ONLY.has(name) && !isFifo) throw unknownAttribute(name);
    const refusal = problemOf(name, value);
    if (refusal !== undefined) throw refusal;
  }
}

function problemOf(name: string, value: string): ServiceRefusal | undefined {
  const range = Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
  if (range !== undefined) return isWithin(value, range) ? undefined : invalidAttribute(name);
  if (FLAGS.has(name))
    return isFlag(value) && !(name === 'FifoQueue' && value === 'false') ? undefined : invalidAttribute(name);
  const choices = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
  if (choices !== undefined) return choices.includes(value) ? undefined : invalidAttribute(name);
  switch (name) {
    case 'RedrivePolicy':
      return value === '' || redriveOf(value) !== undefined ? undefined : invalidAttribute(name);
    case 'Policy':
    case 'RedriveAllowPolicy':
      return value === '' || isObject(jsonOf(value)) ? undefined : invalidAttribute(name);
    // Nothing is encrypted here; who asks for no encryption gets it.
    case 'KmsMasterKeyId':
      return value === '' ? undefined : invalidAttribute(name);
    case 'SqsManagedSseEnabled':
      return value === 'false' ? undefined : invalidAttribute(name);
    default:
      return unknownAttribute(name);
  }
}

function isWithin(value: string, [, min, max]: readonly [number, number, number]): boolean {
  return /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;
}

function isFlag(value: string): boolean {
  return value === 'true' || value === 'false';
}

/** All attributes that have a value, whether they were set or not. */
export function withDefaults(attributes: QueueAttributes): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, [initial]] of Object.entries(NUMBERS)) all[name] = String(initial);
  const isFifo = attributes.FifoQueue === 'true';
  if (isFifo) {
    Object.assign(all, {
      ContentBasedDeduplication: 'false',
      DeduplicationScope: 'queue',
      FifoThroughputLimit: 'perQueue',
    });
  }
  all.SqsManagedSseEnabled = 'false';
  for (const [name, value] of Object.entries(attributes)) if (value !== '') all[name] = value;
  return all;
}

export function settingsOf(attributes: QueueAttributes): QueueSettings {
  const all = withDefaults(attributes);
  const seconds = (name: string) => Number(all[name]) * 1000;
  return {
    isFifo: all.FifoQueue === 'true',
    hasContentDeduplication: all.ContentBasedDeduplication === 'true',
    isDeduplicatedByGroup: all.DeduplicationScope === 'messageGroup',
    visibilityMs: seconds('VisibilityTimeout'),
    delayMs: seconds('DelaySeconds'),
    retentionMs: seconds('MessageRetentionPeriod'),
    waitMs: seconds('ReceiveMessageWaitTimeSeconds'),
    messageBytesMax: Number(all.MaximumMessageSize),
    redrive: all.RedrivePolicy === undefined ? undefined : redriveOf(all.RedrivePolicy),
  };
}

function redriveOf(text: string): QueueSettings['redrive'] {
  const policy = jsonOf(text);
  if (!isObject(policy)) return undefined;
  const targetArn = member(policy, 'deadLetterTargetArn');
  // SDKs of several languages write it as text.
  const maxReceives = Number(member(policy, 'maxReceiveCount'));
  if (typeof targetArn !== 'string' || !Number.isInteger(maxReceives)) return undefined;
  return maxReceives >= 1 && maxReceives <= 1000 ? { targetArn, maxReceives } : undefined;
}
