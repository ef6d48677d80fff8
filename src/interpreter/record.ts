import type { StateIndex } from '../asl/program.ts';
import type { JsonObject } from '../base/json.ts';
import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';

/** Position in the history, from 1; 0 stands for "none". Only events have one, private records do not. */
export type EventId = number;

/** Number of a frame within its execution, in order of creation; 0 is the root. */
export type FrameId = number;

/**
 * One fact in an execution's life. All but the private ones are AWS's history events: they take the next
 * event id, and `previous` is their `previousEventId`. `state` makes a record readable without replay.
 * The moment is not here: a turn has one moment, kept with its chunk.
 */
export type Record = EventRecord | PrivateRecord;

/** The record of a type. */
export type RecordOf<Type extends Record['type']> = Extract<Record, { type: Type }>;

export type EventRecord =
  | { readonly type: 'ExecutionStarted'; readonly input: Payload; readonly origin?: Origin }
  | { readonly type: 'ExecutionSucceeded'; readonly previous: EventId; readonly output: Payload }
  | ({ readonly type: 'ExecutionFailed'; readonly previous: EventId } & Failure)
  | ({ readonly type: 'ExecutionAborted' } & Failure)
  | { readonly type: 'ExecutionTimedOut' }
  /** What had not ended well goes on. `clientToken` is private: the same token again is the same redrive. */
  | {
      readonly type: 'ExecutionRedriven';
      readonly previous: EventId;
      readonly redriveCount: number;
      readonly clientToken: string;
    }
  | (InState & { readonly type: 'StateEntered'; readonly input: Payload })
  | StateExited
  | (InState & { readonly type: 'StateAborted' })
  | (InState & { readonly type: 'EvaluationFailed' } & Failure & { readonly location: string | undefined })
  | TaskScheduled
  | (InState & { readonly type: 'TaskStarted'; readonly workerName: string | undefined })
  | (InState & { readonly type: 'TaskSubmitted'; readonly output: Payload })
  | (InState & { readonly type: 'TaskSucceeded'; readonly output: Payload })
  | (InState & { readonly type: 'TaskFailed' } & Failure)
  /** `isHeartbeat` is private: AWS shows a missed heartbeat as a timeout, but ErrorEquals tells them apart. */
  | (InState & { readonly type: 'TaskTimedOut'; readonly isHeartbeat: boolean } & Failure)
  | (InState & { readonly type: 'ParallelStarted'; readonly input: Payload })
  | (InState & { readonly type: 'ParallelSucceeded' })
  | (InState & { readonly type: 'ParallelFailed' })
  | MapStarted
  | (InState & { readonly type: 'MapSucceeded' })
  | (InState & { readonly type: 'MapFailed' })
  | MapRunStarted
  | (InState & { readonly type: 'MapRunSucceeded' })
  | (InState & { readonly type: 'MapRunFailed' } & Failure)
  | (InState & { readonly type: 'MapRunAborted' })
  | MapRunRedriven
  | (InState & { readonly type: 'MapIterationStarted'; readonly index: number; readonly input: Payload })
  | (InState & { readonly type: 'MapIterationSucceeded'; readonly index: number })
  | (InState & { readonly type: 'MapIterationFailed'; readonly index: number })
  | (InState & { readonly type: 'MapIterationAborted'; readonly index: number });

export type PrivateRecord =
  /** A Wait state's due time. */
  | { readonly type: 'WaitScheduled'; readonly frame: FrameId; readonly until: Instant }
  /** The retrier that took a failure, and when the state runs again. */
  | {
      readonly type: 'RetryScheduled';
      readonly frame: FrameId;
      /** The failing event: the retried work's first event points at it. */
      readonly previous: EventId;
      readonly retrier: number;
      readonly until: Instant;
    }
  /** Aborts what still runs inside a Parallel or Map state; what follows points at the failing event. */
  | { readonly type: 'ChildrenFailed'; readonly frame: FrameId; readonly previous: EventId }
  | { readonly type: 'HeartbeatReceived'; readonly frame: FrameId; readonly at: Instant }
  /** A token's success came before its request was recorded as submitted. */
  | { readonly type: 'SuccessHeld'; readonly frame: FrameId; readonly output: Payload }
  | ({ readonly type: 'FailureHeld'; readonly frame: FrameId } & Failure)
  /** A token ends the task in the place of its job: the job goes on, and nobody waits for it. */
  | { readonly type: 'JobReleased'; readonly frame: FrameId }
  /** The first record of an execution of a Map Run: it runs the Map's processor, not the machine. */
  | ({ readonly type: 'ChildOf' } & Membership)
  /** A Map Run's next execution is to run, with the next items; without an input it gets the one item as it is. */
  | {
      readonly type: 'ChildStarted';
      /** Of its MapRunStarted. */
      readonly run: EventId;
      readonly items: number;
      readonly input: Payload | undefined;
    }
  | ChildEnded
  /** An execution of a Map Run that has not ended well runs again. */
  | { readonly type: 'ChildRedriven'; readonly run: EventId; readonly index: number }
  /** No execution of a Map Run starts any more; it fails when those that run have ended. */
  | ({ readonly type: 'MapRunFailing'; readonly run: EventId; readonly isFinal: boolean } & Failure)
  | { readonly type: 'MapRunLimitsChanged'; readonly run: EventId; readonly limits: MapRunLimits };

