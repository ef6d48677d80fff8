import type { Resource } from '../asl/resource.ts';
import type { Scope } from '../base/arn.ts';
import type { Payload } from '../base/payload.ts';

/**
 * One way a Task state can reach the world. The engine sends each attempt at most once, after its
 * `TaskStarted` is on disk, and turns the outcome into a signal.
 */
export interface Integration {
  /**
   * Sends one attempt and waits for its outcome. Throws only StateError (the attempt failed with that error and
   * cause); anything else is a Defect. For `waitForTaskToken` the outcome means that the request was
   * accepted; the task itself ends through SendTaskSuccess or SendTaskFailure.
   *
   * @param signal Aborted when nobody waits any longer (timeout, stop): cancel what can be cancelled.
   */
  send(attempt: Attempt, signal: AbortSignal): Promise<Payload>;
}

export interface Attempt {
  /** Unique and stable for this sending, safe in HTTP headers and file names: `<executionId>-<eventId>`. */
  readonly id: string;
  /** Never an activity. */
  readonly resource: Resource;
  /** Evaluated Parameters, Arguments or, for a direct function ARN, the effective input. */
  readonly parameters: Payload;
  /** Account and region of the execution. */
  readonly scope: Scope;
  readonly executionArn: string;
}

/** Finds the integration of a resource; undefined when there is none: the task fails with a clear error. */
export type Integrations = (resource: Resource) => Integration | undefined;
