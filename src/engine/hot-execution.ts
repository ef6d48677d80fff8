import type { Execution } from '../interpreter/execution.ts';
import type { EventId } from '../interpreter/record.ts';
import type { Signal } from '../interpreter/signal.ts';
import type { Header } from '../store/store.ts';
import type { LogSettings } from './logging/log-settings.ts';

/** An execution in memory, with its mailbox: one turn at a time. */
export interface HotExecution {
  /** Another one after a turn that was given up: it had changed this one. */
  execution: Execution;
  /** As last committed; version 0 before the first commit. */
  header: Header;
  readonly mailbox: Mail[];
  /** A commit of it was refused: it is ahead of the disk, and whoever still holds it must ask for another copy. */
  isGone: boolean;
  /** Whether turns run: the mailbox is being emptied. */
  isRunning: boolean;
  /** The turn that runs is decided on another thread: what is here is what is on disk. */
  isAway: boolean;
  /** Its last turn took long: the next one goes to another thread without being tried here. */
  isSlow: boolean;
  /** Resolves when what was decided here is on disk: the turns that run now have ended, or the next one is away. */
  settled: Promise<void>;
  /** Bytes of its journal: about what it takes in memory. */
  weight: number;
  /**
   * Attempts that its journal had as sent when it was loaded, whoever may have sent them. Undefined when it began
   * here, and once recovery has looked after it.
   */
  inherited: readonly EventId[] | undefined;
  /** How many of its abandoned jobs have been cancelled, or were another process's to cancel. */
  cancelled: number;
  /** The activities its program names. */
  readonly activityArns: readonly string[];
  /** The text of its program. */
  readonly definition: string;
  /** Undefined when nothing of it is logged. */
  readonly logs: LogSettings | undefined;
  readonly isTraced: boolean;
}

/** A signal and who waits for its turn. */
export interface Mail {
  readonly signal: Signal;
  /** @param accepted False when the signal changed nothing: what it named is over. */
  readonly resolve: (accepted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Of one frame in memory, about. */
const FRAME_BYTES = 500;

/** What an execution that ended without success keeps for a redrive: its journal says less than that. */
export function wreckBytes({ wreck, nextFrameId }: Execution): number {
  return wreck === undefined ? 0 : nextFrameId * FRAME_BYTES;
}

/** Whether it may leave memory: everything about it is on disk, and nobody will look for it here. */
export function isIdle(hot: HotExecution): boolean {
  return !hot.isRunning;
}

/** What an execution is made or loaded with. */
export type LoadedExecution = Pick<
  HotExecution,
  'execution' | 'header' | 'weight' | 'inherited' | 'activityArns' | 'definition' | 'logs' | 'isTraced'
>;

/**
 * It has nothing to do yet. Named field by field: put together of parts, which V8 copies one field at a time, it takes twice
 * the room, and every start makes one.
 */
export function hotExecution(loaded: LoadedExecution): HotExecution {
  return {
    execution: loaded.execution,
    header: loaded.header,
    mailbox: [],
    isGone: false,
    isRunning: false,
    isAway: false,
    isSlow: false,
    settled: SETTLED,
    weight: loaded.weight,
    inherited: loaded.inherited,
    cancelled: loaded.execution.abandoned.length,
    activityArns: loaded.activityArns,
    definition: loaded.definition,
    logs: loaded.logs,
    isTraced: loaded.isTraced,
  };
}

const SETTLED: Promise<void> = Promise.resolve();