/** What a start said besides its input; none of it changes what the execution does. */
export interface Origin {
  /** The published version of the state machine that was asked for, or that the alias chose. */
  readonly machineVersion?: number;
  readonly machineAlias?: string;
  /** As in the AWS X-Ray trace header. */
  readonly traceHeader?: string;
  /** Absent when nobody but a caller of the API has started it. */
  readonly parent?: Parent;
}

/** What of another execution has started this one. The same parent starts the same child, however often it tries. */
export interface Parent {
  /** Its number in the store. */
  readonly execution: number;
  /** Its TaskScheduled event, or that of the state whose children are many. */
  readonly event: EventId;
  /** Which of that event's children this is; absent when it has one. */
  readonly item?: number;
  /** Whether it waits for the end of this one: then it is told of it, and this one is stopped when nobody waits any longer. */
  readonly isWaiting: boolean;
}

interface InState {
  readonly frame: FrameId;
  readonly previous: EventId;
  readonly state: StateIndex;
}

/** AWS shows each only when it is there. */
export interface Failure {
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

interface StateExited extends InState {
  readonly type: 'StateExited';
  readonly output: Payload;
  readonly assigned: JsonObject | undefined;
  /** Private: where the frame goes on, or END. */
  readonly next: number;
}

interface TaskScheduled extends InState {
  readonly type: 'TaskScheduled';
  readonly parameters: Payload;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly roleArn: string | undefined;
}

interface MapStarted extends InState {
  readonly type: 'MapStarted';
  /** Private: the array that is iterated over, as evaluated. */
  readonly items: Payload;
  /** Private: the members' names when iterating over an object. */
  readonly keys: readonly string[] | undefined;
  /** Private: iterations at a time, 0: all. */
  readonly maxConcurrency: number;
}

/** What an execution of a Map Run belongs to. */
export interface Membership {
  /** The last part of the Map Run's ARN. */
  readonly mapRun: string;
  /** The Map state. */
  readonly map: StateIndex;
  /** How many of its items this execution works on. */
  readonly items: number;
}

/** What a Map Run may do at once, and what it puts up with. UpdateMapRun changes them. */
export interface MapRunLimits {
  /** Executions at a time, 0: no limit of its own. */
  readonly maxConcurrency: number;
  /** Absent: not given. With neither, no failure is tolerated. */
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
}

/** How many items an execution takes; without a limit on either it takes one, as it is. */
export interface Batching {
  readonly itemsMax?: number;
  readonly bytesMax?: number;
  /** `BatchInput` of every batch. */
  readonly input?: Payload;
}

/**
 * How an execution of a Map Run may end. Their positions are on disk: append only. `UNBORN`: its run was over before it
 * began, and there is no such execution; it counts as aborted. `LOST`: it cannot be redriven, and its former end stays.
 */
export const CHILD_ENDS = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'UNBORN', 'LOST'] as const;
export type ChildEnd = (typeof CHILD_ENDS)[number];
/** How an execution that exists has ended. */
export type CountedEnd = Exclude<ChildEnd, 'UNBORN' | 'LOST'>;

interface MapRunStarted extends InState {
  readonly type: 'MapRunStarted';
  /** The last part of its ARN. */
  readonly uuid: string;
  readonly limits: MapRunLimits;
  readonly batching: Batching | undefined;
}

interface MapRunRedriven extends InState {
  readonly type: 'MapRunRedriven';
  /** Private: of its MapRunStarted. */
  readonly run: EventId;
  readonly uuid: string;
  readonly redriveCount: number;
}

interface ChildEnded {
  readonly type: 'ChildEnded';
  readonly run: EventId;
  readonly index: number;
  readonly end: ChildEnd;
  /** What the Map state's result has for it; absent where nobody will see it. */
  readonly result: Payload | undefined;
  readonly resultBytes: number;
}

/** Whether it says what states have done and nothing else: most records do, and only the history wants to know of them. */
export function isInner({ type }: Record): boolean {
  switch (type) {
    case 'StateEntered':
    case 'StateExited':
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
      return true;
    default:
      return false;
  }
}

export function isEvent(record: Record): record is EventRecord {
  switch (record.type) {
    case 'WaitScheduled':
    case 'RetryScheduled':
    case 'ChildrenFailed':
    case 'HeartbeatReceived':
    case 'SuccessHeld':
    case 'FailureHeld':
    case 'JobReleased':
    case 'ChildOf':
    case 'ChildStarted':
    case 'ChildEnded':
    case 'ChildRedriven':
    case 'MapRunFailing':
    case 'MapRunLimitsChanged':
      return false;
    default:
      return true;
  }
}
