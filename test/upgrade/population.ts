import assert from 'node:assert/strict';
import { isArray, isObject, type JsonObject, member } from '../../src/base/json.ts';
import { type Aws, createAws } from '../../src/cli/deploy/aws.ts';
import { zip } from '../lambda/zip.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/kept';
const PLACE = 'us-east-1:123456789012';
export const ACTIVITY = `arn:aws:states:${PLACE}:activity:kept`;

/** Waits for a token, which its function writes down nowhere: the history has it. */
const TOKEN = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Parameters: { FunctionName: 'keeps', Payload: { 'token.$': '$$.Task.Token' } },
  End: true,
};
const WAIT = { Type: 'Wait', Seconds: 30, End: true };
const of = (state: object, more: object = {}) => ({ StartAt: 'S', States: { S: state, ...more } });
const inside = (state: object, name = 'I') => ({ StartAt: name, States: { [name]: state } });

/** A machine for each way in which an execution may stand when its server is killed, and how it must end later. */
export const STANDING = {
  waits: { definition: of(WAIT), ends: 'SUCCEEDED' },
  waitsLong: { definition: of({ ...WAIT, Seconds: 30_000_000 }), ends: 'ABORTED' },
  retries: {
    definition: of({
      Type: 'Task',
      Resource: `arn:aws:lambda:${PLACE}:function:fails`,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 30, MaxAttempts: 1 }],
      End: true,
    }),
    ends: 'FAILED',
  },
  token: { definition: of(TOKEN), ends: 'SUCCEEDED' },
  tokenCaught: {
    definition: of(
      { ...TOKEN, Catch: [{ ErrorEquals: ['Refused'], Next: 'Caught' }] },
      { Caught: { Type: 'Pass', End: true } },
    ),
    ends: 'SUCCEEDED',
  },
  activity: { definition: of({ Type: 'Task', Resource: ACTIVITY, End: true }), ends: 'SUCCEEDED' },
  parent: {
    definition: of({
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: `arn:aws:states:${PLACE}:stateMachine:token`, Name: 'child' },
      End: true,
    }),
    ends: 'SUCCEEDED',
  },
  maps: {
    definition: of({ Type: 'Map', ItemsPath: '$.items', Iterator: inside(TOKEN), End: true }),
    ends: 'SUCCEEDED',
  },
  mapsDistributed: {
    definition: of({
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...inside(TOKEN),
      },
      End: true,
    }),
    ends: 'SUCCEEDED',
  },
  branches: {
    definition: of({ Type: 'Parallel', Branches: [inside(TOKEN), inside(WAIT, 'W')], End: true }),
    ends: 'SUCCEEDED',
  },
  variables: {
    definition: {
      QueryLanguage: 'JSONata',
      ...of(
        { Type: 'Pass', Assign: { kept: '{% $states.input.items %}' }, Next: 'W' },
        {
          W: { Type: 'Wait', Seconds: 30, Next: 'E' },
          E: { Type: 'Pass', Output: '{% $sum($kept) %}', End: true },
        },
      ),
    },
    ends: 'SUCCEEDED',
  },
} as const;

/** Those that have ended, or end before. */
export const ENDED = {
  succeeds: of({ Type: 'Pass', End: true }),
  fails: of({ Type: 'Fail', Error: 'Chosen', Cause: 'as it is' }),
  stops: of({ ...WAIT, Seconds: 3600 }),
  timesOut: { ...of({ ...WAIT, Seconds: 3600 }), TimeoutSeconds: 1 },
  choices: of(
    {
      Type: 'Choice',
      Choices: [{ Variable: '$.items[0]', NumericEquals: 1, Next: 'A' }],
      Default: 'B',
    },
    { A: { Type: 'Pass', End: true }, B: { Type: 'Fail' } },
  ),
} as const;

export function awsAt(endpoint: string): Aws {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return createAws({ endpoint, region: 'us-east-1', credentials });
}

