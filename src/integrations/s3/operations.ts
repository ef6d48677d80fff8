import type { Json, JsonObject } from '../../base/json.ts';
import { type XmlNode, xmlChild, xmlText } from '../../base/xml-reader.ts';

/** How a call of the SDK is a request to S3. */
export interface SdkOperation {
  /** `PUT`, and what follows the path. */
  readonly method: string;
  readonly query?: string;
  readonly isOf: 'account' | 'bucket' | 'object';
  /** By parameter: the header, or `?` and the name in the query. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Members of the result by the header that they come from. */
  readonly results?: Readonly<Record<string, string>>;
  /** The rest of the result, from the body. */
  readonly read?: (body: XmlNode) => JsonObject;
}

const DESCRIBING = {
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  ContentType: 'content-type',
};

const CONDITIONS = {
  IfMatch: 'if-match',
  IfModifiedSince: 'if-modified-since',
  IfNoneMatch: 'if-none-match',
  IfUnmodifiedSince: 'if-unmodified-since',
};

const STORING = {
  ...DESCRIBING,
  ChecksumAlgorithm: 'x-amz-sdk-checksum-algorithm',
  ContentMD5: 'content-md5',
  IfMatch: 'if-match',
  IfNoneMatch: 'if-none-match',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  StorageClass: 'x-amz-storage-class',
};

const OBJECT_RESULTS = {
  AcceptRanges: 'accept-ranges',
  ...DESCRIBING,
  ContentLength: 'content-length',
  ContentRange: 'content-range',
  ETag: 'etag',
  LastModified: 'last-modified',
};

const READING = {
  method: 'GET',
  isOf: 'object',
  parameters: { ...CONDITIONS, Range: 'range', PartNumber: '?partNumber', VersionId: '?versionId' },
  results: OBJECT_RESULTS,
} as const;

const LISTING = {
  Delimiter: '?delimiter',
  EncodingType: '?encoding-type',
  MaxKeys: '?max-keys',
  Prefix: '?prefix',
};

/** The calls that tasks can make, by action. */
export const SDK_OPERATIONS: Readonly<Record<string, SdkOperation>> = {
  copyObject: {
    ...{ method: 'PUT', isOf: 'object' },
    parameters: {
      ...STORING,
      CopySource: 'x-amz-copy-source',
      MetadataDirective: 'x-amz-metadata-directive',
    },
    read: (body) => ({ CopyObjectResult: texts(body, ['ETag', 'LastModified']) }),
  },
  createBucket: { method: 'PUT', isOf: 'bucket', parameters: {}, results: { Location: 'location' } },
  deleteBucket: { method: 'DELETE', isOf: 'bucket', parameters: {} },
  deleteObject: { method: 'DELETE', isOf: 'object', parameters: {} },
  getBucketLocation: {
    ...{ method: 'GET', query: 'location', isOf: 'bucket', parameters: {} },
    read: (body) => (body.text.trim() === '' ? {} : { LocationConstraint: body.text.trim() }),
  },
  getObject: READING,
  headBucket: {
    method: 'HEAD',
    isOf: 'bucket',
    parameters: {},
    results: { BucketRegion: 'x-amz-bucket-region' },
  },
  headObject: { ...READING, method: 'HEAD' },
  listBuckets: {
    ...{ method: 'GET', isOf: 'account' },
    parameters: {
      BucketRegion: '?bucket-region',
      ContinuationToken: '?continuation-token',
      MaxBuckets: '?max-buckets',
      Prefix: '?prefix',
    },
    read: (body) => ({
      Buckets: (xmlChild(body, 'Buckets')?.children ?? []).map((one) => texts(one, ['CreationDate', 'Name'])),
      ...texts(body, ['ContinuationToken']),
      Owner: { Id: xmlText(xmlChild(body, 'Owner') ?? body, 'ID') ?? '' },
    }),
  },
  listObjectsV2: {
    ...{ method: 'GET', query: 'list-type=2', isOf: 'bucket' },
    parameters: {
      ...LISTING,
      ContinuationToken: '?continuation-token',
      FetchOwner: '?fetch-owner',
      StartAfter: '?start-after',
    },
    read: (body) => ({
      ...many(body, 'CommonPrefixes', ['Prefix']),
      ...many(body, 'Contents', ['ETag', 'Key', 'LastModified', 'Size', 'StorageClass']),
      ...texts(body, [
        'ContinuationToken',
        'Delimiter',
        'EncodingType',
        'IsTruncated',
        'KeyCount',
        'MaxKeys',
        'Name',
      ]),
      ...texts(body, ['NextContinuationToken', 'Prefix', 'StartAfter']),
    }),
  },
  putObject: {
    ...{ method: 'PUT', isOf: 'object', parameters: STORING },
    results: {
      ChecksumCRC32: 'x-amz-checksum-crc32',
      ChecksumType: 'x-amz-checksum-type',
      ETag: 'etag',
      ServerSideEncryption: 'x-amz-server-side-encryption',
    },
  },
};

function many(body: XmlNode, name: string, members: readonly string[]): JsonObject {
  const found = body.children.filter((one) => one.name === name).map((one) => texts(one, members));
  return found.length === 0 ? {} : { [name]: found };
}

const NUMBERS = new Set(['KeyCount', 'MaxKeys', 'Size']);

/** Members as the SDK has them, where they are there. */
function texts(node: XmlNode, names: readonly string[]): JsonObject {
  const found = names.map((name): [string, Json] | undefined => {
    const text = xmlText(node, name);
    if (text === undefined) return undefined;
    if (NUMBERS.has(name)) return [name, Number(text)];
    if (name === 'IsTruncated') return [name, text === 'true'];
    return [name, /Date$|^LastModified$/.test(name) ? text.replace('.000Z', 'Z') : text];
  });
  return Object.fromEntries(found.filter((one) => one !== undefined));
}
