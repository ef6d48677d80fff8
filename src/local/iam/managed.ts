/** A policy that AWS keeps, as far as it is known here. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly document: string;
  readonly createdAt?: undefined;
}

const PREFIX = 'arn:aws:iam::aws:policy';

/** What the best-known policies of AWS allow here. Others may be attached, and allow nothing. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  '/AdministratorAccess': ['*'],
  '/AWSStepFunctionsFullAccess': ['states:*'],
  '/AWSStepFunctionsReadOnlyAccess': ['states:List*', 'states:Describe*', 'states:GetExecutionHistory'],
  '/AWSLambda_FullAccess': ['lambda:*'],
  '/AmazonSQSFullAccess': ['sqs:*'],
  '/AmazonSNSFullAccess': ['sns:*'],
  '/AmazonS3FullAccess': ['s3:*'],
  '/AmazonDynamoDBFullAccess': ['dynamodb:*'],
  '/AmazonEventBridgeFullAccess': ['events:*'],
  '/CloudWatchLogsFullAccess': ['logs:*'],
  '/AWSXRayDaemonWriteAccess': ['xray:PutTraceSegments'],
  '/service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  '/service-role/AWSLambdaBasicExecutionRole': [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ],
};

/** Whether an ARN is one of AWS's own policies, known here or not. */
export function isManagedByAws(arn: string): boolean {
  return /^arn:aws:iam::aws:policy(\/[\w+=,.@-]+)+$/.test(arn);
}

/** Undefined when what it says is not known here. */
export function managedPolicy(arn: string): ManagedPolicy | undefined {
  const rest = arn.startsWith(PREFIX) ? arn.slice(PREFIX.length) : '';
  const actions = Object.hasOwn(ACTIONS, rest) ? ACTIONS[rest] : undefined;
  return actions && policyOf(rest, actions);
}

export function managedPolicies(): ManagedPolicy[] {
  return Object.entries(ACTIONS).map(([rest, actions]) => policyOf(rest, actions));
}

function policyOf(rest: string, actions: readonly string[]): ManagedPolicy {
  const slash = rest.lastIndexOf('/') + 1;
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' };
  return {
    arn: PREFIX + rest,
    name: rest.slice(slash),
    path: rest.slice(0, slash),
    document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  };
}
