import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { StoredDocument } from '../../base/documents.ts';
import { StoreRefused } from '../refused.ts';
import type { ExecutionId, Store } from '../store.ts';
import { openReadable } from './database.ts';
import { refuseOther } from './migrate.ts';
import { readOnlyStore } from './read-only-store.ts';
import { documentOf, type Row } from './row.ts';
import { DATABASE_FILE } from './snapshot.ts';
import { INSPECTIONS } from './statements.ts';

/** A data directory that is looked at and not changed, whether a server runs on it or not. */
export interface Inspection {
  readonly path: string;
  readonly store: Store;
  /** What SQLite finds wrong with its own file: pages, tables, and every index against its table. */
  damage(): string[];
  /** Executions that are gone and whose chunks are still there. */
  strays(): ExecutionId[];
  executionCount(): number;
  /** In ascending order. */
  executionIds(after: ExecutionId, limit: number): ExecutionId[];
  /** Of an execution's chunks, in order: 1 to n. */
  chunkVersions(id: ExecutionId): number[];
  documents(after: number, limit: number): (StoredDocument & { readonly kind: string })[];
  /** All that `look` reads is of the same commit, whatever a server writes meanwhile. One at a time. */
  atOneCommit<Result>(look: () => Promise<Result>): Promise<Result>;
  close(): void;
}

const FINDINGS_MAX = 1_000;

/** @throws StoreRefused when there is no store, or one of another version. */
export function inspectDirectory(directory: string): Inspection {
  const path = resolve(directory);
  const file = join(path, DATABASE_FILE);
  if (!existsSync(file))
    throw new StoreRefused('missing', `There is no data directory of stepwell at ${path}`);
  const database = openReadable(file);
  try {
    refuseOther(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
  return inspectionOf(path, database);
}

function inspectionOf(path: string, database: DatabaseSync): Inspection {
  const ask = (question: keyof typeof INSPECTIONS, ...values: SQLInputValue[]): Row[] =>
    database.prepare(INSPECTIONS[question]).all(...values);
  return {
    path,
    store: readOnlyStore(database),
    damage() {
      const rows = database.prepare(`PRAGMA integrity_check(${FINDINGS_MAX})`).all();
      return rows.map((row) => String(row.integrity_check)).filter((line) => line !== 'ok');
    },
    strays: () => ask('strayChunks', FINDINGS_MAX).map(({ id }) => Number(id)),
    executionCount: () => Number(ask('executionCount')[0]?.count),
    executionIds: (after, limit) => ask('executionIds', after, limit).map(({ id }) => Number(id)),
    chunkVersions: (id) => ask('chunkVersions', id).map(({ version }) => Number(version)),
    documents: (after, limit) =>
      ask('allDocuments', after, limit).map((row) => ({ ...documentOf(row), kind: String(row.kind) })),
    async atOneCommit(look) {
      database.exec('BEGIN');
      try {
        return await look();
      } finally {
        // Some errors have ended it already.
        if (database.isTransaction) database.exec('ROLLBACK');
      }
    },
    close: () => database.close(),
  };
}
