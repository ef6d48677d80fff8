import type { Program, StateIndex } from '../asl/program.ts';
import type { Scope as Place } from '../base/arn.ts';
import type { Json } from '../base/json.ts';
import { EMPTY_OBJECT, type Payload } from '../base/payload.ts';
import type { Instant } from '../base/time.ts';
import { TimerHeap } from '../base/timer-heap.ts';
import { LazyMap } from './lazy-map.ts';
import { LazySet } from './lazy-set.ts';
import type { MapRun } from './map-run.ts';
import { Numbered } from './numbered.ts';
import { ReadyQueue } from './ready-queue.ts';
import type { EventId, Failure, FrameId, Membership, Origin } from './record.ts';

type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What the context object and history say about an execution that its journal does not. */
export interface Identity {
  readonly place: Place;
  readonly executionArn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
}

/** An execution in memory: what folding its journal gives. Only `evolve` changes it. */
export interface Execution {
  readonly program: Program;
  readonly identity: Identity;
  status: Status;
  lastEventId: EventId;
  /** The moment of the last turn: history never goes back in time. */
  lastAt: Instant;
  startedAt: Instant;
  stoppedAt: Instant | undefined;
  /** Due when the program's TimeoutSeconds are over. */
  timeoutAt: Instant | undefined;
  input: Payload;
  origin: Origin | undefined;
  output: Payload | undefined;
  failure: Failure;
  redriveCount: number;
  /** The last redrives, oldest first. */
  redrives: readonly Redrive[];
  /** The root as it was when the execution ended without success: where a redrive goes on. */
  wreck: Frame | undefined;
  nextFrameId: FrameId;
  /** Of the variables of all frames. */
  variableBytes: number;
  readonly frames: Numbered<Frame>;
  readonly ready: ReadyQueue<Frame>;
  readonly timers: TimerHeap<Frame>;
  /** Attempts by the id of their TaskScheduled event. */
  readonly attempts: LazyMap<EventId, Frame>;
  /** Attempts to be sent, oldest first. */
  readonly unsent: LazySet<Frame>;
  /** Attempts under way whose outcome the sender owes. */
  readonly sent: LazySet<Frame>;
  /** Attempts that wait for an activity's worker, oldest first. */
  readonly pooled: LazySet<Frame>;
  /** Attempts that wait for the job that they have submitted, oldest first. */
  readonly jobs: LazySet<Frame>;
  /** Jobs that had not ended when their attempts were given up, oldest first: nobody waits for them any longer. */
  readonly abandoned: Job[];
  /** Attempts that a token has ended in the place of their job. */
  readonly released: LazySet<EventId>;
  /** Set for an execution of a Map Run. */
  membership: Membership | undefined;
  /** By the id of their MapRunStarted event; also those that have ended. */
  readonly mapRuns: LazyMap<EventId, MapRun>;
  /** Of all Map Runs: executions that have started and not told their end. */
  runningChildren: number;
}

/** What a task with a job (`.sync`) has submitted. */
export interface Job {
  readonly attempt: EventId;
  readonly state: StateIndex;
  readonly parameters: Payload;
  /** What the service answered: it names the job. */
  readonly submitted: Payload;
}

/** A redrive that took place, by the token of its call. */
interface Redrive {
  readonly clientToken: string;
  readonly at: Instant;
}

/**
 * One thread of control: the root, a Parallel branch, a Map iteration.
 *
 * | phase | what the frame waits for |
 * | --- | --- |
 * | `between` | a step: entering `state` |
 * | `spawning` | a step: iterations, or executions of its Map Run, that may start |
 * | `joining` | a step: every child has ended well |
 * | `scheduled` | its attempt to be sent, or taken by a worker |
 * | `started` | the sender's outcome |
 * | `submitted` | its token, or its job |
 * | `waiting` | a Wait state's moment |
 * | `retrying` | a retrier's moment |
 * | `running` | its children |
 * | `failing` | a step: the failure of its attempt to be handled |
 * | `resuming` | a step: the work of a state that a redrive found unfinished |
 */
export type Phase =
  | 'between'
  | 'spawning'
  | 'joining'
  | 'scheduled'
  | 'started'
  | 'submitted'
  | 'waiting'
  | 'retrying'
  | 'running'
  | 'failing'
  | 'resuming';