export async function createMachine(aws: Aws, name: string, definition: object): Promise<string> {
  const input = { name, definition: JSON.stringify(definition), roleArn: ROLE };
  return String((await aws.json('states', 'CreateStateMachine', input)).stateMachineArn);
}

export async function createFunctions(aws: Aws): Promise<void> {
  for (const [name, body] of [
    ['keeps', 'return event ?? null;'],
    ['fails', "throw new Error('as asked');"],
  ] as const) {
    const source = `exports.handler = async (event) => { ${body} };`;
    await aws.rest('lambda', {
      method: 'POST',
      path: '/2015-03-31/functions',
      body: {
        ...{ FunctionName: name, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: ROLE },
        Code: { ZipFile: zip([{ name: 'index.js', content: source }]).toString('base64') },
      },
    });
  }
}

/** Something in each of the services that stand in for AWS's. */
export async function createDocuments(aws: Aws): Promise<void> {
  await aws.query('iam', 'CreateRole', {
    RoleName: 'kept',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
  });
  await aws.json('sqs', 'CreateQueue', { QueueName: 'kept' });
  await aws.query('sns', 'CreateTopic', { Name: 'kept' });
  await aws.rest('s3', { method: 'PUT', path: '/kept-bucket' });
  await aws.rest('s3', { method: 'PUT', path: '/kept-bucket/object', body: { kept: true } });
  await aws.json('events', 'PutRule', { Name: 'kept', EventPattern: '{"source":["nobody"]}' });
  await aws.json('logs', 'CreateLogGroup', { logGroupName: 'kept' });
  await aws.rest('apigateway', { method: 'POST', path: '/restapis', body: { name: 'kept' } });
  await aws.rest('scheduler', {
    method: 'POST',
    path: '/schedules/kept',
    body: {
      ScheduleExpression: 'at(2199-01-01T00:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: `arn:aws:states:${PLACE}:stateMachine:succeeds`, RoleArn: ROLE },
    },
  });
}

/** All that `createDocuments` has made is there. */
export async function hasDocuments(aws: Aws): Promise<void> {
  const answers = [
    await aws.query('iam', 'GetRole', { RoleName: 'kept' }),
    await aws.json('sqs', 'GetQueueUrl', { QueueName: 'kept' }),
    await aws.query('sns', 'ListTopics', {}),
    await aws.json('events', 'DescribeRule', { Name: 'kept' }),
    await aws.json('logs', 'DescribeLogGroups', {}),
    await aws.rest('apigateway', { method: 'GET', path: '/restapis' }),
    await aws.rest('scheduler', { method: 'GET', path: '/schedules/kept' }),
  ];
  for (const answer of answers) assert.match(JSON.stringify(answer), /\bkept\b/);
  const object = await aws.rest('s3', { method: 'GET', path: '/kept-bucket/object' });
  assert.deepEqual(object, { kept: true });
}

/** All events, as the API shows them. */
export async function historyOf(aws: Aws, executionArn: string): Promise<readonly JsonObject[]> {
  const { events } = await aws.json('states', 'GetExecutionHistory', { executionArn, maxResults: 1000 });
  assert.ok(isArray(events));
  return events.filter(isObject);
}

/** The tokens that the functions of an execution's tasks were given. */
export async function tokensOf(aws: Aws, executionArn: string): Promise<readonly string[]> {
  const events = await historyOf(aws, executionArn);
  return events.flatMap((event) => {
    const details = member(event, 'taskScheduledEventDetails');
    const parameters = isObject(details) ? String(details.parameters ?? '') : '';
    const [, token] = /"token":"([^"]+)"/.exec(parameters) ?? [];
    return token === undefined ? [] : [token];
  });
}

/** Looks until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, `${what} never came to be so`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export async function statusOf(aws: Aws, executionArn: string): Promise<string> {
  return String((await aws.json('states', 'DescribeExecution', { executionArn })).status);
}
