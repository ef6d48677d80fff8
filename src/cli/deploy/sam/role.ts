import { isArray, isObject, type Json, type JsonObject, member } from '../../../base/json.ts';
import { Fault, type Path } from '../fault.ts';

/** The role that SAM makes for a function or a state machine. @throws Fault for policies that are not known */
export function roleFor(service: string, policies: Json | undefined, path: Path): JsonObject {
  const list = policies === undefined ? [] : isArray(policies) ? policies : [policies];
  const managed = list.filter((one) => !isPolicy(one)).map((one) => managedArn(one));
  const inline = list.flatMap((one, at) => {
    if (!isPolicy(one)) return [];
    const PolicyDocument = documentOf(one, [...path, String(at)]);
    return [{ PolicyName: `Policy${at}`, PolicyDocument }];
  });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] }],
      },
      ...(managed.length === 0 ? {} : { ManagedPolicyArns: managed }),
      ...(inline.length === 0 ? {} : { Policies: inline }),
    },
  };
}

/** A document or one of SAM's policy templates, not a function that gives an ARN. */
function isPolicy(value: Json): value is JsonObject {
  return isObject(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
}

function managedArn(value: Json): Json {
  if (typeof value !== 'string' || value.startsWith('arn:')) return value;
  const isOfService = /^(AWSLambda\w*Role|AWSLambdaVPCAccessExecutionRole)$/.test(value);
  return `arn:aws:iam::aws:policy/${isOfService ? 'service-role/' : ''}${value}`;
}

function documentOf(policy: JsonObject, path: Path): Json {
  const Statement = member(policy, 'Statement');
  if (Statement !== undefined) return { Version: '2012-10-17', ...policy };
  const [name = '', ...more] = Object.keys(policy);
  const template = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
  if (template === undefined || more.length > 0)
    throw new Fault(path, `stepwell does not know the policy template ${name}`);
  const { actions, resource } = template;
  const given = member(policy, name);
  const [parameter, value] = Object.entries(isObject(given) ? given : {})[0] ?? [];
  const Resource =
    resource === '*' || parameter === undefined || value === undefined
      ? '*'
      : { 'Fn::Sub': [resource, { Name: value }] };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [...actions], Resource }] };
}

const HERE = ['$', '{AWS::Region}:$', '{AWS::AccountId}'].join('');
const NAME = ['$', '{Name}'].join('');

/** Those of SAM's policy templates that grant what a workflow does. Each has one parameter that names the resource. */
const TEMPLATES: Readonly<
  Record<string, { readonly actions: readonly string[]; readonly resource: string }>
> = {
  LambdaInvokePolicy: {
    actions: ['lambda:InvokeFunction'],
    resource: `arn:aws:lambda:${HERE}:function:${NAME}*`,
  },
  StepFunctionsExecutionPolicy: {
    actions: ['states:StartExecution'],
    resource: `arn:aws:states:${HERE}:stateMachine:${NAME}`,
  },
  SNSPublishMessagePolicy: { actions: ['sns:Publish'], resource: `arn:aws:sns:${HERE}:${NAME}` },
  SQSSendMessagePolicy: { actions: ['sqs:SendMessage*'], resource: `arn:aws:sqs:${HERE}:${NAME}` },
  SQSPollerPolicy: {
    actions: [
      'sqs:ChangeMessageVisibility*',
      'sqs:DeleteMessage*',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
    resource: `arn:aws:sqs:${HERE}:${NAME}`,
  },
  EventBridgePutEventsPolicy: {
    actions: ['events:PutEvents'],
    resource: `arn:aws:events:${HERE}:event-bus/${NAME}`,
  },
  S3ReadPolicy: {
    actions: ['s3:GetObject', 's3:ListBucket', 's3:GetBucketLocation'],
    resource: `arn:aws:s3:::${NAME}*`,
  },
  S3WritePolicy: { actions: ['s3:PutObject', 's3:PutObjectAcl'], resource: `arn:aws:s3:::${NAME}*` },
  S3CrudPolicy: {
    actions: ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:DeleteObject'],
    resource: `arn:aws:s3:::${NAME}*`,
  },
  DynamoDBCrudPolicy: {
    actions: ['dynamodb:*Item', 'dynamodb:Query', 'dynamodb:Scan'],
    resource: `arn:aws:dynamodb:${HERE}:table/${NAME}*`,
  },
  DynamoDBReadPolicy: {
    actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
    resource: `arn:aws:dynamodb:${HERE}:table/${NAME}*`,
  },
  DynamoDBWritePolicy: {
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resource: `arn:aws:dynamodb:${HERE}:table/${NAME}*`,
  },
  CloudWatchPutMetricPolicy: { actions: ['cloudwatch:PutMetricData'], resource: '*' },
};
