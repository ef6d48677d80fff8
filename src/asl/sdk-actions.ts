import { SDK_OPERATIONS } from './sdk-operations.ts';

/**
 * Whether a service has an operation of this name that tasks can call, so that a misspelt one is found when the machine
 * is created. Of services that are not known here any name passes.
 *
 * @param service As in a Task's resource, behind `aws-sdk:`.
 */
export function isSdkAction(service: string, action: string): boolean {
  if (service === 'sfn') return OF_STEP_FUNCTIONS.has(action);
  const operations = SDK_OPERATIONS.get(service);
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  return operations === undefined || (action !== name && operations.split(' ').includes(name));
}

const OF_STEP_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['createActivity', 'createStateMachine', 'createStateMachineAlias'],
  ...['deleteActivity', 'deleteStateMachine', 'deleteStateMachineAlias', 'deleteStateMachineVersion'],
  ...['describeActivity', 'describeExecution', 'describeMapRun', 'describeStateMachine'],
  ...['describeStateMachineAlias', 'describeStateMachineForExecution'],
  ...['getActivityTask', 'getExecutionHistory'],
  ...[
    'listActivities',
    'listExecutions',
    'listMapRuns',
    'listStateMachineAliases',
    'listStateMachineVersions',
  ],
  ...['listStateMachines', 'listTagsForResource', 'publishStateMachineVersion', 'redriveExecution'],
  ...['sendTaskFailure', 'sendTaskHeartbeat', 'sendTaskSuccess'],
  ...['startExecution', 'startSyncExecution', 'stopExecution', 'tagResource', 'testState', 'untagResource'],
  ...['updateMapRun', 'updateStateMachine', 'updateStateMachineAlias', 'validateStateMachineDefinition'],
]);
