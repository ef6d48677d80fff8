import type { OperationName } from '../../src/api/model/operations.ts';

/** One call of the script that every client plays, on a server of its own. */
export interface Step {
  readonly operation: OperationName;
  /** What it shows besides that the operation works. */
  readonly claim?: string;
  readonly input: object;
  /** The code of the error; absent: it is answered. */
  readonly refused?: string;
  /** Members of the answer that later steps name, as `{name}`; lists with dots: `mapRuns.0.mapRunArn`. */
  readonly keeps?: Readonly<Record<string, string>>;
  /** Members that the answer must have. */
  readonly answers?: object;
  /** Left out where that operation is not built. */
  readonly needs?: OperationName;
}

const ARN = 'arn:aws:states:us-east-1:123456789012:';
const MACHINE = `${ARN}stateMachine:ask`;
const ACTIVITY = `${ARN}activity:work`;
const NOWHERE = {
  activity: `${ARN}activity:nowhere`,
  machine: `${ARN}stateMachine:nowhere`,
  execution: `${ARN}execution:ask:nowhere`,
  mapRun: `${ARN}mapRun:ask/label:2f2ad8f0-0000-4000-8000-000000000000`,
};
const ROLE = 'arn:aws:iam::123456789012:role/clients';

const ASK = machineOf({ Type: 'Task', Resource: ACTIVITY, End: true });
const ASK_AGAIN = machineOf({ Type: 'Task', Resource: ACTIVITY, HeartbeatSeconds: 600, End: true });
const PASS = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: {
    A: { Type: 'Pass', Assign: { seen: '{% $states.input %}' }, Next: 'B' },
    B: { Type: 'Pass', Output: '{% $seen %}', End: true },
  },
});
const SPREAD = machineOf({
  Type: 'Map',
  Label: 'each',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'B',
    States: { B: { Type: 'Wait', Seconds: 3600, End: true } },
  },
  End: true,
});

function machineOf(state: object): string {
  return JSON.stringify({ StartAt: 'A', States: { A: state } });
}

const created = (name: string, definition: string) => ({ name, definition, roleArn: ROLE });

