import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Aws, createAws, xmlText } from '../../src/cli/deploy/aws.ts';
import { zipFiles } from '../../src/cli/zip.ts';
import { type Server, startServer } from '../../src/server.ts';

const ACCOUNT = '123456789012';
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/flow`;

describe('Where roles count, a task', () => {
  test('may do what the role of its machine allows, and fails as on AWS otherwise', async () => {
    await withServer(async (place) => {
      const tasks = await place.tasks();
      for (const [resource, parameters, error, denied] of tasks) {
        const { error: said, cause } = await place.run(resource, parameters);
        assert.equal(said, error, `${resource}: ${cause}`);
        const who = `User: arn:aws:sts::${ACCOUNT}:assumed-role/flow/`;
        assert.ok(cause?.startsWith(who) && cause.includes(` to perform: ${denied} on resource: `), cause);
      }
      await place.allow(tasks.map(([, , , action]) => action));
      for (const [resource, parameters] of tasks)
        assert.equal((await place.run(resource, parameters)).status, 'SUCCEEDED', resource);
    });
  });

  test('of a role that nobody has made may do everything', async () => {
    await withServer(async (place) => {
      const roleArn = `arn:aws:iam::${ACCOUNT}:role/unmade`;
      const parameters = { FunctionName: FUNCTION };
      assert.equal((await place.run('lambda:invoke', parameters, roleArn)).status, 'SUCCEEDED');
    });
  });
});

test('Where roles count, a rule calls a function whose policy lets it, and no other', async () => {
  await withServer(async ({ aws, lambda }) => {
    const { RuleArn = '' } = await aws.json('events', 'PutRule', {
      ...{ Name: 'r', EventPattern: '{"source":["s"]}' },
    });
    const { QueueUrl = '' } = await aws.json('sqs', 'CreateQueue', { QueueName: 'dead' });
    const Arn = `arn:aws:sqs:us-east-1:${ACCOUNT}:dead`;
    const target = { Id: 't', Arn: FUNCTION, DeadLetterConfig: { Arn } };
    await aws.json('events', 'PutTargets', { Rule: 'r', Targets: [target] });
    const Entries = [{ Detail: '{}', DetailType: 't', Source: 's' }];
    await aws.json('events', 'PutEvents', { Entries });
    const wait = { QueueUrl, WaitTimeSeconds: 20, MessageAttributeNames: ['All'] };
    const { Messages } = await aws.json('sqs', 'ReceiveMessage', wait);
    assert.match(JSON.stringify(Messages), /no resource-based policy allows the lambda:InvokeFunction/);
    const source = { Principal: 'events.amazonaws.com', SourceArn: RuleArn };
    await lambda('/f/policy', { StatementId: 's', Action: 'lambda:InvokeFunction', ...source });
    await aws.json('events', 'PutEvents', { Entries });
    await logged(aws);
  });
});

test('Where roles count, API Gateway calls a function whose policy lets it, and no other', async () => {
  await withServer(async ({ aws, lambda }) => {
    const made = { name: 'front', protocolType: 'HTTP', target: FUNCTION };
    const { apiId } = await aws.rest('apigateway', { method: 'POST', path: '/v2/apis', body: made });
    const ask = async () => {
      const answer = await fetch(`${aws.endpoint}/restapis/${apiId}/`);
      return [answer.status, await answer.text()];
    };
    assert.deepEqual(await ask(), [500, '{"message":"Internal Server Error"}']);
    const source = `arn:aws:execute-api:us-east-1:${ACCOUNT}:${apiId}/*`;
    const permission = { StatementId: 's', Action: 'lambda:InvokeFunction', SourceArn: source };
    await lambda('/f/policy', { ...permission, Principal: 'apigateway.amazonaws.com' });
    assert.deepEqual(await ask(), [200, 'hi']);
  });
});

/** Waits for the first line that the function has written; it has no log group before. */
async function logged(aws: Aws): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  for (let events: unknown = []; JSON.stringify(events) === '[]'; ) {
    deadline.throwIfAborted();
    const { logGroups } = await aws.json('logs', 'DescribeLogGroups', {});
    if (JSON.stringify(logGroups) === '[]') continue;
    events = (await aws.json('logs', 'FilterLogEvents', { logGroupName: '/aws/lambda/f' })).events;
  }
}

