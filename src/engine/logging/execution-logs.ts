import type { Program } from '../../asl/program.ts';
import type { Clock } from '../../base/clock.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { LogBatch, LogGroups, LogLine } from '../../base/log-groups.ts';
import type { Instant } from '../../base/time.ts';
import type { Execution } from '../../interpreter/execution.ts';
import { tellChunk } from '../../interpreter/history.ts';
import { isEvent, type Record } from '../../interpreter/record.ts';
import { isLogged } from './log-level.ts';
import type { LogSettings } from './log-settings.ts';
import { logText } from './log-text.ts';

export interface ExecutionLogsOptions {
  readonly groups: Pick<LogGroups, 'append'>;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Turns gather for this long, so that they share their way to the disk. */
const DELAY_MS = 50;
/** Turns are told for this long, before others have theirs. */
const MS_AT_ONCE = 5;
/** A stream takes its machine's events for a day. */
const STREAM_MS_MAX = 24 * 3_600_000;

/** A turn that is on disk, and not told yet. */
interface Committed {
  readonly settings: LogSettings;
  readonly program: Program;
  readonly identity: Execution['identity'];
  readonly redriveCount: number;
  readonly firstEventId: number;
  readonly at: Instant;
  readonly records: readonly Record[];
}

/**
 * Writes the events of executions to the log groups of their machines. It is told of turns that are on disk, and works
 * later: logging costs a turn no more than being noted here.
 */
export class ExecutionLogs {
  readonly #options: ExecutionLogsOptions;
  #queue: Committed[] = [];
  #cancel: (() => void) | undefined;
  /** By group and machine. */
  readonly #streams = new Map<string, { readonly name: string; readonly since: Instant }>();

  constructor(options: ExecutionLogsOptions) {
    this.#options = options;
  }

  /** The execution's state is the one behind these records. */
  add(settings: LogSettings, execution: Execution, records: readonly Record[]): void {
    const { program, identity, lastEventId, lastAt: at, redriveCount } = execution;
    const events = records.reduce((count, record) => (isEvent(record) ? count + 1 : count), 0);
    if (events === 0) return;
    const firstEventId = lastEventId - events + 1;
    this.#queue.push({ settings, program, identity, redriveCount, firstEventId, at, records });
    this.#wait(DELAY_MS);
  }

  /** Hands on what was noted. */
  close(): void {
    this.#cancel?.();
    while (this.#queue.length > 0) this.#tellSome();
  }

  #wait(ms: number): void {
    this.#cancel ??= this.#options.clock.after(ms, () => {
      this.#cancel = undefined;
      this.#tellSome();
      if (this.#queue.length > 0) this.#wait(0);
    });
  }

  #tellSome(): void {
    const endsAt = performance.now() + MS_AT_ONCE;
    const batches = new Map<string, LogBatch & { readonly events: LogLine[] }>();
    let told = 0;
    for (const turn of this.#queue) {
      told++;
      const stream = this.#streamOf(turn.settings, turn.identity);
      const batch = batches.get(stream) ?? { ...turn.settings.group, stream, events: [] };
      batches.set(stream, batch);
      for (const line of linesOf(turn)) batch.events.push(line);
      if (performance.now() > endsAt) break;
    }
    this.#queue = this.#queue.slice(told);
    for (const batch of batches.values()) if (batch.events.length > 0) this.#options.groups.append(batch);
  }

  /** As AWS names them: `states/machine/2026-11-27-18-14/1a2b3c4d`. */
  #streamOf({ group }: LogSettings, { stateMachineArn, stateMachineName }: Execution['identity']): string {
    const { clock, entropy } = this.#options;
    const now = clock.now();
    const key = `${group.account} ${group.region} ${group.group} ${stateMachineArn}`;
    const known = this.#streams.get(key);
    if (known !== undefined && now - known.since < STREAM_MS_MAX) return known.name;
    const minute = new Date(now).toISOString().slice(0, 16).replace(/[T:]/g, '-');
    const name = `states/${stateMachineName}/${minute}/${entropy.uuid().slice(0, 8)}`;
    this.#streams.set(key, { name, since: now });
    return name;
  }
}

function linesOf(turn: Committed): LogLine[] {
  const { settings, program, identity, redriveCount, firstEventId, at, records } = turn;
  const { level, includeExecutionData } = settings;
  return tellChunk({ program, identity, includeExecutionData }, { at, firstEventId, records })
    .filter(({ type }) => isLogged(level, type))
    .map((event) => ({
      timestamp: event.timestamp,
      message: logText(event, { executionArn: identity.executionArn, redriveCount }),
    }));
}
