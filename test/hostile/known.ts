import type { Known } from './bad-body.ts';

type Call = (operation: string, input: object) => Promise<Record<string, unknown>>;

const ROLE = 'arn:aws:iam::123456789012:role/hostile';
const ARN = 'arn:aws:states:us-east-1:123456789012:';

/** Makes one of everything, named for a round, and tells by which texts requests can name it. */
export async function populate(call: Call, round: number): Promise<Known> {
  const [ask, pass] = [`ask-${round}`, `pass-${round}`];
  const { activityArn } = await call('CreateActivity', { name: ask });
  const task = JSON.stringify(machineOf({ Type: 'Task', Resource: activityArn, End: true }));
  const made = { roleArn: ROLE, publish: true };
  const machine = await call('CreateStateMachine', { ...made, name: ask, definition: task });
  const express = await call('CreateStateMachine', {
    ...made,
    name: pass,
    definition: PASS,
    type: 'EXPRESS',
  });
  const version = machine.stateMachineVersionArn;
  const routingConfiguration = [{ stateMachineVersionArn: version, weight: 100 }];
  const alias = await call('CreateStateMachineAlias', { name: 'PROD', routingConfiguration });
  const { stateMachineArn } = machine;
  const { executionArn } = await call('StartExecution', { stateMachineArn, name: 'e', input: '{"a":1}' });
  const { taskToken } = await call('GetActivityTask', { activityArn });
  const { nextToken } = await call('ListStateMachines', { maxResults: 1 });
  const arns = [stateMachineArn, express.stateMachineArn, version, alias.stateMachineAliasArn].map(String);
  return {
    ...TEXTS,
    activityArn: [String(activityArn), `${ARN}activity:gone`],
    stateMachineArn: [...arns, `${stateMachineArn}/label`, `${ARN}stateMachine:gone`],
    stateMachineVersionArn: [String(version), String(express.stateMachineVersionArn), `${version}0`],
    stateMachineAliasArn: [String(alias.stateMachineAliasArn), `${stateMachineArn}:GONE`],
    executionArn: [String(executionArn), `${executionArn}gone`, `${ARN}express:${pass}:e:e`],
    mapRunArn: [`${ARN}mapRun:${ask}/label:${'0'.repeat(36)}`],
    resourceArn: [...arns, String(activityArn), String(executionArn)],
    taskToken: [String(taskToken)],
    nextToken: nextToken === undefined ? [] : [String(nextToken)],
    definition: [...DEFINITIONS, task],
  };
}

function machineOf(state: object, top: object = {}): object {
  return { ...top, StartAt: 'A', States: { A: state } };
}

const PASS = JSON.stringify(machineOf({ Type: 'Pass', End: true }));

/** None of them takes time: what is started is waited for. */
const DEFINITIONS: readonly string[] = [
  PASS,
  ...[
    { Type: 'Pass', End: true },
    { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true },
    machineOf({ Type: 'Pass', Output: '{% $states.input %}', End: true }, { QueryLanguage: 'JSONata' }),
    machineOf({ Type: 'Fail', Error: 'E', Cause: 'c' }),
    machineOf({ Type: 'Wait', Seconds: 0, End: true }),
    machineOf({ Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'A' }] }),
    machineOf({ Type: 'Parallel', Branches: [machineOf({ Type: 'Succeed' })], End: true }),
    machineOf({ Type: 'Map', ItemProcessor: machineOf({ Type: 'Pass', End: true }), End: true }),
    machineOf({
      Type: 'Pass',
      Parameters: { '__proto__.$': '$', 'b.$': "States.Format('{}', $)" },
      End: true,
    }),
  ].map((definition) => JSON.stringify(definition)),
];

const TEXTS: Known = {
  name: ['a', 'b', 'c', 'PROD', 'ask-0', 'pass-0', 'e'],
  roleArn: [ROLE],
  input: ['{}', '{"a":1}', '[]', '"x"', '[1,[2]]'],
  output: ['{}', '1'],
  result: ['{}', '[]'],
  variables: ['{}', '{"v":1}'],
  context: ['{}', '{"Execution":{"Id":"x"}}'],
  stateName: ['A', 'B'],
  error: ['E'],
  cause: ['c'],
  key: ['k', 'aws:k', ''],
  tagKeys: ['k'],
  traceHeader: ['Root=1-5759e988-bd862e3fe1be46a994272793'],
  logGroupArn: ['arn:aws:logs:us-east-1:123456789012:log-group:g:*'],
  kmsKeyId: ['alias/k'],
  revisionId: ['INITIAL'],
  errorCausedByState: ['A'],
};
