/** What a request asks of S3, read from its first line and headers alone. */
export interface S3Call {
  /** AWS's name: `PutObject`; for what has no name here, the method and the parameter, `PUT ?x`. */
  readonly operation: string;
  readonly bucket?: string;
  readonly key?: string;
}

export interface S3RequestHead {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Which operation of S3 a request is, and of what; the bucket may stand in the path or before the host. */
export function s3CallOf(head: S3RequestHead): S3Call {
  const { bucket, key } = addressOf(head);
  if (bucket === undefined) return { operation: head.method === 'GET' ? 'ListBuckets' : head.method };
  if (key === undefined) return { operation: bucketOperation(head), bucket };
  return { operation: objectOperation(head), bucket, key };
}

/** Whether the body is an object's bytes: of any size, and for nobody else to read. */
export function isS3Upload(head: S3RequestHead): boolean {
  const { operation } = s3CallOf(head);
  return operation === 'PutObject' || operation === 'UploadPart';
}

/** The object that `x-amz-copy-source` names: `/bucket/key`, percent-encoded; undefined when it is none. */
export function s3CopySource(header: string): { readonly bucket: string; readonly key: string } | undefined {
  const [path = ''] = header.split('?');
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path) ?? '') ?? [];
  return bucket === undefined || key === undefined ? undefined : { bucket, key };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return undefined;
  }
}

function addressOf({ path, headers }: S3RequestHead): { bucket?: string; key?: string } {
  const hosted = bucketOfHost(headers.host);
  const rest = path.replace(/^\//, '');
  if (hosted !== undefined) return { bucket: hosted, ...(rest === '' ? {} : { key: rest }) };
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  const key = slash < 0 ? '' : rest.slice(slash + 1);
  return { ...(bucket === '' ? {} : { bucket }), ...(key === '' ? {} : { key }) };
}

/** `bucket.s3.localhost`, `bucket.s3.eu-west-1.localhost` or `bucket.localhost`, as SDKs write it unless told otherwise. */
function bucketOfHost(host: unknown): string | undefined {
  if (typeof host !== 'string') return undefined;
  const [, before] = /^(.+)\.localhost(?::\d+)?$/i.exec(host) ?? [];
  if (before === undefined || /^s3([.-][a-z0-9-]+)?$/i.test(before)) return undefined;
  return before.replace(/\.s3([.-][a-z0-9-]+)?$/i, '');
}

function bucketOperation(head: S3RequestHead): string {
  const { method, query } = head;
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'PostObject';
  const name = subresource(query, OF_BUCKETS);
  if (name !== undefined) return named(method, name);
  const stranger = strangerOf(head);
  if (stranger !== undefined) return `${method} ?${stranger}`;
  if (method === 'PUT') return 'CreateBucket';
  if (method === 'DELETE') return 'DeleteBucket';
  if (method !== 'GET') return method;
  return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
}

function objectOperation(head: S3RequestHead): string {
  const { method, query, headers } = head;
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  if (query.has('uploadId')) {
    if (method === 'GET') return 'ListParts';
    if (method === 'PUT') return isCopy ? 'UploadPartCopy' : 'UploadPart';
    if (method === 'POST') return 'CompleteMultipartUpload';
    if (method === 'DELETE') return 'AbortMultipartUpload';
  }
  if (method === 'HEAD') return 'HeadObject';
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  const name = subresource(query, OF_OBJECTS);
  if (name !== undefined) return named(method, name);
  const stranger = strangerOf(head);
  if (stranger !== undefined) return `${method} ?${stranger}`;
  if (method === 'PUT') return isCopy ? 'CopyObject' : 'PutObject';
  if (method === 'GET') return 'GetObject';
  return method === 'DELETE' ? 'DeleteObject' : method;
}

function subresource(query: URLSearchParams, names: Readonly<Record<string, string>>): string | undefined {
  for (const parameter of query.keys()) if (Object.hasOwn(names, parameter)) return names[parameter];
  return undefined;
}

/** A parameter that asks for something else than the object or bucket itself, and is nothing that is known here. */
function strangerOf({ method, query }: S3RequestHead): string | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  return [...query].find(([name, value]) => value === '' && !/^x-/i.test(name))?.[0];
}

const VERBS: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete', POST: 'Post' };

function named(method: string, name: string): string {
  if (method === 'GET' && (name === 'ListMultipartUploads' || name === 'ListObjectVersions')) return name;
  return `${VERBS[method] ?? method}${name}`;
}

const OF_BUCKETS: Readonly<Record<string, string>> = {
  abac: 'BucketAbac',
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'BucketAcl',
  analytics: 'BucketAnalyticsConfiguration',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  inventory: 'BucketInventoryConfiguration',
  lifecycle: 'BucketLifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  metadataConfiguration: 'BucketMetadataConfiguration',
  metadataTable: 'BucketMetadataTableConfiguration',
  metrics: 'BucketMetricsConfiguration',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  uploads: 'ListMultipartUploads',
  versioning: 'BucketVersioning',
  versions: 'ListObjectVersions',
  website: 'BucketWebsite',
};

const OF_OBJECTS: Readonly<Record<string, string>> = {
  acl: 'ObjectAcl',
  attributes: 'ObjectAttributes',
  'legal-hold': 'ObjectLegalHold',
  restore: 'ObjectRestore',
  retention: 'ObjectRetention',
  select: 'ObjectSelection',
  tagging: 'ObjectTagging',
  torrent: 'ObjectTorrent',
};
