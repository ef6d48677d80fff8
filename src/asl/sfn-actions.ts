/**
 * Whether Step Functions has an operation of this name, so that a misspelt one is found when the machine is created. Of
 * other services any name passes: their APIs are not known here.
 */
export function isSfnAction(action: string): boolean {
  return ACTIONS.has(action);
}

const ACTIONS: ReadonlySet<string> = new Set([
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
