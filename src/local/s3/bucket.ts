import type { Scope } from '../../base/arn.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { ObjectIndex } from './object-index.ts';
import type { BucketRecord, ObjectRecord, PartRecord, UploadRecord } from './object-record.ts';

/** A document in memory, with the version that the store has of it. */
export interface Kept<Record> {
  readonly record: Record;
  readonly version: number;
}

export interface Upload extends Kept<UploadRecord> {
  readonly id: string;
  readonly parts: Map<number, Kept<PartRecord>>;
}

/** A bucket and all that is in it, by name. */
export interface Bucket {
  readonly account: string;
  readonly name: string;
  kept: Kept<BucketRecord>;
  readonly objects: ObjectIndex<Kept<ObjectRecord>>;
  readonly uploads: Map<string, Upload>;
  /** It is gone, or about to be: nothing is put there any more. */
  isGone: boolean;
  /** Changes under way. */
  changes: number;
}

export function newBucket(account: string, name: string, kept: Kept<BucketRecord>): Bucket {
  const objects = new ObjectIndex<Kept<ObjectRecord>>();
  return { account, name, kept, objects, uploads: new Map(), isGone: false, changes: 0 };
}

/** Where events of its objects happen. */
export function scopeOf({ account, kept }: Bucket): Scope {
  return { account, region: kept.record.region };
}

/** @throws ServiceRefusal InvalidBucketName, by the rules of general purpose buckets. */
export function checkBucketName(name: string): void {
  const isValid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!isValid) throw new ServiceRefusal('InvalidBucketName', 'The specified bucket is not valid.');
}

const KEY_BYTES_MAX = 1024;

/** @throws ServiceRefusal KeyTooLongError */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > KEY_BYTES_MAX)
    throw new ServiceRefusal('KeyTooLongError', 'Your key is too long');
}

export function noSuchBucket(): ServiceRefusal {
  return new ServiceRefusal('NoSuchBucket', 'The specified bucket does not exist', 404);
}

export function noSuchKey(): ServiceRefusal {
  return new ServiceRefusal('NoSuchKey', 'The specified key does not exist.', 404);
}

export function noSuchUpload(): ServiceRefusal {
  return new ServiceRefusal(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
  );
}
