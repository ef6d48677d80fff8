import type { Program } from '../../asl/program.ts';
import { decide } from '../../interpreter/decide.ts';
import type { Env } from '../../interpreter/env.ts';
import { evolve } from '../../interpreter/evolve.ts';
import type { Execution, Identity } from '../../interpreter/execution.ts';
import { fold } from '../../interpreter/fold.ts';
import { type Chunk, ChunkEncoder, decodeChunk } from '../../interpreter/journal.ts';
import type { Record } from '../../interpreter/record.ts';
import type { Signal } from '../../interpreter/signal.ts';
import type { ExecutionId } from '../../store/store.ts';
import { withExpressLimit } from '../express-limit.ts';
import type { MapRunIds } from '../map-run-id.ts';
import type { TaskTokens } from '../task-token.ts';
import { drawnEntropy } from './drawn-entropy.ts';
import { fromPlain, type Plain } from './plain.ts';
import { threadMs } from './thread-ms.ts';

/** A turn as plain data: what one thread asks another to decide. */
export interface TurnJob {
  readonly kind: 'turn';
  readonly definition: string;
  readonly isExpress: boolean;
  readonly identity: Identity;
  /** Names the execution in its task tokens. */
  readonly execution: ExecutionId;
  /** Its life so far. */
  readonly journal: readonly Uint8Array[];
  readonly signals: readonly Plain<Signal>[];
  readonly env: TurnEnv;
}

/** What of `Env` is data; the rest follows from it. */
type TurnEnv = Pick<
  Env,
  'now' | 'sendable' | 'recordsPerTurn' | 'bytesPerTurn' | 'msPerTurn' | 'eventsMax'
> & {
  readonly seed: string;
  /** Those that exist. */
  readonly activities: readonly string[];
};

/** What was decided: a chunk for the journal, undefined when nothing happens, and what became of each signal. */
export interface DecidedTurn {
  readonly chunk: Uint8Array | undefined;
  readonly accepted: readonly boolean[];
}

/** What names attempts and Map Runs to the world: the same on every thread. */
interface Names {
  readonly tokens: TaskTokens;
  readonly mapRunIds: MapRunIds;
}

/** Decides a turn from an execution's journal. The same job gives the same bytes, on whichever thread. */
export function decideTurn(job: TurnJob, compiled: Program, names: Names): DecidedTurn {
  const program = job.isExpress ? withExpressLimit(compiled) : compiled;
  const execution = fold(program, job.identity, job.journal.map(decodeChunk));
  const env = envOf(job, names);
  const firstEventId = execution.lastEventId + 1;
  const records: Record[] = [];
  const accepted = job.signals.map((signal) => {
    const decision = decide(execution, fromPlain<Signal>(signal), env);
    for (const record of decision.records) records.push(record);
    return decision.isAccepted;
  });
  if (records.length === 0) return { chunk: undefined, accepted };
  return { chunk: encodeTurn(new ChunkEncoder(), execution, { firstEventId, records }), accepted };
}

/** Applies what another thread has decided. @returns its records. */
export function applyChunk(execution: Execution, bytes: Uint8Array): readonly Record[] {
  const { at, records } = decodeChunk(bytes);
  for (const record of records) evolve(execution, record, at);
  return records;
}

/** The chunk of records that were decided on this execution last. */
export function encodeTurn(
  encoder: ChunkEncoder,
  { lastAt: at }: Execution,
  decided: Omit<Chunk, 'at'>,
): Uint8Array {
  return encoder.encode({ at, ...decided });
}

function envOf({ env, identity, execution }: TurnJob, { tokens, mapRunIds }: Names): Env {
  const { seed, activities, ...data } = env;
  const known = new Set(activities);
  return {
    ...data,
    elapsedMs: threadMs,
    entropy: drawnEntropy(seed),
    taskToken: (attempt) => tokens.seal(identity.place, { execution, attempt }),
    mapRunId: (event) => mapRunIds.seal({ execution, event }),
    isActivity: (arn) => known.has(arn),
  };
}
