import type { BodyRefused } from '../../base/body-refused.ts';
import { setOwn } from '../../base/json.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { type Checksum, checksumAlgorithm, Digests } from './digests.ts';
import type { ObjectDescription, Piece } from './object-record.ts';
import { invalidArgument, type S3Request } from './operation.ts';

const GIB = 1024 ** 3;
/** Of one upload; what is larger comes in parts. */
const BYTES_MAX = 5 * GIB;
const METADATA_BYTES_MAX = 2048;
const CHECKSUM = 'x-amz-checksum-';

export interface Uploaded {
  readonly piece: Piece;
  readonly md5: Buffer;
  readonly checksum?: Checksum;
}

/**
 * Keeps the body of a request, once all that it says of itself has proved true.
 *
 * @throws ServiceRefusal BadDigest, EntityTooLarge, InvalidDigest
 */
export async function keepBody(call: S3Request): Promise<Uploaded> {
  const { http, buckets } = call;
  const wanted = call.header('content-md5');
  if (wanted !== undefined && !/^[A-Za-z0-9+/]{22}==$/.test(wanted))
    throw new ServiceRefusal('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  const length = Number(call.header('x-amz-decoded-content-length') ?? call.header('content-length') ?? 0);
  if (length > BYTES_MAX) throw tooLarge();
  const digests = new Digests(algorithmOf(call));
  const piece = await buckets.blobs.write(http.incoming ?? once(http.body), (chunk) => {
    digests.update(chunk);
    if (digests.bytes > BYTES_MAX) throw tooLarge();
  });
  const { md5, checksum } = digests.end();
  const promised =
    checksum &&
    (call.header(CHECKSUM + checksum.algorithm) ?? http.trailers?.get(CHECKSUM + checksum.algorithm));
  const isWrong =
    (wanted !== undefined && wanted !== md5.toString('base64')) ||
    (promised !== undefined && promised !== checksum?.value);
  if (!isWrong) return { piece, md5, ...(checksum === undefined ? {} : { checksum }) };
  buckets.blobs.remove([piece]);
  const which = wanted === undefined ? checksum?.algorithm.toUpperCase() : 'Content-MD5';
  throw new ServiceRefusal('BadDigest', `The ${which} you specified did not match the calculated checksum.`);
}

/** Which checksum comes with the body, or behind it. */
function algorithmOf(call: S3Request) {
  const names = [
    ...Object.keys(call.http.headers).filter((name) => name.startsWith(CHECKSUM)),
    ...(call.header('x-amz-trailer') ?? '').split(','),
    CHECKSUM + (call.header('x-amz-sdk-checksum-algorithm') ?? ''),
  ];
  for (const name of names) {
    const algorithm = checksumAlgorithm(name.trim().toLowerCase().replace(CHECKSUM, ''));
    if (algorithm !== undefined) return algorithm;
  }
  return undefined;
}

async function* once(body: Buffer): AsyncGenerator<Buffer> {
  if (body.length > 0) yield body;
}

const STORED = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];
const DEFAULT_TYPE = 'binary/octet-stream';

/** Whose presence asks for what is not here; with these values they ask for nothing. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  'x-amz-acl': ['private', 'bucket-owner-full-control'],
  'x-amz-grant-full-control': [],
  'x-amz-grant-read': [],
  'x-amz-grant-read-acp': [],
  'x-amz-grant-write-acp': [],
  'x-amz-object-lock-legal-hold': ['OFF'],
  'x-amz-object-lock-mode': [],
  'x-amz-object-lock-retain-until-date': [],
  'x-amz-server-side-encryption': ['AES256'],
  'x-amz-server-side-encryption-aws-kms-key-id': [],
  'x-amz-server-side-encryption-customer-algorithm': [],
  'x-amz-storage-class': ['STANDARD'],
  'x-amz-tagging': [''],
  'x-amz-website-redirect-location': [],
};

/** @throws ServiceRefusal NotImplemented, InvalidArgument, MetadataTooLarge */
export function descriptionOf(call: S3Request): ObjectDescription {
  for (const [name, harmless] of Object.entries(FOREIGN)) {
    const value = call.header(name);
    if (value === undefined || harmless.includes(value)) continue;
    const message = `A header you provided implies functionality that is not implemented: ${name}`;
    throw new ServiceRefusal('NotImplemented', message, 501);
  }
  const headers: Record<string, string> = { 'content-type': call.header('content-type') || DEFAULT_TYPE };
  for (const name of STORED) {
    // How it came is no property of the object.
    const value = call.header(name)?.replace(/(^|,)\s*aws-chunked\s*(,|$)/i, '');
    if (value) headers[name] = value;
  }
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const name of Object.keys(call.http.headers)) {
    if (!name.startsWith('x-amz-meta-')) continue;
    const value = call.header(name) ?? '';
    bytes += name.length - 11 + value.length;
    setOwn(metadata, name.slice(11), value);
  }
  for (const value of [...Object.values(headers), ...Object.values(metadata)]) checkHeaderValue(value);
  if (bytes <= METADATA_BYTES_MAX) return { headers, metadata };
  throw new ServiceRefusal(
    'MetadataTooLarge',
    'Your metadata headers exceed the maximum allowed metadata size',
  );
}

/** What is sent back as a header must be able to be one. @throws ServiceRefusal InvalidArgument */
export function checkHeaderValue(value: string): void {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw invalidArgument('A header value has characters that no header can have');
}

/** What the listener refuses while an operation reads. */
export function refusalOfBody(error: BodyRefused): ServiceRefusal {
  return new ServiceRefusal(error.code, error.message, error.status);
}

function tooLarge(): ServiceRefusal {
  return new ServiceRefusal('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
}
