import { createHash } from 'node:crypto';
import type { Instant } from '../../base/time.ts';

/** A message as it is kept. */
export interface StoredMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  readonly traceHeader?: string;
  readonly sender: string;
  readonly sentAt: Instant;
  /** It cannot be received before. */
  readonly visibleAt: Instant;
  /** The rest is of FIFO queues. */
  readonly group?: string;
  readonly duplicateOf?: string;
  readonly sequence?: string;
  /** ARN of the queue that gave it up. */
  readonly deadLetterSource?: string;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, perhaps with a label: `Number.int`. */
  readonly type: string;
  /** Base64 of a Binary one. */
  readonly value: string;
}

export function isBinary({ type }: MessageAttribute): boolean {
  return type.split('.')[0] === 'Binary';
}

/** What counts for the limit on a message: body, and names, types and values of its attributes. */
export function bytesOf({ body, attributes = {} }: Pick<StoredMessage, 'body' | 'attributes'>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, one] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(one.type) + bytesOfValue(one).length;
  }
  return bytes;
}

export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** As the Developer Guide describes it ("Calculating the MD5 message digest for message attributes"). */
export function md5OfAttributes(attributes: MessageAttributes | undefined): string | undefined {
  const entries = Object.entries(attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, one] of entries) {
    add(Buffer.from(name));
    add(Buffer.from(one.type));
    hash.update(Buffer.of(isBinary(one) ? 2 : 1));
    add(bytesOfValue(one));
  }
  return hash.digest('hex');
}

function bytesOfValue(one: MessageAttribute): Buffer {
  return Buffer.from(one.value, isBinary(one) ? 'base64' : 'utf8');
}
