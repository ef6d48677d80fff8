import type { Documents } from '../base/documents.ts';
import type { Metric } from '../base/metric.ts';
import type { Outbox, OutboxEntry } from '../base/outbox.ts';
import type { Instant } from '../base/time.ts';

/** Time-ordered, unique in the store, at most 2^53 - 1: a newer execution has a larger id. */
export type ExecutionId = number;

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * What can be asked of an execution without reading its journal. Rewritten by every turn; the journal is
 * the truth and the header follows from it.
 */
export interface Header {
  readonly id: ExecutionId;
  /** The state machine's number in the catalog. (machine, name) is unique. */
  readonly machine: number;
  /** Which definition of that machine runs. */
  readonly revision: number;
  readonly name: string;
  /** The published version of the machine that runs; absent when none was asked for. */
  readonly machineVersion?: number;
  /** The alias that chose the version. */
  readonly machineAlias?: string;
  /** The Map Run whose execution it is, and the number of its items: no execution of the machine itself. */
  readonly mapRun?: string;
  readonly itemCount?: number;
  readonly status: ExecutionStatus;
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant;
  /** How often it was redriven, and when last; absent: never. */
  readonly redriveCount?: number;
  readonly redrivenAt?: Instant;
  /** The earliest timer. */
  readonly wakeAt?: Instant;
  /** Bits of what this execution needs from an engine now; 0: nothing. The engine gives them their meaning. */
  readonly attention: number;
  /** Commits so far; the first commit writes version 1. */
  readonly version: number;
}

/** The smallest durable step of an execution: one journal chunk and the header that follows from it. */
export interface Turn {
  /**
   * `header.version - 1` must be the stored version, or (version 1) id and (machine, name) must be free.
   * Machine, name, machine's version and alias, Map Run and item count are those of version 1, whatever later headers say.
   */
  readonly header: Header;
  readonly chunk: Uint8Array;
  /** What others are to be told of it: into the outbox, in the same transaction. */
  readonly events?: readonly OutboxEntry[];
}

/**
 * Rows, bytes and moments. What a promise has resolved for is on disk.
 *
 * Every call may throw Unavailable (disk full, database away): nothing was changed, the call may be repeated.
 * An I/O error that leaves the disk's state unknown is not survivable: the store calls `onFatal`, once, and
 * every later call throws Unavailable.
 */
export interface Store extends Documents, Outbox {
  /**
   * Commits one turn. Calls made in the same tick, and while an earlier commit is under way, share one
   * transaction and one fsync (group commit); their outcomes are independent: one conflict does not touch
   * the others. Commits of one execution apply in the order of the calls.
   *
   * @returns 'conflict' when the version did not match or the name is taken; nothing was written then.
   */
  commit(turn: Turn): Promise<'committed' | 'conflict'>;

  header(id: ExecutionId): Promise<Header | undefined>;
  headerByName(machine: number, name: string): Promise<Header | undefined>;
  /** The chunks in commit order: of each version one. @param versions Only theirs; absent: all. */
  journal(id: ExecutionId, versions?: Versions): Promise<Uint8Array[]>;
  /** Newest first. `before` is exclusive. */
  executions(query: ExecutionQuery): Promise<Header[]>;
  /** RUNNING executions with `wakeAt <= until`, earliest first. */
  due(until: Instant, limit: number): Promise<Header[]>;
  /** Executions with `attention & bits`, by ascending id, `after` exclusive. */
  attentive(bits: number, after: ExecutionId, limit: number): Promise<Header[]>;

  /** Closed executions that ended at or before a moment, the earliest end first. */
  ended(until: Instant, limit: number): Promise<Header[]>;
  /**
   * Deletes executions: those of them that are closed and ended at or before `until`, and no others. On return they are
   * not found any more, and their names are free. Long journals go step by step, so that no commit waits for long.
   *
   * @param ids A few hundred at most; none, to go on with what an earlier call or process has left.
   */
  purge(ids: readonly ExecutionId[], until: Instant): Promise<Purge>;

  /** What a start-up line should say, e.g. `sqlite wal full, ext4, fsync 0.2 ms` or `memory (nothing survives)`. */
  readonly durability: string;
  /** Where it is kept; absent: in memory. */
  readonly medium?: Medium;
  /** False while writes are refused for want of room; absent: never. */
  readonly isWritable?: boolean;
  /** What an operator may want to know of it; absent: nothing. */
  metrics?(): readonly Metric[];
  /** Finishes what was called before, then releases the files and the directory's lock. Idempotent. */
  close(): Promise<void>;
}

/** Both ends are in it; 1 is the first commit's. */
export interface Versions {
  readonly first: number;
  readonly last: number;
  /** Of each chunk only so many bytes, from its start; absent: all. */
  readonly bytesMax?: number;
}

export interface Medium {
  /** `ext4`; absent where the system has no name for it. */
  readonly fileSystem?: string;
  /** What one sync took when the store was opened. */
  readonly syncMs: number;
  /** Why what is acknowledged may be lost all the same. */
  readonly doubts: readonly string[];
}

export interface Purge {
  readonly purged: readonly ExecutionId[];
  /** Journals are left to delete: call again. */
  readonly isUnfinished: boolean;
}

export interface ExecutionQuery {
  readonly machine: number;
  /** The executions of this Map Run, instead of the machine's own. */
  readonly mapRun?: string;
  /** Only those started by this version (its number) or alias (its name) of the machine. */
  readonly qualifier?: number | string;
  readonly status?: ExecutionStatus;
  readonly before?: ExecutionId;
  readonly limit: number;
}
