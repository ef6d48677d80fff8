import type { Instant } from '../../base/time.ts';
import type { Texts } from '../service/tags.ts';
import type { Checksum } from './digests.ts';

/** A file of ours that holds an object, or a part of it. */
export interface Piece {
  readonly id: string;
  readonly bytes: number;
}

/** What the caller says of an object besides its bytes. */
export interface ObjectDescription {
  /** Of HTTP, by lower-case name: `content-type`. */
  readonly headers: Texts;
  /** The caller's own, without `x-amz-meta-`. */
  readonly metadata: Texts;
}

/** An object, as the store keeps it. */
export interface ObjectRecord extends ObjectDescription {
  readonly key: string;
  readonly bytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedAt: Instant;
  /** In the order of its bytes; one for each part that it was uploaded in. Empty for a file in a watched folder. */
  readonly pieces: readonly Piece[];
  /** Whether it was uploaded in parts, even one. */
  readonly isMultipart?: true;
  readonly checksum?: Checksum;
  /** Of a file in a watched folder: when it was last changed, by the disk's own clock. */
  readonly fileChangedMs?: number;
}

export interface BucketRecord {
  readonly region: string;
  readonly createdAt: Instant;
  /** Whether EventBridge is told of its objects. */
  readonly isToldToEventBridge: boolean;
}

/** An upload in parts that has begun and not ended. */
export interface UploadRecord extends ObjectDescription {
  readonly key: string;
  readonly startedAt: Instant;
}

export interface PartRecord {
  readonly piece: Piece;
  readonly etag: string;
  readonly modifiedAt: Instant;
  readonly checksum?: Checksum;
}
