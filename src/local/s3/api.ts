import { BodyRefused } from '../../base/body-refused.ts';
import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { isS3Upload, s3CallOf } from '../../base/s3-call.ts';
import { notImplemented, refusalOf } from '../service/refusal.ts';
import type { Buckets } from './buckets.ts';
import { s3RequestId } from './object-events.ts';
import { type S3Operation, S3Request } from './operation.ts';
import * as bucketOperations from './operations/buckets.ts';
import { listObjects, listObjectsV2 } from './operations/listings.ts';
import * as multipart from './operations/multipart.ts';
import * as objects from './operations/objects.ts';
import { listenerRefusal, refused } from './refused.ts';
import { refusalOfBody } from './upload-body.ts';

const OPERATIONS: Readonly<Record<string, S3Operation>> = {
  AbortMultipartUpload: multipart.abortMultipartUpload,
  CompleteMultipartUpload: multipart.completeMultipartUpload,
  CopyObject: objects.copyObject,
  CreateBucket: bucketOperations.createBucket,
  CreateMultipartUpload: multipart.createMultipartUpload,
  DeleteBucket: bucketOperations.deleteBucket,
  DeleteObject: objects.deleteObject,
  DeleteObjects: objects.deleteObjects,
  GetBucketLocation: bucketOperations.getBucketLocation,
  GetBucketNotificationConfiguration: bucketOperations.getNotification,
  GetBucketTagging: bucketOperations.getBucketTagging,
  GetBucketVersioning: bucketOperations.getBucketVersioning,
  GetObject: objects.getObject,
  HeadBucket: bucketOperations.headBucket,
  HeadObject: objects.headObject,
  ListBuckets: bucketOperations.listBuckets,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListParts: multipart.listParts,
  PutBucketNotificationConfiguration: bucketOperations.putNotification,
  PutObject: objects.putObject,
  UploadPart: multipart.uploadPart,
  UploadPartCopy: multipart.uploadPartCopy,
};

/** S3's own API: REST with XML, and objects' bytes as bodies. */
export function createS3Api(buckets: Buckets, bodyBytesMax: number): HttpService {
  return {
    bodyBytesMax,
    streaming: { takes: isS3Upload, refused: async (refusal) => listenerRefusal(refusal) },
    async handle(request) {
      const answer = await answerOf(request, buckets);
      const id = s3RequestId(request.requestId);
      const ids = { 'x-amz-request-id': id, 'x-amz-id-2': Buffer.from(id).toString('base64') };
      return { ...answer, headers: { ...answer.headers, ...ids } };
    },
  };
}

async function answerOf(request: ServiceRequest, buckets: Buckets): Promise<ServiceResponse> {
  try {
    const { operation: name, ...names } = s3CallOf(request);
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    if (operation === undefined) throw notImplemented('S3', name);
    return await operation(new S3Request(request, buckets, names));
  } catch (error) {
    return refused(error instanceof BodyRefused ? refusalOfBody(error) : refusalOf(error), request);
  }
}
