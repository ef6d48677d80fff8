import type { SQLOutputValue } from 'node:sqlite';
import { present } from '../../base/assert.ts';
import type { StoredDocument } from '../../base/documents.ts';
import type { StoredOutboxEntry } from '../../base/outbox.ts';
import type { ExecutionStatus, Header } from '../store.ts';
import { decodeName } from './name.ts';

/** The numbers that stand for them on disk; migrations and statements know 0 as RUNNING. Append only. */
const STATUSES: readonly ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

export const RUNNING = 0;

export type Row = Record<string, SQLOutputValue>;

export function statusNumber(status: ExecutionStatus): number {
  return STATUSES.indexOf(status);
}

export function headerOf(row: Row): Header {
  // The tables are STRICT: every column holds the type its statement asked for.
  const header = row as unknown as HeaderRow;
  const { id, machine, revision, name, status, started_at, stopped_at, wake_at, attention, version } = header;
  const { machine_version, machine_alias, redrive_count, redriven_at, map_run, item_count } = header;
  return {
    id,
    machine,
    revision,
    name: decodeName(name),
    ...(machine_version === null ? undefined : { machineVersion: machine_version }),
    ...(machine_alias === null ? undefined : { machineAlias: machine_alias }),
    ...(map_run === null ? undefined : { mapRun: decodeName(map_run) }),
    ...(item_count === null ? undefined : { itemCount: item_count }),
    status: present(STATUSES[status], `a status with number ${status}`),
    startedAt: started_at,
    ...(stopped_at === null ? undefined : { stoppedAt: stopped_at }),
    ...(redrive_count === null ? undefined : { redriveCount: redrive_count }),
    ...(redriven_at === null ? undefined : { redrivenAt: redriven_at }),
    ...(wake_at === null ? undefined : { wakeAt: wake_at }),
    attention,
    version,
  };
}

export function documentOf(row: Row): StoredDocument {
  // As above.
  const { key, text, version, position } = row as unknown as StoredDocument;
  return { key, text, version, position };
}

export function outboxEntryOf(row: Row): StoredOutboxEntry {
  // As above.
  const { position, queue, due_at: dueAt, text } = row as unknown as OutboxRow;
  return { position, queue, dueAt, text };
}

interface OutboxRow {
  readonly position: number;
  readonly queue: string;
  readonly due_at: number;
  readonly text: string;
}

interface HeaderRow {
  readonly id: number;
  readonly machine: number;
  readonly revision: number;
  readonly name: string | Uint8Array;
  readonly status: number;
  readonly started_at: number;
  readonly stopped_at: number | null;
  readonly wake_at: number | null;
  readonly attention: number;
  readonly version: number;
  readonly machine_version: number | null;
  readonly machine_alias: string | null;
  readonly redrive_count: number | null;
  readonly redriven_at: number | null;
  readonly map_run: string | Uint8Array | null;
  readonly item_count: number | null;
}
