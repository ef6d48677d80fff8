import type { Defined } from '../asl/diagnose.ts';
import type { Diagnostic } from '../asl/validate.ts';
import type { Scope } from '../base/arn.ts';
import type { Json } from '../base/json.ts';
import type { JsonBytes } from '../base/json-bytes.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import type { Machine, Revision } from '../catalog/catalog.ts';
import type { Counts } from '../interpreter/map-run.ts';
import type { EventId, MapRunLimits, Origin, Parent } from '../interpreter/record.ts';
import type { Answer } from '../interpreter/test-state/answer.ts';
import type { Header } from '../store/store.ts';
import type { StateTestRequest } from './test-state/run-state-test.ts';

/** Runs executions. Every promise resolves only when what it tells is on disk. */
export interface Engine {
  /** Whether a start would be refused now, with ThrottlingException. */
  isFull(): boolean;

  /**
   * Starts an execution; with a name it is idempotent while that execution runs on the same input text. On an EXPRESS
   * machine every start is a new execution, whatever its name; it runs again from its beginning after a crash.
   *
   * @param request.name Default: a new UUID. Already checked against the naming rules.
   * @param request.input JSON text, already checked; at most 262,144 bytes.
   * @throws ServiceError ExecutionAlreadyExists: the name belongs to a closed execution or another input.
   * @throws ServiceError ThrottlingException: queues are full; nothing happened.
   */
  start(request: StartRequest): Promise<{ executionArn: string; startedAt: Instant }>;

  /**
   * Runs an execution of an EXPRESS machine and waits for its end, at most five minutes. It is nowhere on disk and
   * runs once: what a crash ends is lost. It goes on when its caller has gone.
   *
   * @throws ServiceError ThrottlingException: 1,000 callers wait already; nothing happened.
   * @throws Unavailable the engine was closed meanwhile; the execution was given up where it was.
   */
  startSync(request: StartRequest): Promise<ExpressEnd>;

  /**
   * Aborts a running execution. On one that has ended nothing changes and the moment it ended is returned.
   * Tasks in flight are not waited for; their late results are discarded.
   *
   * @returns undefined when there is no such execution.
   */
  stop(arn: string, reason: { error?: string; cause?: string }): Promise<Instant | undefined>;

  /**
   * Lets an execution go on that failed, was stopped or ran out of time: what had ended well is kept, only what had
   * not runs again. Idempotent by `clientToken`, for 15 minutes and the last 10 redrives.
   *
   * @param clientToken Default: one of its own.
   * @returns The moment of the redrive; undefined when there is no such execution.
   * @throws ServiceError ExecutionNotRedrivable, with AWS's reason; nothing happened.
   */
  redrive(arn: string, clientToken?: string): Promise<Instant | undefined>;

  /**
   * Takes a machine out of the catalog and aborts what runs on it; no execution starts meanwhile. What a crash leaves
   * undone is done after the next start.
   */
  deleteMachine(machine: Machine): Promise<void>;

  describe(arn: string): Promise<ExecutionDescription | undefined>;

  /**
   * Newest first; `before` is the id of the last one of the former page.
   *
   * @param query.qualifier Only those started by this version (its number) or alias (its name).
   */
  list(query: {
    machine: Machine;
    qualifier?: number | string;
    status?: ExecutionHeader['status'];
    before?: number;
    limit: number;
  }): Promise<ExecutionHeader[]>;

  /** @returns undefined when there is no such Map Run; also below. */
  mapRun(arn: string): Promise<MapRunDescription | undefined>;

  /** All Map Runs of an execution, newest first. @returns undefined when there is no such execution. */
  mapRuns(executionArn: string): Promise<readonly MapRunDescription[] | undefined>;

  /** Durable on return. @returns false when the Map Run is over, and so nothing has changed. */
  changeMapRun(arn: string, limits: Partial<MapRunLimits>): Promise<boolean | undefined>;

  /** The executions of a Map Run, newest first; `before` is the id of the last one of the former page. */
  mapRunExecutions(arn: string, query: MapRunQuery): Promise<readonly ListedChild[] | undefined>;

  /**
   * One page of a history. A page once read never changes.
   *
   * @param query.after Event id, exclusive (before it, when reverse); absent: from the beginning.
   * @returns undefined when there is no such execution.
   */
  history(arn: string, query: HistoryQuery): Promise<HistoryPage | undefined>;

  /**
   * Ends a waiting task or activity by its token. Of several calls exactly one wins.
   *
   * @throws ServiceError InvalidToken (not one of ours, or another account's), TaskDoesNotExist, TaskTimedOut.
   */
  completeTask(scope: Scope, token: string, outcome: TaskOutcome): Promise<void>;

