import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Documents } from '../../base/documents.ts';
import type { HttpService } from '../../base/http-service.ts';
import { LOGS_REQUEST_BYTES_MAX } from '../../base/limits.ts';
import type { LogGroups } from '../../base/log-groups.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { JsonService } from '../service/json-service.ts';
import { EventLogs } from './event-logs.ts';
import { eventOperations } from './event-operations.ts';
import { groupOperations } from './group-operations.ts';
import { Groups } from './groups.ts';
import { LogWriter } from './log-writer.ts';
import { streamOperations } from './stream-operations.ts';

export interface LogsOptions {
  readonly documents: Documents;
  /** The data directory; events go to `logs/` in it. Undefined: they stay in memory. */
  readonly directory?: string;
  readonly now: () => Instant;
  /** Where an operator looks. */
  readonly log: (line: string) => void;
  /** Our own code broke a promise. */
  readonly onDefect: (error: unknown) => void;
}

export interface Logs {
  /** The API of CloudWatch Logs, for service `logs`. */
  readonly api: HttpService;
  readonly groups: LogGroups;
  /** Writes what was taken. */
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 3_600_000;

/** Our own CloudWatch Logs: enough to write and read what executions and functions have logged. */
export async function createLogs({ documents, directory, now, log, onDefect }: LogsOptions): Promise<Logs> {
  const folder = directory === undefined ? undefined : join(directory, 'logs');
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const groups = new Groups(documents, now);
  const logs = new EventLogs(folder, now);
  const writer = new LogWriter(groups, logs, log);
  const parts = { groups, logs, writer, now };
  let sweeping: Promise<void> | undefined;
  const sweep = () => {
    sweeping ??= sweptOnce(logs, groups, log)
      .catch(onDefect)
      .finally(() => {
        sweeping = undefined;
      });
  };
  sweep();
  const timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
  return {
    api: new JsonService({
      name: 'CloudWatch Logs',
      target: 'Logs_20140328',
      version: '1.1',
      bodyBytesMax: LOGS_REQUEST_BYTES_MAX,
      operations: { ...groupOperations(parts), ...streamOperations(parts), ...eventOperations(parts) },
    }),
    groups: writer,
    async close() {
      clearInterval(timer);
      await sweeping;
      await writer.close();
      await logs.close();
    },
  };
}

/** A disk or a store that is not there for now: the next sweep finds the same. */
async function sweptOnce(logs: EventLogs, groups: Groups, log: (line: string) => void): Promise<void> {
  try {
    await logs.sweep(groups);
  } catch (error) {
    if (!(error instanceof Unavailable) && !(error instanceof Error && 'syscall' in error)) throw error;
    log(`old log events could not be deleted: ${error.message}`);
  }
}
