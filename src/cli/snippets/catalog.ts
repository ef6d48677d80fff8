import { FLOW_SNIPPETS } from './flow-snippets.ts';
import { fromInput, type Snippet, type TaskSnippet } from './snippet.ts';

const LAMBDA_FAULTS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** Words in capitals are the author's to replace. Sources: the Developer Guide's pages on each integration. */
const TASKS: readonly Omit<TaskSnippet, 'kind'>[] = [
  {
    ...{ service: 'lambda', action: 'invoke', name: 'AWS Lambda: Invoke' },
    summary: 'call a function and wait for its result',
    resource: 'arn:aws:states:::lambda:invoke',
    arguments: {
      FunctionName: 'arn:aws:lambda:REGION:ACCOUNT_ID:function:FUNCTION_NAME:$LATEST',
      Payload: fromInput(),
    },
    retryOn: LAMBDA_FAULTS,
  },
  {
    ...{
      service: 'lambda',
      action: 'invoke.waitForTaskToken',
      name: 'AWS Lambda: Invoke and wait for a token',
    },
    summary: 'call a function, then wait until somebody sends the task token back',
    resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    arguments: {
      FunctionName: 'arn:aws:lambda:REGION:ACCOUNT_ID:function:FUNCTION_NAME:$LATEST',
      Payload: { input: fromInput(), taskToken: fromInput('$$.Task.Token') },
    },
    retryOn: LAMBDA_FAULTS,
  },
  {
    ...{ service: 'sns', action: 'publish', name: 'Amazon SNS: Publish' },
    summary: 'publish a message to a topic',
    resource: 'arn:aws:states:::sns:publish',
    arguments: { TopicArn: 'arn:aws:sns:REGION:ACCOUNT_ID:TOPIC_NAME', Message: fromInput('$.message') },
  },
  {
    ...{ service: 'sns', action: 'publish-phone', name: 'Amazon SNS: Publish to a phone' },
    summary: 'send a text message to a phone number',
    resource: 'arn:aws:states:::sns:publish',
    arguments: { PhoneNumber: '+15550100', Message: fromInput('$.message') },
  },
  {
    ...{ service: 'sqs', action: 'sendMessage', name: 'Amazon SQS: SendMessage' },
    summary: 'send a message to a queue',
    resource: 'arn:aws:states:::sqs:sendMessage',
    arguments: {
      QueueUrl: 'https://sqs.REGION.amazonaws.com/ACCOUNT_ID/QUEUE_NAME',
      MessageBody: fromInput(),
    },
  },
  {
    ...{ service: 'events', action: 'putEvents', name: 'Amazon EventBridge: PutEvents' },
    summary: 'put an event on a bus',
    resource: 'arn:aws:states:::events:putEvents',
    arguments: {
      Entries: [
        {
          EventBusName: 'default',
          Source: 'my.application',
          DetailType: 'MyDetailType',
          Detail: { key: 'value' },
        },
      ],
    },
  },
  {
    ...{ service: 'dynamodb', action: 'getItem', name: 'Amazon DynamoDB: GetItem' },
    summary: 'read an item of a table',
    resource: 'arn:aws:states:::dynamodb:getItem',
    arguments: { TableName: 'TABLE_NAME', Key: { KEY_NAME: { S: fromInput('$.id') } } },
  },
  {
    ...{ service: 'dynamodb', action: 'putItem', name: 'Amazon DynamoDB: PutItem' },
    summary: 'write an item to a table',
    resource: 'arn:aws:states:::dynamodb:putItem',
    arguments: { TableName: 'TABLE_NAME', Item: { KEY_NAME: { S: fromInput('$.id') } } },
  },
  {
    ...{ service: 'dynamodb', action: 'updateItem', name: 'Amazon DynamoDB: UpdateItem' },
    summary: 'change an item of a table',
    resource: 'arn:aws:states:::dynamodb:updateItem',
    arguments: {
      TableName: 'TABLE_NAME',
      Key: { KEY_NAME: { S: fromInput('$.id') } },
      UpdateExpression: 'SET ATTRIBUTE_NAME = :value',
      ExpressionAttributeValues: { ':value': { S: fromInput('$.value') } },
    },
  },
  {
    ...{ service: 'batch', action: 'submitJob', name: 'AWS Batch: SubmitJob' },
    summary: 'submit a job and wait for its end',
    resource: 'arn:aws:states:::batch:submitJob.sync',
    arguments: { JobName: 'JOB_NAME', JobDefinition: 'JOB_DEFINITION', JobQueue: 'JOB_QUEUE' },
  },
  {
    ...{ service: 'ecs', action: 'runTask', name: 'Amazon ECS: RunTask' },
    summary: 'run a task and wait for its end',
    resource: 'arn:aws:states:::ecs:runTask.sync',
    arguments: { LaunchType: 'FARGATE', Cluster: 'CLUSTER_ARN', TaskDefinition: 'TASK_DEFINITION_ARN' },
  },
  {
    ...{ service: 'glue', action: 'startJobRun', name: 'AWS Glue: StartJobRun' },
    summary: 'start a job run and wait for its end',
    resource: 'arn:aws:states:::glue:startJobRun.sync',
    arguments: { JobName: 'JOB_NAME' },
  },
  {
    ...{ service: 'sagemaker', action: 'createTrainingJob', name: 'Amazon SageMaker: CreateTrainingJob' },
    summary: 'train a model and wait for the end of the job',
    resource: 'arn:aws:states:::sagemaker:createTrainingJob.sync',
    arguments: {
      TrainingJobName: 'TRAINING_JOB_NAME',
      AlgorithmSpecification: { TrainingImage: 'TRAINING_IMAGE_URI', TrainingInputMode: 'File' },
      OutputDataConfig: { S3OutputPath: 's3://BUCKET_NAME/PREFIX' },
      ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.m5.large', VolumeSizeInGB: 10 },
      RoleArn: 'arn:aws:iam::ACCOUNT_ID:role/ROLE_NAME',
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
  },
  {
    ...{ service: 'states', action: 'startExecution', name: 'AWS Step Functions: StartExecution' },
    summary: 'run another state machine and wait for its output',
    resource: 'arn:aws:states:::states:startExecution.sync:2',
    arguments: {
      StateMachineArn: 'arn:aws:states:REGION:ACCOUNT_ID:stateMachine:STATE_MACHINE_NAME',
      Input: {
        AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: fromInput('$$.Execution.Id'),
        input: fromInput(),
      },
    },
  },
  {
    ...{ service: 'http', action: 'invoke', name: 'Call HTTPS API' },
    summary: 'call a web API through a connection',
    resource: 'arn:aws:states:::http:invoke',
    arguments: {
      ApiEndpoint: 'https://API_HOST/PATH',
      Method: 'POST',
      InvocationConfig: { ConnectionArn: 'arn:aws:events:REGION:ACCOUNT_ID:connection/CONNECTION_NAME/ID' },
      RequestBody: fromInput(),
    },
  },
];

/** Every snippet there is, in the order in which they are listed. */
export const SNIPPETS: readonly Snippet[] = [
  ...TASKS.map((task): Snippet => ({ kind: 'task', ...task })),
  ...FLOW_SNIPPETS,
];

/** The snippets of a service, or its one of an action; letters may be large or small. */
export function findSnippets(service: string, action: string | undefined): readonly Snippet[] {
  const same = (a: string | undefined, b: string) => a?.toLowerCase() === b.toLowerCase();
  return SNIPPETS.filter(
    (one) => same(one.service, service) && (action === undefined || same(one.action, action)),
  );
}
