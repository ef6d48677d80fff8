import type { Resource } from '../../asl/resource.ts';

/**
 * Whether a call that may have been made before a crash can be made again. A start is: its parent is on disk with it, and
 * the same attempt gets the same execution. A token or a worker's task can be had once.
 */
export function isRepeatable(resource: Resource): boolean {
  if (resource.kind !== 'service') return false;
  return resource.service === 'states' || REPEATABLE.test(resource.action);
}

const REPEATABLE =
  /^(describe|list|create|publish)[A-Z]|^(get|validate)(ExecutionHistory|StateMachineDefinition)$|^(startExecution|stopExecution|sendTaskHeartbeat|tagResource|untagResource|testState)$/;