type Task = readonly [resource: string, parameters: object, error: string, action: string];

interface Ended {
  readonly status?: string;
  readonly error?: string;
  readonly cause?: string;
}

interface Place {
  readonly aws: Aws;
  lambda(path: string, body: object): Promise<unknown>;
  /** One of every kind, each with the error that it ends with when it is denied, and what it is denied. */
  tasks(): Promise<readonly Task[]>;
  /** Runs a machine of one task. */
  run(resource: string, parameters: object, roleArn?: string): Promise<Ended>;
  /** Lets the role do these. */
  allow(actions: readonly string[]): Promise<void>;
}

async function withServer(work: (place: Place) => Promise<void>): Promise<void> {
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, data: undefined, auth: 'sigv4', account: ACCOUNT, enforcesRoles: true },
  });
  try {
    await work(await placeOf(server));
  } finally {
    await server.close();
  }
}

async function placeOf({ url }: Server): Promise<Place> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const aws = createAws({ endpoint: url, region: 'us-east-1', credentials });
  const lambda: Place['lambda'] = (path, body) =>
    aws.rest('lambda', { method: 'POST', path: `/2015-03-31/functions${path}`, body: { ...body } });
  const AssumeRolePolicyDocument = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  });
  await aws.query('iam', 'CreateRole', { RoleName: 'flow', AssumeRolePolicyDocument });
  const content = Buffer.from(`exports.handler = async () => 'hi';`);
  const ZipFile = zipFiles([{ name: 'index.js', content, isExecutable: false }]).toString('base64');
  const made = { FunctionName: 'f', Handler: 'index.handler', Runtime: 'nodejs24.x', Role: ROLE };
  await lambda('', { ...made, Code: { ZipFile } });
  let count = 0;
  return {
    ...{ aws, lambda, tasks: () => tasksOf(aws) },
    async run(resource, Parameters, roleArn = ROLE) {
      const States = {
        A: {
          Type: 'Task',
          Resource: `arn:aws:states:::${resource}`,
          Parameters: { ...Parameters },
          End: true,
        },
      };
      const definition = JSON.stringify({ StartAt: 'A', States });
      const machine = { name: `m${count++}`, definition, roleArn, type: 'EXPRESS' };
      const { stateMachineArn = '' } = await aws.json('states', 'CreateStateMachine', machine);
      return await aws.json('states', 'StartSyncExecution', { stateMachineArn });
    },
    async allow(Action) {
      const PolicyDocument = JSON.stringify({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
      await aws.query('iam', 'PutRolePolicy', { RoleName: 'flow', PolicyName: 'p', PolicyDocument });
    },
  };
}

async function tasksOf(aws: Aws): Promise<readonly Task[]> {
  const { QueueUrl = '' } = await aws.json('sqs', 'CreateQueue', { QueueName: 'q' });
  const TopicArn = xmlText(await aws.query('sns', 'CreateTopic', { Name: 't' }), 'TopicArn') ?? '';
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
  const inner = { name: 'inner', definition, roleArn: ROLE };
  const { stateMachineArn: StateMachineArn = '' } = await aws.json('states', 'CreateStateMachine', inner);
  const Entries = [{ Detail: {}, DetailType: 't', Source: 's' }];
  return [
    ['lambda:invoke', { FunctionName: FUNCTION }, 'Lambda.AWSLambdaException', 'lambda:InvokeFunction'],
    ['sqs:sendMessage', { QueueUrl, MessageBody: 'a' }, 'SQS.AmazonSQSException', 'sqs:SendMessage'],
    ['sns:publish', { TopicArn, Message: 'a' }, 'SNS.AuthorizationErrorException', 'sns:Publish'],
    ['events:putEvents', { Entries }, 'EventBridge.AmazonEventBridgeException', 'events:PutEvents'],
    [
      ...(['states:startExecution', { StateMachineArn }] as const),
      ...(['StepFunctions.AWSStepFunctionsException', 'states:StartExecution'] as const),
    ],
    ['aws-sdk:sqs:receiveMessage', { QueueUrl }, 'Sqs.SqsException', 'sqs:ReceiveMessage'],
    ['aws-sdk:s3:listBuckets', {}, 'S3.AccessDeniedException', 's3:ListAllMyBuckets'],
  ];
}
