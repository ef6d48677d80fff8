import { element, type Xml } from '../../service/xml.ts';
import { listingOf } from '../listing.ts';
import {
  invalidArgument,
  isoTime,
  quoted,
  type S3Operation,
  type S3Request,
  xmlAnswer,
} from '../operation.ts';

const KEYS_MAX = 1000;

export const listObjectsV2: S3Operation = async (call) => {
  const token = call.parameter('continuation-token');
  const startAfter = call.parameter('start-after');
  const after = token === undefined ? (startAfter ?? '') : keyOf(token);
  const { next, count, entries, print, common } = pageOf(call, after);
  return xmlAnswer('ListBucketResult', [
    ...common,
    element('KeyCount', count),
    ...(token === undefined ? [] : [element('ContinuationToken', token)]),
    ...(startAfter === undefined ? [] : [element('StartAfter', print(startAfter))]),
    ...(next === undefined
      ? []
      : [element('NextContinuationToken', Buffer.from(next).toString('base64url'))]),
    ...entries(call.parameter('fetch-owner') === 'true'),
  ]);
};

export const listObjects: S3Operation = async (call) => {
  const marker = call.parameter('marker') ?? '';
  const { next, entries, print, common } = pageOf(call, marker);
  const hasNext = next !== undefined && call.parameter('delimiter');
  return xmlAnswer('ListBucketResult', [
    ...common,
    element('Marker', print(marker)),
    ...(hasNext ? [element('NextMarker', print(next))] : []),
    ...entries(true),
  ]);
};

function pageOf(call: S3Request, after: string) {
  const [prefix = '', delimiter = ''] = ['prefix', 'delimiter'].map((name) => call.parameter(name));
  const encoding = call.parameter('encoding-type');
  if (encoding !== undefined && encoding !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request');
  const limit = call.number('max-keys', KEYS_MAX) ?? KEYS_MAX;
  const { objects, name } = call.bucket;
  const { keys, prefixes, next } = listingOf(objects, { prefix, delimiter, after, limit });
  const print = encoding === 'url' ? urlEncoded : (text: string) => text;
  const common: Xml[] = [
    element('Name', name),
    element('Prefix', print(prefix)),
    ...(delimiter === '' ? [] : [element('Delimiter', print(delimiter))]),
    element('MaxKeys', limit),
    ...(encoding === undefined ? [] : [element('EncodingType', encoding)]),
    element('IsTruncated', next !== undefined),
  ];
  const entries = (hasOwner: boolean): Xml[] => [
    ...keys.map((key) => element('Contents', contentsOf(key, hasOwner))),
    ...prefixes.map((one) => element('CommonPrefixes', element('Prefix', print(one)))),
  ];
  return { next, count: keys.length + prefixes.length, entries, print, common };

  function contentsOf(key: string, hasOwner: boolean): Xml {
    const record = objects.get(key)?.record;
    if (record === undefined) return [];
    return [
      element('Key', print(key)),
      element('LastModified', isoTime(record.modifiedAt)),
      element('ETag', quoted(record.etag)),
      ...(record.checksum === undefined
        ? []
        : [element('ChecksumAlgorithm', record.checksum.algorithm.toUpperCase())]),
      element('Size', record.bytes),
      ...(hasOwner ? [element('Owner', element('ID', call.account))] : []),
      element('StorageClass', 'STANDARD'),
    ];
  }
}

function keyOf(token: string): string {
  if (!/^[\w-]+$/.test(token)) throw invalidArgument('The continuation token provided is incorrect');
  return Buffer.from(token, 'base64url').toString();
}

function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/%2F/g, '/')
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
