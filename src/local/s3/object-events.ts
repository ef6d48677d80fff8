import { busEventText } from '../../base/bus-event.ts';
import type { Instant } from '../../base/time.ts';
import { type Bucket, scopeOf } from './bucket.ts';

export interface Happened {
  readonly what: 'Object Created' | 'Object Deleted';
  readonly key: string;
  /** Of what was created. */
  readonly object?: { readonly bytes: number; readonly etag: string };
  /** The operation: `PutObject`. */
  readonly reason: string;
  readonly by: Cause;
  /** Ascends from event to event: with it a listener puts those of one key in order. */
  readonly sequencer: string;
  readonly at: Instant;
  /** Of the event. */
  readonly id: string;
}

/** Whose call it was. */
export interface Cause {
  readonly requestId: string;
  readonly account: string;
  readonly address: string | undefined;
}

/** What EventBridge is told, with AWS's members: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function objectEvent(
  bucket: Bucket,
  { what, key, object, reason, by, sequencer, at, id }: Happened,
): string {
  const detail = {
    version: '0',
    bucket: { name: bucket.name },
    object: {
      key,
      ...(object === undefined ? {} : { size: object.bytes, etag: object.etag }),
      sequencer,
    },
    'request-id': s3RequestId(by.requestId),
    requester: by.account,
    ...(by.address === undefined ? {} : { 'source-ip-address': by.address }),
    reason,
    ...(what === 'Object Deleted' ? { 'deletion-type': 'Permanently Deleted' } : {}),
  };
  return busEventText({
    ...{ id, source: 'aws.s3', detailType: what, scope: scopeOf(bucket), at },
    ...{ resources: [`arn:aws:s3:::${bucket.name}`], detail: JSON.stringify(detail) },
  });
}

/** S3 has ids of its own form. */
export function s3RequestId(uuid: string): string {
  return uuid.replaceAll('-', '').slice(0, 16).toUpperCase();
}
