import type { OperationName } from '../../src/api/model/operations.ts';
import type { Scope } from '../../src/base/arn.ts';

/** Whose resources everybody else asks about. */
export const OWNER: Scope = { region: 'us-east-1', account: '111111111111' };
const ARN = `arn:aws:states:${OWNER.region}:${OWNER.account}:`;

/** Waits for an activity of the owner. */
export const DEFINITION = JSON.stringify({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: `${ARN}activity:present`, End: true } },
});

/** What each operation can be asked about the owner's resources of a name; undefined: it names none. */
export const QUESTIONS: Readonly<Record<OperationName, ((name: string) => readonly object[]) | undefined>> = {
  CreateActivity: undefined,
  CreateStateMachine: undefined,
  CreateStateMachineAlias: (name) => {
    const routingConfiguration = [{ stateMachineVersionArn: `${ARN}stateMachine:${name}:1`, weight: 100 }];
    return [{ name: 'stolen', routingConfiguration }];
  },
  DeleteActivity: (name) => [{ activityArn: `${ARN}activity:${name}` }],
  DeleteStateMachine: machines,
  DeleteStateMachineAlias: (name) => [{ stateMachineAliasArn: `${ARN}stateMachine:${name}:PROD` }],
  DeleteStateMachineVersion: (name) => [{ stateMachineVersionArn: `${ARN}stateMachine:${name}:1` }],
  DescribeActivity: (name) => [{ activityArn: `${ARN}activity:${name}` }],
  DescribeExecution: executions,
  DescribeMapRun: mapRuns,
  DescribeStateMachine: machines,
  DescribeStateMachineAlias: (name) => [{ stateMachineAliasArn: `${ARN}stateMachine:${name}:PROD` }],
  DescribeStateMachineForExecution: executions,
  GetActivityTask: (name) => [{ activityArn: `${ARN}activity:${name}` }],
  GetExecutionHistory: executions,
  ListActivities: undefined,
  ListExecutions: (name) => [...machines(name), ...mapRuns(name)],
  ListMapRuns: executions,
  ListStateMachineAliases: machines,
  ListStateMachines: undefined,
  ListStateMachineVersions: machines,
  ListTagsForResource: tagged,
  PublishStateMachineVersion: machines,
  RedriveExecution: executions,
  SendTaskFailure: undefined,
  SendTaskHeartbeat: undefined,
  SendTaskSuccess: undefined,
  StartExecution: machines,
  StartSyncExecution: machines,
  StopExecution: executions,
  TagResource: (name) => tagged(name).map((input) => ({ ...input, tags: [{ key: 'k', value: 'v' }] })),
  TestState: undefined,
  UntagResource: (name) => tagged(name).map((input) => ({ ...input, tagKeys: ['k'] })),
  UpdateMapRun: (name) => mapRuns(name).map((input) => ({ ...input, maxConcurrency: 1 })),
  UpdateStateMachine: (name) =>
    machines(name).map((input) => ({ ...input, definition: DEFINITION, publish: true })),
  UpdateStateMachineAlias: (name) => [
    { stateMachineAliasArn: `${ARN}stateMachine:${name}:PROD`, description: 'd' },
  ],
  ValidateStateMachineDefinition: undefined,
};

function machines(name: string): readonly { stateMachineArn: string }[] {
  return ['', ':1', ':PROD', '/label'].map((form) => ({
    stateMachineArn: `${ARN}stateMachine:${name}${form}`,
  }));
}

function executions(name: string): readonly { executionArn: string }[] {
  const forms = [
    `execution:${name}:${name}`,
    `execution:${name}/label:${name}`,
    `express:${name}:${name}:${name}`,
  ];
  return forms.map((form) => ({ executionArn: `${ARN}${form}` }));
}

function mapRuns(name: string): readonly { mapRunArn: string }[] {
  return [{ mapRunArn: `${ARN}mapRun:${name}/label:${name}` }];
}

function tagged(name: string): readonly { resourceArn: string }[] {
  const forms = [`stateMachine:${name}`, `stateMachine:${name}:1`, `activity:${name}`];
  return forms.map((form) => ({ resourceArn: `${ARN}${form}` }));
}
