import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '../../base/time.ts';
import type { ExecutionId, Purge } from '../store.ts';
import { PURGES } from './statements.ts';

/** Rows that one purge deletes at most, and how long it does so: commits wait meanwhile. */
const ROWS_MAX = 500;
const MS_MAX = 50;

/**
 * Deletes executions on the writer's connection. An execution's row goes with all that names it, in one transaction; of
 * a long journal the rest stays behind, unreachable, and goes with later calls, also those of a later process.
 */
export class Purger {
  readonly #database: DatabaseSync;
  readonly #msMax: number;
  readonly #statements: Readonly<Record<keyof typeof PURGES, StatementSync>>;

  /** @param msMax How long one purge looks for more to delete. */
  constructor(database: DatabaseSync, msMax = MS_MAX) {
    this.#database = database;
    this.#msMax = msMax;
    const entries = Object.entries(PURGES).map(([name, sql]) => [name, database.prepare(sql)]);
    // fromEntries forgets the names.
    this.#statements = Object.fromEntries(entries) as Record<keyof typeof PURGES, StatementSync>;
  }

  /** In a transaction of its own. Errors are the caller's, and leave it open. */
  purge(ids: readonly ExecutionId[], until: Instant): Purge {
    this.#database.exec('BEGIN IMMEDIATE');
    const purged = ids.filter((id) => this.#hide(id, until));
    const isUnfinished = this.#deleteChunks(ROWS_MAX - purged.length);
    this.#database.exec('COMMIT');
    return { purged, isUnfinished };
  }

  #hide(id: ExecutionId, until: Instant): boolean {
    const { hidePurged, deleteEnded } = this.#statements;
    if (deleteEnded.run(id, until).changes === 0) return false;
    hidePurged.run(id);
    return true;
  }

  /** @returns whether there are more. */
  #deleteChunks(rowsMax: number): boolean {
    const { nextPurged, deleteChunks, forgetPurged } = this.#statements;
    const endsAt = performance.now() + this.#msMax;
    for (let rows = Math.max(rowsMax, 1), isFirst = true; ; isFirst = false) {
      const next = nextPurged.get();
      if (next === undefined) return false;
      // Each call deletes something: however slow the disk is, the last one comes.
      if (rows <= 0 || (!isFirst && performance.now() > endsAt)) return true;
      // A few at a time: each may hold a megabyte, whose pages are read to be given back.
      const count = Math.min(rows, CHUNKS_AT_ONCE);
      const deleted = Number(deleteChunks.run(next.execution ?? 0, count).changes);
      if (deleted < count) forgetPurged.run(next.execution ?? 0);
      rows -= Math.max(deleted, 1);
    }
  }
}

const CHUNKS_AT_ONCE = 20;
