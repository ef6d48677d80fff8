import type { Fields, Shape } from './response.ts';

/** The answer of an action, where its shape is known here; a mocked answer of any other action is not checked. */
export function responseOf(service: string, action: string): Shape | undefined {
  const name = service.replace(/^aws-sdk:/, '');
  return RESPONSES.get(`${ALIASES.get(name) ?? name}:${action}`);
}

/** Names of services in SDK resources, where they differ from the optimized integration's. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['sfn', 'states'],
  ['eventbridge', 'events'],
]);

const TEXT: Shape = { kind: 'string' };
const NUMBER: Shape = { kind: 'number' };
const FLAG: Shape = { kind: 'boolean' };
const MAP: Shape = { kind: 'object' };

function texts(names: string): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, TEXT]));
}

function numbers(names: string, limits: { readonly min?: number; readonly max?: number } = {}): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, { kind: 'number', ...limits }]));
}

function oneOf(names: string): Shape {
  return { kind: 'string', values: names.split(' ') };
}

function object(fields: Fields, ...required: readonly string[]): Shape {
  return { kind: 'object', fields, required };
}

function list(of: Shape): Shape {
  return { kind: 'array', of };
}

const CAPACITY = numbers('CapacityUnits ReadCapacityUnits WriteCapacityUnits');
const WRITTEN: Shape = object({
  Attributes: MAP,
  ConsumedCapacity: object({ TableName: TEXT, ...CAPACITY, Table: object(CAPACITY) }),
  ItemCollectionMetrics: object({ ItemCollectionKey: MAP, SizeEstimateRangeGB: list(NUMBER) }),
});

const FUNCTION: Shape = object({
  ...texts('FunctionName FunctionArn Role Handler Description LastModified CodeSha256 Version'),
  ...texts('KMSKeyArn MasterArn RevisionId StateReason StateReasonCode LastUpdateStatusReason Runtime'),
  CodeSize: NUMBER,
  ...numbers('Timeout', { min: 1 }),
  ...numbers('MemorySize', { min: 128, max: 10_240 }),
  State: oneOf('Pending Active Inactive Failed Deactivating Deactivated ActiveNonInvocable Deleting'),
  LastUpdateStatus: oneOf('Successful Failed InProgress'),
  PackageType: oneOf('Zip Image'),
  Architectures: list(oneOf('x86_64 arm64')),
  Layers: list(object({ Arn: TEXT, CodeSize: NUMBER })),
  Environment: object({ Variables: MAP }),
  EphemeralStorage: object(numbers('Size', { min: 512, max: 10_240 })),
});

const STORED: Shape = object({
  ...texts('AcceptRanges CacheControl ContentDisposition ContentEncoding ContentLanguage ContentRange'),
  ...texts('ContentType ETag Expiration Expires LastModified Restore SSECustomerAlgorithm SSEKMSKeyId'),
  ...texts('VersionId WebsiteRedirectLocation'),
  ...numbers('ContentLength MissingMeta PartsCount TagCount'),
  DeleteMarker: FLAG,
  BucketKeyEnabled: FLAG,
  Metadata: MAP,
  StorageClass: oneOf(
    'STANDARD REDUCED_REDUNDANCY STANDARD_IA ONEZONE_IA INTELLIGENT_TIERING GLACIER DEEP_ARCHIVE OUTPOSTS ' +
      'GLACIER_IR SNOW EXPRESS_ONEZONE FSX_OPENZFS FSX_ONTAP',
  ),
  ServerSideEncryption: oneOf('AES256 aws:fsx aws:backup aws:kms aws:kms:dsse'),
  ObjectLockMode: oneOf('GOVERNANCE COMPLIANCE'),
  ObjectLockLegalHoldStatus: oneOf('ON OFF'),
  ReplicationStatus: oneOf('COMPLETE PENDING FAILED REPLICA COMPLETED'),
  RequestCharged: oneOf('requester'),
});

/** From the public models of the services: the answers of the actions that workflows call most. */
const RESPONSES: ReadonlyMap<string, Shape> = new Map([
  ['lambda:invoke', object({ StatusCode: NUMBER, ...texts('FunctionError LogResult ExecutedVersion') })],
  [
    'lambda:getFunction',
    object({
      Configuration: FUNCTION,
      Code: object(texts('RepositoryType Location ImageUri ResolvedImageUri SourceKMSKeyArn')),
      Tags: MAP,
      Concurrency: object(numbers('ReservedConcurrentExecutions', { min: 0 })),
    }),
  ],
  ['s3:getObject', STORED],
  ['dynamodb:getItem', object({ Item: MAP, ConsumedCapacity: object({ TableName: TEXT, ...CAPACITY }) })],
  ...['putItem', 'updateItem', 'deleteItem'].map((action) => [`dynamodb:${action}`, WRITTEN] as const),
  [
    'events:putEvents',
    object({ FailedEntryCount: NUMBER, Entries: list(object(texts('EventId ErrorCode ErrorMessage'))) }),
  ],
  [
    'sqs:sendMessage',
    object(
      texts('MD5OfMessageBody MD5OfMessageAttributes MD5OfMessageSystemAttributes MessageId SequenceNumber'),
    ),
  ],
  ['sns:publish', object(texts('MessageId SequenceNumber'))],
  [
    'states:startExecution',
    object({ ExecutionArn: { kind: 'string', min: 1 }, StartDate: TEXT }, 'ExecutionArn', 'StartDate'),
  ],
  [
    'kms:encrypt',
    object({
      CiphertextBlob: { kind: 'string', min: 1 },
      KeyId: { kind: 'string', min: 1 },
      EncryptionAlgorithm: oneOf('SYMMETRIC_DEFAULT RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256 SM2PKE'),
    }),
  ],
]);
