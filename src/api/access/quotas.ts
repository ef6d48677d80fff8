import type { Instant } from '../../base/time.ts';
import type { OperationName } from '../model/operations.ts';
import { type BucketSize, TokenBuckets } from './token-buckets.ts';

/** How often each account may call each operation. */
export interface Quotas {
  /** Counts a call. @returns false when it is one too many: it must not be made. */
  take(call: { readonly account: string; readonly operation: string; readonly now: Instant }): boolean;
}

/**
 * The quotas that AWS gives a new account in its large regions (Developer Guide, "Quotas related to API action
 * throttling", Nov 2026).
 *
 * Regions are free here, so that they share a bucket: a caller could otherwise have as many as they can name.
 */
export function createAwsQuotas(): Quotas {
  const buckets = new TokenBuckets();
  return {
    take({ account, operation, now }) {
      const size = isLimited(operation) ? AWS_QUOTAS[operation] : undefined;
      return size === undefined || buckets.take(`${account} ${operation}`, size, now);
    },
  };
}

/** AWS has no quota on StartSyncExecution: it "scales with sustained workload". */
export const AWS_QUOTAS: Readonly<Record<Exclude<OperationName, 'StartSyncExecution'>, BucketSize>> = {
  CreateActivity: bucket(100, 1),
  CreateStateMachine: bucket(100, 1),
  CreateStateMachineAlias: bucket(100, 1),
  DeleteActivity: bucket(100, 1),
  DeleteStateMachine: bucket(100, 1),
  DeleteStateMachineAlias: bucket(100, 1),
  DeleteStateMachineVersion: bucket(100, 1),
  DescribeActivity: bucket(200, 1),
  DescribeExecution: bucket(300, 15),
  DescribeMapRun: bucket(200, 1),
  DescribeStateMachine: bucket(200, 20),
  DescribeStateMachineAlias: bucket(200, 1),
  DescribeStateMachineForExecution: bucket(200, 1),
  GetActivityTask: bucket(3000, 500),
  GetExecutionHistory: bucket(400, 20),
  ListActivities: bucket(100, 10),
  ListExecutions: bucket(200, 5),
  ListMapRuns: bucket(100, 1),
  ListStateMachineAliases: bucket(100, 1),
  ListStateMachines: bucket(100, 5),
  ListStateMachineVersions: bucket(100, 1),
  ListTagsForResource: bucket(100, 1),
  PublishStateMachineVersion: bucket(100, 1),
  RedriveExecution: bucket(1300, 300),
  SendTaskFailure: bucket(3000, 500),
  SendTaskHeartbeat: bucket(3000, 500),
  SendTaskSuccess: bucket(3000, 500),
  StartExecution: bucket(1300, 300),
  StopExecution: bucket(1000, 200),
  TagResource: bucket(200, 1),
  TestState: bucket(50, 10),
  UntagResource: bucket(200, 1),
  UpdateMapRun: bucket(100, 1),
  UpdateStateMachine: bucket(100, 1),
  UpdateStateMachineAlias: bucket(100, 1),
  ValidateStateMachineDefinition: bucket(100, 1),
};

function bucket(tokens: number, refillPerSecond: number): BucketSize {
  return { tokens, refillPerSecond };
}

function isLimited(operation: string): operation is keyof typeof AWS_QUOTAS {
  return Object.hasOwn(AWS_QUOTAS, operation);
}