const BUILDING: readonly Step[] = [
  {
    operation: 'CreateActivity',
    input: { name: 'work', tags: [{ key: 'team', value: 'a' }] },
    answers: { activityArn: ACTIVITY },
  },
  { operation: 'CreateActivity', input: { name: 'a b' }, refused: 'InvalidName' },
  { operation: 'DescribeActivity', input: { activityArn: ACTIVITY }, answers: { name: 'work' } },
  {
    operation: 'DescribeActivity',
    input: { activityArn: NOWHERE.activity },
    refused: 'ActivityDoesNotExist',
  },
  { operation: 'ListActivities', input: { maxResults: 1 } },
  {
    operation: 'CreateStateMachine',
    input: { ...created('ask', ASK), tags: [{ key: 'team', value: 'a' }], publish: true },
    answers: { stateMachineArn: MACHINE, stateMachineVersionArn: `${MACHINE}:1` },
  },
  {
    operation: 'CreateStateMachine',
    input: created('ask', ASK_AGAIN),
    refused: 'StateMachineAlreadyExists',
  },
  { operation: 'CreateStateMachine', input: created('bad', '{}'), refused: 'InvalidDefinition' },
  {
    operation: 'CreateStateMachine',
    claim: 'of type EXPRESS',
    input: { ...created('pass', PASS), type: 'EXPRESS' },
  },
  {
    operation: 'DescribeStateMachine',
    input: { stateMachineArn: `${ARN}stateMachine:pass` },
    answers: { type: 'EXPRESS', variableReferences: { B: ['seen'] } },
  },
  { operation: 'ListStateMachines', input: { maxResults: 1 }, keeps: { page: 'nextToken' } },
  { operation: 'ListStateMachines', claim: 'goes on', input: { maxResults: 1, nextToken: '{page}' } },
  { operation: 'ListStateMachines', input: { nextToken: 'x.y' }, refused: 'InvalidToken' },
  {
    operation: 'UpdateStateMachine',
    input: { stateMachineArn: MACHINE, definition: ASK_AGAIN },
    keeps: { revision: 'revisionId' },
  },
  {
    operation: 'UpdateStateMachine',
    input: { stateMachineArn: MACHINE },
    refused: 'MissingRequiredParameter',
  },
  {
    operation: 'PublishStateMachineVersion',
    input: { stateMachineArn: MACHINE, revisionId: '{revision}', description: 'two' },
    answers: { stateMachineVersionArn: `${MACHINE}:2` },
  },
  { operation: 'ListStateMachineVersions', input: { stateMachineArn: MACHINE } },
  {
    operation: 'CreateStateMachineAlias',
    input: { name: 'PROD', routingConfiguration: [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }] },
    answers: { stateMachineAliasArn: `${MACHINE}:PROD` },
  },
  {
    operation: 'CreateStateMachineAlias',
    input: { name: 'PROD', routingConfiguration: [{ stateMachineVersionArn: `${MACHINE}:2`, weight: 100 }] },
    refused: 'ConflictException',
  },
  { operation: 'DescribeStateMachineAlias', input: { stateMachineAliasArn: `${MACHINE}:PROD` } },
  {
    operation: 'UpdateStateMachineAlias',
    input: {
      stateMachineAliasArn: `${MACHINE}:PROD`,
      routingConfiguration: [{ stateMachineVersionArn: `${MACHINE}:2`, weight: 100 }],
    },
  },
  { operation: 'ListStateMachineAliases', input: { stateMachineArn: MACHINE } },
  { operation: 'TagResource', input: { resourceArn: MACHINE, tags: [{ key: 'cost', value: '' }] } },
  { operation: 'UntagResource', input: { resourceArn: MACHINE, tagKeys: ['team'] } },
  {
    operation: 'ListTagsForResource',
    input: { resourceArn: MACHINE },
    answers: { tags: [{ key: 'cost', value: '' }] },
  },
  {
    operation: 'ValidateStateMachineDefinition',
    input: { definition: ASK.replace('Task', 'Tusk'), severity: 'WARNING' },
    answers: { result: 'FAIL' },
  },
  {
    operation: 'TestState',
    input: {
      definition: JSON.stringify({ Type: 'Pass', Result: 1, End: true }),
      ...{ roleArn: ROLE, input: '{"a":1}', inspectionLevel: 'DEBUG' },
    },
    answers: { status: 'SUCCEEDED', output: '1' },
  },
];