  /** @throws ServiceError InvalidToken, as `completeTask`; whether its task still waits is not asked. */
  checkToken(scope: Scope, token: string): void;

  /** Resets the heartbeat clock. Errors as `completeTask`. */
  heartbeat(scope: Scope, token: string): Promise<void>;

  /**
   * Waits for work on an activity.
   *
   * @param poll.signal Aborted when the caller is gone or the server drains: resolves undefined.
   * @returns undefined when there was nothing within `poll.waitMs`. What is returned is given to nobody else.
   * @throws ServiceError ActivityWorkerLimitExceeded: 1,000 callers wait already.
   */
  pollActivity(
    activityArn: string,
    poll: ActivityPoll,
  ): Promise<{ taskToken: string; input: Payload } | undefined>;

  /** Reads a long definition where it holds up nobody: all that keeps it from running, and what is doubtful. */
  diagnose(defined: Defined): Promise<readonly Diagnostic[]>;

  /** The variables that each state of a long definition reads, found there as well. @throws Unavailable when it takes too much. */
  variableReferences(definition: string): Promise<Readonly<Record<string, readonly string[]>>>;

  /**
   * Runs one state by itself, in memory; at most five minutes.
   *
   * @throws ServiceError ValidationException: the request contradicts what the state does with its input.
   */
  testState(request: StateTestRequest, signal: AbortSignal): Promise<StateTestAnswer>;

  /** Stops taking new work, waits for commits under way, and stops timers. Idempotent. */
  close(): Promise<void>;
}

export type StateTestAnswer = Answer;
export type { Parent };

export interface StartRequest {
  readonly machine: Machine;
  /** Which definition runs; default: the current one. */
  readonly revision?: Revision;
  readonly name?: string;
  readonly input: string;
  /** What the input says, from whoever has parsed it. */
  readonly value?: Json;
  /** Kept with the execution; no part of what makes two starts the same. */
  readonly origin?: Origin;
}

/** How an execution ended that its caller has waited for. */
export interface ExpressEnd {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  readonly startedAt: Instant;
  readonly stoppedAt: Instant;
  readonly traceHeader?: string;
  readonly input: Payload;
  readonly output?: Payload;
  readonly error?: string;
  readonly cause?: string;
}

export interface MapRunDescription {
  /** Ascending within its execution. */
  readonly id: number;
  readonly mapRunArn: string;
  /** Of the execution that its Map state belongs to. */
  readonly executionArn: string;
  /** Of the part of the machine that its executions run. */
  readonly stateMachineArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant;
  /** Absent when it has not been redriven. */
  readonly redriveCount?: number;
  readonly redrivenAt?: Instant;
  readonly limits: MapRunLimits;
  readonly items: Counts;
  readonly executions: Counts;
}

export interface MapRunQuery {
  /** `PENDING_REDRIVE`: it has not ended well, and its run, which is redriven, has not come to it yet. */
  readonly status?: ExecutionHeader['status'] | 'PENDING_REDRIVE';
  readonly isRedriven?: boolean;
  readonly before?: number;
  readonly limit: number;
}

/** An execution of a Map Run. */
export interface ListedChild {
  readonly header: ExecutionHeader;
  readonly isPendingRedrive: boolean;
  readonly executionArn: string;
  readonly stateMachineArn: string;
}

export interface HistoryQuery {
  readonly after?: EventId;
  readonly limit: number;
  readonly reverse: boolean;
  readonly includeExecutionData: boolean;
}

export interface HistoryPage {
  /** `after` of the next page; absent when no event follows *for now*. */
  readonly next?: EventId;
  /** Its events as AWS shows them, with commas between: an object for each would be most of the work. */
  writeEvents(bytes: JsonBytes): void;
}

export interface ActivityPoll {
  readonly workerName?: string;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

export type TaskOutcome =
  | { readonly type: 'succeeded'; readonly output: Payload }
  | { readonly type: 'failed'; readonly error?: string; readonly cause?: string };

/** What can be told of an execution without reading its journal; how it is kept is the engine's own business. */
export type ExecutionHeader = Omit<Header, 'wakeAt' | 'attention' | 'version'>;

export interface ExecutionDescription {
  readonly header: ExecutionHeader;
  /** Why it cannot be redriven now, in AWS's words; absent when it can. */
  readonly redriveProblem?: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly input: Payload;
  readonly traceHeader?: string;
  /** Of an execution of a Map Run: which run, and the label of its Map state. */
  readonly mapRunArn?: string;
  readonly label?: string;
  /** Of one that has not ended well: its run is being redriven, and has not come to it yet. */
  readonly isPendingRedrive?: boolean;
  readonly output?: Payload;
  readonly error?: string;
  readonly cause?: string;
}
