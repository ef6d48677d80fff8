import type { ServiceResponse } from '../../../base/http-service.ts';
import { s3CopySource } from '../../../base/s3-call.ts';
import { xmlText } from '../../../base/xml-reader.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import { element } from '../../service/xml.ts';
import type { ByteRange } from '../blobs.ts';
import { type Bucket, checkKey, noSuchKey } from '../bucket.ts';
import { checkWriting, rangeOf, readingStatus } from '../conditions.ts';
import { Digests } from '../digests.ts';
import type { ObjectRecord } from '../object-record.ts';
import {
  emptyAnswer,
  invalidArgument,
  isoTime,
  malformedXml,
  quoted,
  type S3Operation,
  type S3Request,
  xmlAnswer,
} from '../operation.ts';
import { checkHeaderValue, descriptionOf, keepBody } from '../upload-body.ts';

const DELETED_MAX = 1000;
/** What S3 says of every object; here it is up to the disk. */
const ENCRYPTED = { 'x-amz-server-side-encryption': 'AES256' };

export const putObject: S3Operation = async (call) => {
  const { bucket, key, buckets } = call;
  const description = descriptionOf(call);
  checkWriting(bucket.objects.get(key)?.record, (name) => call.header(name));
  const { piece, md5, checksum } = await keepBody(call);
  const etag = md5.toString('hex');
  const record: ObjectRecord = {
    ...{ key, etag, ...description, bytes: piece.bytes, pieces: [piece], modifiedAt: buckets.clock.now() },
    ...(checksum === undefined ? {} : { checksum }),
  };
  await put(call, bucket, { record, reason: 'PutObject' });
  return emptyAnswer(200, { etag: quoted(etag), ...ENCRYPTED, ...checksumHeader(record) });
};

/** What is not put, or nobody knows to be, leaves no bytes behind. */
async function put(
  call: S3Request,
  bucket: Bucket,
  { record, reason }: { readonly record: ObjectRecord; readonly reason: string },
): Promise<void> {
  try {
    await call.buckets.changeObject(bucket, {
      ...{ key: record.key, reason, by: call.cause },
      next(current) {
        checkWriting(current, (name) => call.header(name));
        return record;
      },
    });
  } catch (error) {
    // After anything else the record may be on disk all the same: the next start knows.
    if (error instanceof ServiceRefusal) call.buckets.blobs.remove(record.pieces);
    throw error;
  }
}

export const getObject: S3Operation = async (call) => {
  const record = recordOf(call);
  const answer = describing(call, record);
  if (answer.status === 304) return answer;
  const { range, status, headers } = rangedOf(call, record);
  const outgoing = call.buckets.blobs.read(record.pieces, range);
  return { status, headers: { ...answer.headers, ...headers }, body: '', outgoing };
};

export const headObject: S3Operation = async (call) => {
  const record = recordOf(call);
  const answer = describing(call, record);
  if (answer.status === 304) return answer;
  const { range, status, headers } = rangedOf(call, record);
  const bytes = range === undefined ? record.bytes : range.last - range.first + 1;
  const outgoing = { bytes, chunks: NO_CHUNKS, close() {} };
  return { status, headers: { ...answer.headers, ...headers }, body: '', outgoing };
};

const NO_CHUNKS: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };

function recordOf(call: S3Request): ObjectRecord {
  const version = call.parameter('versionId') ?? 'null';
  if (version !== 'null') throw invalidArgument('Invalid version id specified');
  const record = call.bucket.objects.get(call.key)?.record;
  if (record === undefined) throw noSuchKey();
  return record;
}

function rangedOf(call: S3Request, record: ObjectRecord) {
  const number = call.number('partNumber', 10_001);
  const range = number === undefined ? rangeOf(call.header('range'), record.bytes) : partOf(record, number);
  const parts =
    number !== undefined && record.isMultipart
      ? { 'x-amz-mp-parts-count': String(record.pieces.length) }
      : {};
  if (range === undefined) return { range, status: 200, headers: parts };
  const contentRange = `bytes ${range.first}-${range.last}/${record.bytes}`;
  return { range, status: 206, headers: { 'content-range': contentRange, ...parts } };
}

