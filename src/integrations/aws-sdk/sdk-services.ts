import type { SdkService } from './sdk-integration.ts';

/** A service that tasks can call, here or at an endpoint; what its API is loads with its first call. */
interface SdkEntry {
  /** In the scope of signatures. */
  readonly signingName: string;
  /** Behind `AWS_ENDPOINT_URL_`, as AWS's SDKs have it. */
  readonly variable: string;
  readonly load: () => Promise<SdkService>;
}

/** By the name in a Task's resource, behind `aws-sdk:`. */
export const SDK_SERVICES: Readonly<Record<string, SdkEntry>> = {
  apigateway: {
    ...{ signingName: 'apigateway', variable: 'API_GATEWAY' },
    load: async () => ({ sdk: 'ApiGateway', facts: (await import('./services/apigateway.ts')).APIGATEWAY }),
  },
  cloudwatchlogs: {
    ...{ signingName: 'logs', variable: 'CLOUDWATCH_LOGS' },
    load: async () => ({
      sdk: 'CloudWatchLogs',
      facts: (await import('./services/cloudwatchlogs.ts')).CLOUDWATCHLOGS,
    }),
  },
  dynamodb: {
    ...{ signingName: 'dynamodb', variable: 'DYNAMODB' },
    load: async () => ({ sdk: 'DynamoDb', facts: (await import('./services/dynamodb.ts')).DYNAMODB }),
  },
  eventbridge: {
    ...{ signingName: 'events', variable: 'EVENTBRIDGE' },
    load: async () => ({
      sdk: 'EventBridge',
      facts: (await import('./services/eventbridge.ts')).EVENTBRIDGE,
    }),
  },
  iam: {
    ...{ signingName: 'iam', variable: 'IAM' },
    load: async () => ({ sdk: 'Iam', facts: (await import('./services/iam.ts')).IAM }),
  },
  kinesis: {
    ...{ signingName: 'kinesis', variable: 'KINESIS' },
    load: async () => ({ sdk: 'Kinesis', facts: (await import('./services/kinesis.ts')).KINESIS }),
  },
  lambda: {
    ...{ signingName: 'lambda', variable: 'LAMBDA' },
    load: async () => ({ sdk: 'Lambda', facts: (await import('./services/lambda.ts')).LAMBDA }),
  },
  s3: {
    ...{ signingName: 's3', variable: 'S3' },
    load: async () => (await import('./s3.ts')).sdkS3(),
  },
  scheduler: {
    ...{ signingName: 'scheduler', variable: 'SCHEDULER' },
    load: async () => ({ sdk: 'Scheduler', facts: (await import('./services/scheduler.ts')).SCHEDULER }),
  },
  secretsmanager: {
    ...{ signingName: 'secretsmanager', variable: 'SECRETS_MANAGER' },
    load: async () => ({
      sdk: 'SecretsManager',
      facts: (await import('./services/secretsmanager.ts')).SECRETSMANAGER,
    }),
  },
  sns: {
    ...{ signingName: 'sns', variable: 'SNS' },
    load: async () => ({ sdk: 'Sns', facts: (await import('./services/sns.ts')).SNS }),
  },
  sqs: {
    ...{ signingName: 'sqs', variable: 'SQS' },
    load: async () => ({ sdk: 'Sqs', facts: (await import('./services/sqs.ts')).SQS }),
  },
  ssm: {
    ...{ signingName: 'ssm', variable: 'SSM' },
    load: async () => ({ sdk: 'Ssm', facts: (await import('./services/ssm.ts')).SSM }),
  },
  sts: {
    ...{ signingName: 'sts', variable: 'STS' },
    load: async () => ({ sdk: 'Sts', facts: (await import('./services/sts.ts')).STS }),
  },
  xray: {
    ...{ signingName: 'xray', variable: 'XRAY' },
    load: async () => ({ sdk: 'XRay', facts: (await import('./services/xray.ts')).XRAY }),
  },
};
