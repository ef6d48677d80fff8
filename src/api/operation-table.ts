import { ServiceError } from '../base/service-error.ts';
import type { Fields } from './constraint.ts';
import { type OperationName, READERS } from './model/operations.ts';
import type { Call, Operation } from './operation.ts';
import { createActivity } from './operations/create-activity.ts';
import { createStateMachine } from './operations/create-state-machine.ts';
import { createStateMachineAlias } from './operations/create-state-machine-alias.ts';
import { deleteActivity } from './operations/delete-activity.ts';
import { deleteStateMachine } from './operations/delete-state-machine.ts';
import { deleteStateMachineAlias } from './operations/delete-state-machine-alias.ts';
import { deleteStateMachineVersion } from './operations/delete-state-machine-version.ts';
import { describeActivity } from './operations/describe-activity.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { describeMapRun } from './operations/describe-map-run.ts';
import { describeStateMachine } from './operations/describe-state-machine.ts';
import { describeStateMachineAlias } from './operations/describe-state-machine-alias.ts';
import { describeStateMachineForExecution } from './operations/describe-state-machine-for-execution.ts';
import { getActivityTask } from './operations/get-activity-task.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listActivities } from './operations/list-activities.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listMapRuns } from './operations/list-map-runs.ts';
import { listStateMachineAliases } from './operations/list-state-machine-aliases.ts';
import { listStateMachineVersions } from './operations/list-state-machine-versions.ts';
import { listStateMachines } from './operations/list-state-machines.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { publishStateMachineVersion } from './operations/publish-state-machine-version.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { sendTaskFailure } from './operations/send-task-failure.ts';
import { sendTaskHeartbeat } from './operations/send-task-heartbeat.ts';
import { sendTaskSuccess } from './operations/send-task-success.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { tagResource } from './operations/tag-resource.ts';
import { testState } from './operations/test-state.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateMapRun } from './operations/update-map-run.ts';
import { updateStateMachine } from './operations/update-state-machine.ts';
import { updateStateMachineAlias } from './operations/update-state-machine-alias.ts';
import { validateStateMachineDefinition } from './operations/validate-state-machine-definition.ts';

/** The operations that are there: each reads its input, refuses what breaks the service model, and runs. */
export const OPERATIONS = {
  CreateActivity: checked('CreateActivity', createActivity),
  CreateStateMachine: checked('CreateStateMachine', createStateMachine),
  CreateStateMachineAlias: checked('CreateStateMachineAlias', createStateMachineAlias),
  DeleteActivity: checked('DeleteActivity', deleteActivity),
  DeleteStateMachine: checked('DeleteStateMachine', deleteStateMachine),
  DeleteStateMachineAlias: checked('DeleteStateMachineAlias', deleteStateMachineAlias),
  DeleteStateMachineVersion: checked('DeleteStateMachineVersion', deleteStateMachineVersion),
  DescribeActivity: checked('DescribeActivity', describeActivity),
  DescribeExecution: checked('DescribeExecution', describeExecution),
  DescribeMapRun: checked('DescribeMapRun', describeMapRun),
  DescribeStateMachine: checked('DescribeStateMachine', describeStateMachine),
  DescribeStateMachineAlias: checked('DescribeStateMachineAlias', describeStateMachineAlias),
  DescribeStateMachineForExecution: checked(
    'DescribeStateMachineForExecution',
    describeStateMachineForExecution,
  ),
  GetActivityTask: checked('GetActivityTask', getActivityTask),
  GetExecutionHistory: checked('GetExecutionHistory', getExecutionHistory),
  ListActivities: checked('ListActivities', listActivities),
  ListExecutions: checked('ListExecutions', listExecutions),
  ListMapRuns: checked('ListMapRuns', listMapRuns),
  ListStateMachineAliases: checked('ListStateMachineAliases', listStateMachineAliases),
  ListStateMachineVersions: checked('ListStateMachineVersions', listStateMachineVersions),
  ListStateMachines: checked('ListStateMachines', listStateMachines),
  ListTagsForResource: checked('ListTagsForResource', listTagsForResource),
  PublishStateMachineVersion: checked('PublishStateMachineVersion', publishStateMachineVersion),
  RedriveExecution: checked('RedriveExecution', redriveExecution),
  SendTaskFailure: checked('SendTaskFailure', sendTaskFailure),
  SendTaskHeartbeat: checked('SendTaskHeartbeat', sendTaskHeartbeat),
  SendTaskSuccess: checked('SendTaskSuccess', sendTaskSuccess),
  StartExecution: checked('StartExecution', startExecution),
  StartSyncExecution: checked('StartSyncExecution', startSyncExecution),
  StopExecution: checked('StopExecution', stopExecution),
  TagResource: checked('TagResource', tagResource),
  TestState: checked('TestState', testState),
  UntagResource: checked('UntagResource', untagResource),
  UpdateMapRun: checked('UpdateMapRun', updateMapRun),
  UpdateStateMachine: checked('UpdateStateMachine', updateStateMachine),
  UpdateStateMachineAlias: checked('UpdateStateMachineAlias', updateStateMachineAlias),
  ValidateStateMachineDefinition: checked('ValidateStateMachineDefinition', validateStateMachineDefinition),
} as const;

function checked<Name extends OperationName>(
  name: Name,
  run: Operation<Name>,
): (from: Fields, call: Call) => Promise<object> {
  const read = READERS[name];
  return (from, call) => {
    const problems: string[] = [];
    const input = read(from, problems);
    if (problems.length === 0) return run(input, call);
    const errors = problems.length === 1 ? 'error' : 'errors';
    throw new ServiceError(
      'ValidationException',
      `${problems.length} validation ${errors} detected: ${problems.join('; ')}`,
    );
  };
}
