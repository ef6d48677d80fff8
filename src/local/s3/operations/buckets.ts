import { xmlChild, xmlText } from '../../../base/xml-reader.ts';
import { ServiceRefusal } from '../../service/refusal.ts';
import { element } from '../../service/xml.ts';
import { checkBucketName } from '../bucket.ts';
import { emptyAnswer, isoTime, malformedXml, type S3Operation, xmlAnswer } from '../operation.ts';

/** The region that has no name of its own where S3 tells of locations. */
const DEFAULT_REGION = 'us-east-1';
const BUCKETS_MAX = 10_000;

export const createBucket: S3Operation = async (call) => {
  const { scope } = call.http;
  checkBucketName(call.bucketName);
  const root = call.xml();
  const wanted = root && xmlText(root, 'LocationConstraint');
  const given = wanted === 'EU' ? 'eu-west-1' : wanted || undefined;
  const isFitting = scope.region === DEFAULT_REGION || given === scope.region;
  if (!isFitting || (given !== undefined && !/^[a-z0-9-]{1,32}$/.test(given))) {
    throw new ServiceRefusal(
      'IllegalLocationConstraintException',
      `The ${given ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  const record = {
    region: given ?? scope.region,
    createdAt: call.buckets.clock.now(),
    isToldToEventBridge: false,
  };
  const isNew = await call.buckets.create(scope.account, call.bucketName, record);
  // There, and only there, it is no mistake to create one's own bucket again.
  if (isNew || scope.region === DEFAULT_REGION) return emptyAnswer(200, { location: `/${call.bucketName}` });
  throw new ServiceRefusal(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    409,
  );
};

export const deleteBucket: S3Operation = async (call) => {
  await call.buckets.remove(call.bucket);
  return emptyAnswer(204);
};

export const headBucket: S3Operation = async ({ bucket }) =>
  emptyAnswer(200, { 'x-amz-bucket-region': bucket.kept.record.region, 'x-amz-access-point-alias': 'false' });

export const getBucketLocation: S3Operation = async ({ bucket }) => {
  const { region } = bucket.kept.record;
  return xmlAnswer('LocationConstraint', region === DEFAULT_REGION ? '' : region);
};

export const listBuckets: S3Operation = async (call) => {
  const prefix = call.parameter('prefix') ?? '';
  const region = call.parameter('bucket-region');
  const after = call.parameter('continuation-token') ?? '';
  const limit = Math.max(call.number('max-buckets', BUCKETS_MAX) ?? BUCKETS_MAX, 1);
  const found = call.buckets
    .ofAccount(call.account)
    .filter(
      ({ name, kept }) =>
        name.startsWith(prefix) && name > after && (region ?? kept.record.region) === kept.record.region,
    );
  const page = found.slice(0, limit);
  const buckets = page.map(({ name, kept: { record } }) =>
    element('Bucket', [
      element('Name', name),
      element('CreationDate', isoTime(record.createdAt)),
      element('BucketRegion', record.region),
    ]),
  );
  return xmlAnswer('ListAllMyBucketsResult', [
    element('Owner', element('ID', call.account)),
    element('Buckets', buckets),
    ...(found.length > page.length ? [element('ContinuationToken', page.at(-1)?.name)] : []),
  ]);
};

export const putNotification: S3Operation = async (call) => {
  const root = call.xml();
  if (root === undefined || root.name !== 'NotificationConfiguration') throw malformedXml();
  const other = root.children.find(({ name }) => name !== 'EventBridgeConfiguration');
  if (other !== undefined) {
    const message = `The local S3 tells of objects by EventBridge only, and does not have ${other.name.slice(0, 100)}.`;
    throw new ServiceRefusal('NotImplemented', message, 501);
  }
  const isToldToEventBridge = xmlChild(root, 'EventBridgeConfiguration') !== undefined;
  await call.buckets.change(call.bucket, (record) => ({ ...record, isToldToEventBridge }));
  return emptyAnswer();
};

export const getNotification: S3Operation = async ({ bucket }) =>
  xmlAnswer(
    'NotificationConfiguration',
    bucket.kept.record.isToldToEventBridge ? [element('EventBridgeConfiguration', '')] : [],
  );

export const getBucketTagging: S3Operation = async ({ bucket: _there }) => {
  throw new ServiceRefusal('NoSuchTagSet', 'The TagSet does not exist', 404);
};

export const getBucketVersioning: S3Operation = async ({ bucket: _there }) =>
  xmlAnswer('VersioningConfiguration', []);
