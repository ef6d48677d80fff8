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

  /**
   * Whether an attempt that may have been sent before a crash can be sent again, by the same id, without being done
   * twice. Absent: no, and its outcome is an error that says that it is unknown.
   */
  isRepeatable?(resource: Resource): boolean;

  /**
   * Resolves an attempt that an earlier process may have sent: waits for its outcome when it was, and sends it when it
   * certainly was not. Absent: nobody can say.
   *
   * @returns undefined when its outcome is unknown. @throws StateError as `send`.
   */
  resume?(attempt: Attempt, signal: AbortSignal): Promise<Payload | undefined>;

  /** The outcome of an attempt is on disk, or nobody wants it: `resume` will not ask for it. */
  settled?(attempt: Attempt): void;

  /**
   * The result of a job (`.sync`), for which `send` only means that it was accepted; undefined while it runs.
   *
   * @throws StateError as the job failed. @throws Unavailable to be asked again.
   */
  result?(job: SubmittedJob): Promise<Payload | undefined>;

  /** Nobody waits for the job any longer: ends it, if it still runs. @throws Unavailable to be called again. */
  cancel?(job: SubmittedJob): Promise<void>;
}

export interface Attempt {
  /** Unique and stable for this sending, safe in HTTP headers and file names: `<executionId>-<eventId>`. */
  readonly id: string;
  /** Never an activity. */
  readonly resource: Resource;
  /** A later process may ask for its outcome: what it belongs to has a journal. */
  readonly isResumable?: true;
  /** Evaluated Parameters, Arguments or, for a direct function ARN, the effective input. */
  readonly parameters: Payload;
  /** Account and region of the execution. */
  readonly scope: Scope;
  readonly executionArn: string;
  /** The role of its machine. */
  readonly roleArn?: string;
  /** What is called is told to be a part of this trace. */
  readonly traceHeader?: string;
  /** How executions that it starts name it as their parent; absent for a state that is tested by itself. */
  readonly asParent?: { readonly execution: number; readonly event: number };
}

/** A job, and the attempt that has submitted it. */
export interface SubmittedJob extends Attempt {
  /** What `send` answered. */
  readonly submitted: Payload;
}

/** Finds the integration of a resource; undefined when there is none: the task fails with a clear error. */
export type Integrations = (resource: Resource) => Integration | undefined;
