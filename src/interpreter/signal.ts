import type { Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import type { HeldOutcome } from './execution.ts';
import type { CountedEnd, EventId, Failure, MapRunLimits, Membership, Origin } from './record.ts';

/** News for an execution. Whatever it names may be gone by now; then nothing happens. */
export type Signal =
  | {
      readonly type: 'start';
      readonly input: Payload;
      readonly origin?: Origin;
      readonly membership?: Membership;
    }
  /** Timers may be due, steps may be left, sending slots may be free. */
  | { readonly type: 'go' }
  | ({ readonly type: 'stop' } & Failure)
  /** An execution of a Map Run has ended; heard also when this one has, until all of them have told. */
  | ({ readonly type: 'childEnded' } & ChildOutcome)
  /** UpdateMapRun. */
  | { readonly type: 'changeMapRun'; readonly run: EventId; readonly limits: Partial<MapRunLimits> }
  /** An execution that has ended without success is to go on where it ended. */
  | { readonly type: 'redrive'; readonly clientToken: string }
  /** An execution of a Map Run that is redriven: by its number among the run's redrives. */
  | { readonly type: 'redriveChild'; readonly redrive: number }
  /** A worker took an activity's task. */
  | { readonly type: 'taken'; readonly attempt: EventId; readonly workerName: string | undefined }
  /** The sender's outcome; for a token task it means that the request was accepted. */
  | { readonly type: 'sent'; readonly attempt: EventId; readonly output: Payload }
  | ({ readonly type: 'sendFailed'; readonly attempt: EventId } & Failure)
  /** SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. */
  | { readonly type: 'tokenSucceeded'; readonly attempt: EventId; readonly output: Payload }
  | ({ readonly type: 'tokenFailed'; readonly attempt: EventId } & Failure)
  | { readonly type: 'heartbeat'; readonly attempt: EventId }
  /** The job that the attempt has submitted has ended. */
  | { readonly type: 'jobEnded'; readonly attempt: EventId; readonly outcome: HeldOutcome };

/** What an execution of a Map Run tells at its end. */
export interface ChildOutcome extends Failure {
  readonly run: EventId;
  readonly index: number;
  /** The redrive of its run under which it ran; 0: it has not been redriven. */
  readonly redrive: number;
  readonly redriveCount: number;
  readonly end: CountedEnd;
  /** `unborn`: there is no such execution. `lost`: it could not be redriven, and its former end stays. */
  readonly fate?: 'unborn' | 'lost';
  readonly startedAt: Instant;
  readonly stoppedAt: Instant;
  readonly output: Payload | undefined;
}