export interface Frame {
  readonly id: FrameId;
  readonly parent: Frame | undefined;
  /** Branch or iteration number within the parent. */
  readonly position: number;
  phase: Phase;
  /** The state the frame is in, or (`between`) enters next. */
  state: StateIndex;
  /** That state's raw input. */
  input: Payload;
  /** The last event of this frame's chain. */
  previous: EventId;
  /** 0: between states. */
  enteredEvent: EventId;
  /** What the state's own Entered event points at. */
  enteredPrevious: EventId;
  enteredAt: Instant;
  /** Retries used, by retrier, and in all, during this visit of the state. */
  retries: number[] | undefined;
  retryCount: number;
  /** When this frame's timer is due. */
  timerAt: Instant | undefined;
  attempt: Attempt | undefined;
  fanOut: FanOut | undefined;
  /** While the state's Map Run is under way. */
  mapRun: MapRun | undefined;
  /** The children whose failure was not retried or caught yet, for a redrive. */
  fallen: FanOut | undefined;
  /** The Map Run whose end was not retried or caught yet, for a redrive. */
  fallenRun: MapRun | undefined;
  variables: Map<string, Variable> | undefined;
  /** Its place in the ready queue; 0: not in it. */
  ticket: number;
}

interface Variable {
  readonly value: Json;
  /** Of its JSON text. */
  readonly bytes: number;
}

export interface Attempt {
  readonly event: EventId;
  readonly parameters: Payload;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** A timeout's moment; a heartbeat's moves with every beat. */
  timeoutAt: Instant | undefined;
  heartbeatAt: Instant | undefined;
  /** An outcome that came by token before the request was recorded as submitted. */
  held: HeldOutcome | undefined;
  /** What the service answered, once it has taken a job. */
  submitted: Payload | undefined;
  /** How it failed, while the frame is `failing`. */
  failure: TaskFailure | undefined;
}

export type HeldOutcome = { readonly output: Payload } | { readonly failure: Failure };

/** `isHeartbeat` tells a missed heartbeat, which has a name of its own in ErrorEquals, from a timeout. */
interface TaskFailure extends Failure {
  readonly isTimeout: boolean;
  readonly isHeartbeat: boolean;
}

/** What a Parallel or Map state keeps while its children run. */
interface FanOut {
  readonly size: number;
  readonly maxConcurrency: number;
  readonly items: Payload | undefined;
  readonly keys: readonly string[] | undefined;
  /** By their positions. */
  readonly children: Numbered<Frame>;
  readonly results: Payload[];
  started: number;
  ended: number;
  /** The event the next iteration's Started points at. */
  iterationPrevious: EventId;
}

/** An execution before its first record. */
export function createExecution(program: Program, identity: Identity): Execution {
  return {
    program,
    identity,
    status: 'RUNNING',
    lastEventId: 0,
    lastAt: 0,
    startedAt: 0,
    stoppedAt: undefined,
    timeoutAt: undefined,
    input: EMPTY_OBJECT,
    origin: undefined,
    output: undefined,
    failure: { error: undefined, cause: undefined },
    redriveCount: 0,
    redrives: [],
    wreck: undefined,
    nextFrameId: 0,
    variableBytes: 0,
    frames: new Numbered(),
    ready: new ReadyQueue(),
    timers: new TimerHeap(timerOf),
    attempts: new LazyMap(),
    unsent: new LazySet(),
    sent: new LazySet(),
    pooled: new LazySet(),
    jobs: new LazySet(),
    abandoned: [],
    released: new LazySet(),
    membership: undefined,
    mapRuns: new LazyMap(),
    runningChildren: 0,
  };
}

function timerOf({ timerAt }: Frame): Instant | undefined {
  return timerAt;
}

/** Where a new frame begins. */
export interface FrameStart {
  readonly parent: Frame | undefined;
  readonly position: number;
  readonly state: StateIndex;
  readonly input: Payload;
  readonly previous: EventId;
}

export function createFrame(id: FrameId, start: FrameStart): Frame {
  return {
    id,
    parent: start.parent,
    position: start.position,
    phase: 'between',
    state: start.state,
    input: start.input,
    previous: start.previous,
    enteredEvent: 0,
    enteredPrevious: 0,
    enteredAt: 0,
    retries: undefined,
    retryCount: 0,
    timerAt: undefined,
    attempt: undefined,
    fanOut: undefined,
    mapRun: undefined,
    fallen: undefined,
    fallenRun: undefined,
    variables: undefined,
    ticket: 0,
  };
}
