import type { ServiceRequest } from '../../base/http-service.ts';
import { s3CallOf, s3CopySource } from '../../base/s3-call.ts';
import { readXml, xmlText } from '../../base/xml-reader.ts';
import type { Requested } from './requested-action.ts';

/** Where an operation is allowed by an action of another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: 'PutObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  DeleteObjects: 'DeleteObject',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
  ListBuckets: 'ListAllMyBuckets',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListParts: 'ListMultipartUploadParts',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
};

/** What a request to S3 would do: to a bucket, to an object, or to each of many. */
export function requestedOfS3(request: ServiceRequest): readonly Requested[] {
  const { operation, bucket, key } = s3CallOf(request);
  const action = `s3:${(Object.hasOwn(ACTIONS, operation) ? ACTIONS[operation] : undefined) ?? operation}`;
  if (bucket === undefined) return [{ action, resource: '*' }];
  if (operation === 'DeleteObjects') {
    return keysIn(request.body).map((one) => ({ action, resource: arnOf(bucket, one) }));
  }
  const requested = [{ action, resource: arnOf(bucket, key) }];
  const header = request.headers['x-amz-copy-source'];
  const source = typeof header === 'string' ? s3CopySource(header) : undefined;
  if (source !== undefined)
    requested.push({ action: 's3:GetObject', resource: arnOf(source.bucket, source.key) });
  return requested;
}

/** As the operation will read them; a body that it refuses names none. */
function keysIn(body: Buffer): string[] {
  try {
    return readXml(body.toString()).children.flatMap((node) => xmlText(node, 'Key') ?? []);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}

function arnOf(bucket: string, key: string | undefined): string {
  return `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}
