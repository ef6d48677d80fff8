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

/** Every kind of ARN that the owner's resources of a name have. */
export const FORMS: Readonly<Record<string, (name: string) => string>> = {
  'a machine': (name) => `${ARN}stateMachine:${name}`,
  'a version': (name) => `${ARN}stateMachine:${name}:1`,
  'an alias': (name) => `${ARN}stateMachine:${name}:PROD`,
  'a labelled machine': (name) => `${ARN}stateMachine:${name}/label`,
  'an execution': (name) => `${ARN}execution:${name}:${name}`,
  'a child execution': (name) => `${ARN}execution:${name}/label:${name}`,
  'an express execution': (name) => `${ARN}express:${name}:${name}:${name}`,
  'a map run': (name) => `${ARN}mapRun:${name}/label:${name}`,
  'an activity': (name) => `${ARN}activity:${name}`,
};

/** How each operation asks about an ARN, in every member that can hold one; none: it names none. */
export const QUESTIONS: Readonly<Record<OperationName, readonly ((arn: string) => object)[]>> = {
  CreateActivity: [],
  CreateStateMachine: [],
  CreateStateMachineAlias: [(arn) => ({ name: 'stolen', routingConfiguration: routes(arn) })],
  DeleteActivity: [activity],
  DeleteStateMachine: [machine],
  DeleteStateMachineAlias: [alias],
  DeleteStateMachineVersion: [(stateMachineVersionArn) => ({ stateMachineVersionArn })],
  DescribeActivity: [activity],
  DescribeExecution: [execution],
  DescribeMapRun: [mapRun],
  DescribeStateMachine: [machine],
  DescribeStateMachineAlias: [alias],
  DescribeStateMachineForExecution: [execution],
  GetActivityTask: [activity],
  GetExecutionHistory: [execution],
  ListActivities: [],
  ListExecutions: [machine, mapRun],
  ListMapRuns: [execution],
  ListStateMachineAliases: [machine],
  ListStateMachines: [],
  ListStateMachineVersions: [machine],
  ListTagsForResource: [resource],
  PublishStateMachineVersion: [machine],
  RedriveExecution: [execution],
  SendTaskFailure: [],
  SendTaskHeartbeat: [],
  SendTaskSuccess: [],
  StartExecution: [machine],
  StartSyncExecution: [machine],
  StopExecution: [execution],
  TagResource: [(arn) => ({ ...resource(arn), tags: [{ key: 'k', value: 'v' }] })],
  TestState: [],
  UntagResource: [(arn) => ({ ...resource(arn), tagKeys: ['k'] })],
  UpdateMapRun: [(arn) => ({ ...mapRun(arn), maxConcurrency: 1 })],
  UpdateStateMachine: [(arn) => ({ ...machine(arn), definition: DEFINITION, publish: true })],
  UpdateStateMachineAlias: [
    (arn) => ({ ...alias(arn), description: 'd' }),
    (arn) => ({ ...alias(arn.replace(/:1$/, ':PROD')), routingConfiguration: routes(arn) }),
  ],
  ValidateStateMachineDefinition: [],
};

function machine(stateMachineArn: string): object {
  return { stateMachineArn };
}

function alias(stateMachineAliasArn: string): object {
  return { stateMachineAliasArn };
}

function execution(executionArn: string): object {
  return { executionArn };
}

function mapRun(mapRunArn: string): object {
  return { mapRunArn };
}

function activity(activityArn: string): object {
  return { activityArn };
}

function resource(resourceArn: string): object {
  return { resourceArn };
}

function routes(stateMachineVersionArn: string): object[] {
  return [{ stateMachineVersionArn, weight: 100 }];
}
