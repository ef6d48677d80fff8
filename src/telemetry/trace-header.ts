import { hash } from 'node:crypto';
import type { Entropy } from '../base/entropy.ts';
import type { Instant } from '../base/time.ts';

/** An X-Ray trace header, taken apart. */
export interface TraceHeader {
  /** `1-6960d120-0123456789ab4cde8f012345`. */
  readonly root: string;
  /** The segment that has called: 16 hexadecimal digits. */
  readonly parent?: string;
  readonly isSampled: boolean;
}

export const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;
const SEGMENT_ID = /^[0-9a-f]{16}$/;

/** Undefined when it names no trace. What it does not say about sampling means yes, as nobody has decided. */
export function parseTraceHeader(text: string): TraceHeader | undefined {
  const fields = new Map(
    text.split(';').map((part) => {
      const equals = part.indexOf('=');
      return [part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()];
    }),
  );
  const root = fields.get('root') ?? '';
  const parent = fields.get('parent') ?? '';
  if (!TRACE_ID.test(root)) return undefined;
  return {
    root,
    ...(SEGMENT_ID.test(parent) ? { parent } : {}),
    isSampled: fields.get('sampled') !== '0',
  };
}

/** The header of a new trace. @param sampling From 0, never, to 1, always. */
export function newTraceHeader(now: Instant, entropy: Entropy, sampling: number): string {
  const seconds = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, '0');
  const digits = hash('sha256', entropy.uuid(), 'hex').slice(0, 24);
  const isSampled = sampling >= 1 || entropy.random() < sampling;
  return `Root=1-${seconds}-${digits};Sampled=${isSampled ? 1 : 0}`;
}

/** The header that what a segment calls is given. */
export function headerFrom({ root, isSampled }: TraceHeader, segment: string): string {
  return `Root=${root};Parent=${segment};Sampled=${isSampled ? 1 : 0}`;
}

/** The same for the same parts: what is sent now and what is told of it later agree, also after a restart. */
export function segmentId(...parts: readonly (string | number)[]): string {
  return hash('sha256', parts.join('\n'), 'hex').slice(0, 16);
}