/** An object that came as one is its own first part. */
function partOf({ pieces, bytes }: ObjectRecord, number: number): ByteRange | undefined {
  const piece = pieces[number - 1];
  if (piece === undefined)
    throw new ServiceRefusal('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416);
  const first = pieces.slice(0, number - 1).reduce((sum, one) => sum + one.bytes, 0);
  return bytes === 0 ? undefined : { first, last: first + piece.bytes - 1 };
}

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

function describing(call: S3Request, record: ObjectRecord): ServiceResponse {
  const status = readingStatus(record, (name) => call.header(name));
  const headers: Record<string, string> = {
    etag: quoted(record.etag),
    'last-modified': new Date(record.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    // An object may be a page: it must not act as one of ours.
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  };
  if (status === 304) return emptyAnswer(304, headers);
  Object.assign(headers, record.headers);
  for (const [name, value] of Object.entries(record.metadata)) headers[`x-amz-meta-${name}`] = value;
  for (const name of OVERRIDES) {
    const value = call.parameter(`response-${name}`);
    if (value === undefined) continue;
    checkHeaderValue(value);
    headers[name] = value;
  }
  const isWhole = call.header('range') === undefined && call.parameter('partNumber') === undefined;
  if (isWhole && call.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED')
    Object.assign(headers, checksumHeader(record));
  return emptyAnswer(200, headers);
}

export function checksumHeader({ checksum }: Pick<ObjectRecord, 'checksum'>): Record<string, string> {
  if (checksum === undefined) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

export const copyObject: S3Operation = async (call) => {
  const { bucket, key, buckets } = call;
  const source = sourceOf(call);
  const isReplaced = call.header('x-amz-metadata-directive') === 'REPLACE';
  const described = descriptionOf(call);
  if (source.record.key === key && source.bucket === bucket && !isReplaced) {
    throw new ServiceRefusal(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const { headers, metadata } = isReplaced ? described : source.record;
  const { piece, etag, checksum } = await copied(call, source.record, undefined);
  const modifiedAt = buckets.clock.now();
  const record: ObjectRecord = {
    ...{ key, etag, headers, metadata, bytes: piece.bytes, pieces: [piece], modifiedAt },
    ...(checksum === undefined ? {} : { checksum }),
  };
  await put(call, bucket, { record, reason: 'CopyObject' });
  return xmlAnswer('CopyObjectResult', [
    element('LastModified', isoTime(modifiedAt)),
    element('ETag', quoted(etag)),
  ]);
};

/** @throws ServiceRefusal NoSuchKey, PreconditionFailed */
export function sourceOf(call: S3Request): { bucket: Bucket; record: ObjectRecord } {
  const source = s3CopySource(call.header('x-amz-copy-source') ?? '');
  if (source === undefined)
    throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  checkKey(source.key);
  const bucket = call.buckets.bucket(call.account, source.bucket);
  const record = bucket.objects.get(source.key)?.record;
  if (record === undefined) throw noSuchKey();
  const status = readingStatus(record, (name) => call.header(`x-amz-copy-source-${name}`));
  if (status === 200) return { bucket, record };
  throw new ServiceRefusal(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
}

export async function copied(call: S3Request, record: ObjectRecord, range: ByteRange | undefined) {
  const { blobs } = call.buckets;
  const digests = new Digests(range === undefined ? record.checksum?.algorithm : undefined);
  const reading = blobs.read(record.pieces, range);
  try {
    const piece = await blobs.write(reading.chunks, (chunk) => digests.update(chunk));
    const { md5, checksum } = digests.end();
    return { piece, etag: md5.toString('hex'), checksum };
  } finally {
    reading.close();
  }
}

export const deleteObject: S3Operation = async (call) => {
  await remove(call, call.key);
  return emptyAnswer(204);
};

/** What is not there is as good as deleted. */
async function remove(call: S3Request, key: string): Promise<void> {
  const change = { key, reason: 'DeleteObject', by: call.cause, next: () => undefined };
  await call.buckets.changeObject(call.bucket, change);
}

export const deleteObjects: S3Operation = async (call) => {
  const root = call.xml();
  const objects = root?.children.filter(({ name }) => name === 'Object') ?? [];
  const keys = objects.map((object) => xmlText(object, 'Key'));
  if (root?.name !== 'Delete' || keys.length === 0 || keys.length > DELETED_MAX) throw malformedXml();
  const isQuiet = xmlText(root, 'Quiet') === 'true';
  const { bucket: _there } = call;
  const results = await Promise.all(
    keys.map(async (key) => {
      if (key === undefined || key === '') throw malformedXml();
      try {
        checkKey(key);
        await remove(call, key);
        return isQuiet ? [] : [element('Deleted', element('Key', key))];
      } catch (error) {
        if (!(error instanceof ServiceRefusal)) throw error;
        const { code, message } = error;
        return [element('Error', [element('Key', key), element('Code', code), element('Message', message)])];
      }
    }),
  );
  return xmlAnswer('DeleteResult', results.flat());
};