const RUNNING: readonly Step[] = [
  {
    operation: 'StartExecution',
    input: { stateMachineArn: `${MACHINE}:PROD`, name: 'first', input: '{"a": 1.0}', traceHeader: 'Root=1' },
    answers: { executionArn: `${ARN}execution:ask:first` },
  },
  {
    operation: 'StartExecution',
    input: { stateMachineArn: MACHINE, name: 'first', input: '{}' },
    refused: 'ExecutionAlreadyExists',
  },
  {
    operation: 'StartExecution',
    input: { stateMachineArn: MACHINE, input: '{' },
    refused: 'InvalidExecutionInput',
  },
  {
    operation: 'StartExecution',
    input: { stateMachineArn: NOWHERE.machine },
    refused: 'StateMachineDoesNotExist',
  },
  { operation: 'ListExecutions', input: { stateMachineArn: MACHINE, statusFilter: 'RUNNING' } },
  {
    operation: 'GetActivityTask',
    input: { activityArn: ACTIVITY, workerName: 'w' },
    keeps: { first: 'taskToken' },
    answers: { input: '{"a": 1.0}' },
  },
  { operation: 'SendTaskHeartbeat', input: { taskToken: '{first}' } },
  { operation: 'SendTaskSuccess', input: { taskToken: '{first}', output: '{' }, refused: 'InvalidOutput' },
  { operation: 'SendTaskSuccess', input: { taskToken: '{first}', output: '{"b": 2}' } },
  { operation: 'SendTaskSuccess', input: { taskToken: '{first}', output: '{}' }, refused: 'TaskTimedOut' },
  {
    operation: 'DescribeExecution',
    input: { executionArn: `${ARN}execution:ask:first` },
    answers: {
      ...{ status: 'SUCCEEDED', input: '{"a": 1.0}', output: '{"b": 2}', traceHeader: 'Root=1' },
      ...{ stateMachineAliasArn: `${MACHINE}:PROD`, stateMachineVersionArn: `${MACHINE}:2` },
    },
  },
  {
    operation: 'DescribeExecution',
    input: { executionArn: NOWHERE.execution },
    refused: 'ExecutionDoesNotExist',
  },
  {
    operation: 'DescribeStateMachineForExecution',
    input: { executionArn: `${ARN}execution:ask:first` },
    answers: { stateMachineArn: MACHINE, revisionId: '{revision}' },
  },
  { operation: 'GetExecutionHistory', input: { executionArn: `${ARN}execution:ask:first` } },
  { operation: 'StartExecution', input: { stateMachineArn: MACHINE, name: 'second' } },
  {
    operation: 'GetActivityTask',
    input: { activityArn: ACTIVITY },
    keeps: { second: 'taskToken' },
  },
  { operation: 'SendTaskFailure', input: { taskToken: '{second}', error: 'Broken', cause: 'it fell' } },
  {
    operation: 'DescribeExecution',
    claim: 'that failed',
    input: { executionArn: `${ARN}execution:ask:second` },
    answers: { status: 'FAILED', error: 'Broken', cause: 'it fell' },
  },
  { operation: 'RedriveExecution', input: { executionArn: `${ARN}execution:ask:second` } },
  { operation: 'StartExecution', input: { stateMachineArn: MACHINE, name: 'third' } },
  {
    operation: 'StopExecution',
    input: { executionArn: `${ARN}execution:ask:third`, error: 'Enough', cause: 'no reason' },
  },
  {
    operation: 'StopExecution',
    input: { executionArn: NOWHERE.execution },
    refused: 'ExecutionDoesNotExist',
  },
  {
    operation: 'StartSyncExecution',
    input: { stateMachineArn: `${ARN}stateMachine:pass`, input: '[1]' },
    answers: { status: 'SUCCEEDED', output: '[1]' },
  },
  {
    operation: 'StartSyncExecution',
    input: { stateMachineArn: MACHINE },
    refused: 'StateMachineTypeNotSupported',
  },
];

const SPREADING: readonly Step[] = [
  {
    operation: 'CreateStateMachine',
    claim: 'that spreads',
    input: created('spread', SPREAD),
    needs: 'ListMapRuns',
  },
  {
    operation: 'StartExecution',
    claim: 'that spreads',
    input: { stateMachineArn: `${ARN}stateMachine:spread`, name: 'run', input: '[1,2]' },
    needs: 'ListMapRuns',
  },
  {
    operation: 'ListMapRuns',
    input: { executionArn: `${ARN}execution:spread:run` },
    keeps: { mapRun: 'mapRuns.0.mapRunArn' },
  },
  { operation: 'DescribeMapRun', input: { mapRunArn: '{mapRun}' }, answers: { status: 'RUNNING' } },
  { operation: 'DescribeMapRun', input: { mapRunArn: NOWHERE.mapRun }, refused: 'ResourceNotFound' },
  { operation: 'UpdateMapRun', input: { mapRunArn: '{mapRun}', maxConcurrency: 1 } },
];

const REMOVING: readonly Step[] = [
  {
    operation: 'DeleteStateMachineVersion',
    input: { stateMachineVersionArn: `${MACHINE}:2` },
    refused: 'ConflictException',
  },
  { operation: 'DeleteStateMachineAlias', input: { stateMachineAliasArn: `${MACHINE}:PROD` } },
  { operation: 'DeleteStateMachineVersion', input: { stateMachineVersionArn: `${MACHINE}:2` } },
  { operation: 'DeleteStateMachine', input: { stateMachineArn: MACHINE } },
  { operation: 'DeleteActivity', input: { activityArn: ACTIVITY } },
];

/** Every operation of the API, answered; and some of the errors that programs look for. */
export const SCRIPT: readonly Step[] = [...BUILDING, ...RUNNING, ...SPREADING, ...REMOVING];
