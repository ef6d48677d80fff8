import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { present } from '../../base/assert.ts';
import type { DocumentWrite } from '../../base/documents.ts';
import type { OutboxChange, OutboxEntry } from '../../base/outbox.ts';
import {
  AT,
  type Batch,
  COMMITTED,
  CONFLICT,
  type PurgeCall,
  type PurgeReply,
  type Reply,
  TURN_NUMBERS,
  type Write,
} from './batch.ts';
import { verifyDurable } from './database.ts';
import { encodeName } from './name.ts';
import { Purger } from './purge.ts';
import { RUNNING } from './row.ts';
import { isFull, isPassing, messageOf } from './sqlite-error.ts';
import { WRITES } from './statements.ts';

/** A first chunk up to this size stays in the execution's row, which every turn rewrites. */
const FIRST_CHUNK_BYTES_MAX = 1_024;

/** Applies batches, each in one transaction and one sync. Owns the only connection that writes. */
export class Writer {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof WRITES, StatementSync>>;
  readonly #purger: Purger;
  readonly #onFull: () => void;
  #isVerified = false;

  /** @param onFull Makes room on a full disk, if it can; called after the batch was rolled back. */
  constructor(database: DatabaseSync, onFull: () => void) {
    this.#database = database;
    this.#onFull = onFull;
    this.#statements = prepareAll(database);
    this.#purger = new Purger(database);
  }

  apply(batch: Batch): Reply {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const outcomes = this.#applyAll(batch);
      const decidedMs = performance.now();
      this.#database.exec('COMMIT');
      const syncMs = performance.now() - decidedMs;
      if (!this.#isVerified) verifyDurable(this.#database);
      this.#isVerified = true;
      return { kind: 'done', outcomes, syncMs };
    } catch (error) {
      return this.#giveUp(error);
    }
  }

  purge({ purge, until }: PurgeCall): PurgeReply {
    try {
      return { kind: 'purged', outcome: this.#purger.purge(purge, until) };
    } catch (error) {
      return this.#giveUp(error);
    }
  }

  /** Moves the WAL into the database and closes it. */
  close(): void {
    this.#emptyWal();
    this.#database.close();
  }

  #applyAll({ numbers, names, aliases, mapRuns, chunks, events, writes }: Batch): Uint8Array {
    const turns = numbers.length / TURN_NUMBERS;
    const outcomes = new Uint8Array(turns + writes.length);
    let offset = 0;
    let named = 0;
    let told = 0;
    for (let index = 0; index < turns; index++) {
      const turn = numbers.subarray(index * TURN_NUMBERS, (index + 1) * TURN_NUMBERS);
      const chunk = chunks.subarray(offset, offset + at(turn, 'chunkBytes'));
      offset += chunk.length;
      const isApplied =
        at(turn, 'version') === 1
          ? this.#start(turn, chunk, {
              name: present(names[named++], 'a name'),
              alias: aliases[at(turn, 'machineAlias')],
              mapRun: mapRuns[at(turn, 'mapRun')],
            })
          : this.#goOn(turn, chunk);
      outcomes[index] = isApplied ? COMMITTED : CONFLICT;
      if (events[told]?.turn !== index) continue;
      if (isApplied) this.#append(events[told]?.entries ?? []);
      told++;
    }
    for (const [index, write] of writes.entries()) {
      outcomes[turns + index] = this.#writeAll(write) ? COMMITTED : CONFLICT;
    }
    return outcomes;
  }

  #start(turn: Float64Array, chunk: Uint8Array, { name, alias, mapRun }: Texts): boolean {
    const isSmall = chunk.length <= FIRST_CHUNK_BYTES_MAX;
    const { changes } = this.#statements.startExecution.run(
      at(turn, 'id'),
      at(turn, 'machine'),
      at(turn, 'revision'),
      encodeName(name),
      at(turn, 'status'),
      at(turn, 'startedAt'),
      orNull(at(turn, 'stoppedAt')),
      orNull(at(turn, 'wakeAt')),
      at(turn, 'attention'),
      1,
      orNull(at(turn, 'machineVersion')),
      alias ?? null,
      orNull(at(turn, 'redriveCount')),
      orNull(at(turn, 'redrivenAt')),
      mapRun === undefined ? null : encodeName(mapRun),
      orNull(at(turn, 'itemCount')),
      isSmall ? chunk : null,
    );
    if (changes === 0) return false;
    if (!isSmall) this.#statements.appendChunk.run(at(turn, 'id'), 1, chunk);
    return true;
  }

  #goOn(turn: Float64Array, chunk: Uint8Array): boolean {
    const status = at(turn, 'status');
    const { advanceExecution, changeExecution, appendChunk } = this.#statements;
    // Most turns leave a running execution running, and no redrive behind, and then one index less has to be touched.
    const isApplied =
      (status === RUNNING && this.#update(advanceExecution, turn, 'matched')) ||
      this.#update(changeExecution, turn, 'set');
    if (isApplied) appendChunk.run(at(turn, 'id'), at(turn, 'version'), chunk);
    return isApplied;
  }

  #update(statement: StatementSync, turn: Float64Array, status: 'matched' | 'set'): boolean {
    const id = at(turn, 'id');
    const version = at(turn, 'version');
    const head = [
      at(turn, 'revision'),
      at(turn, 'startedAt'),
      orNull(at(turn, 'stoppedAt')),
      orNull(at(turn, 'wakeAt')),
      at(turn, 'attention'),
      version,
    ];
    const redriveCount = orNull(at(turn, 'redriveCount'));
    const tail =
      status === 'set'
        ? [at(turn, 'status'), redriveCount, orNull(at(turn, 'redrivenAt')), id, version - 1]
        : [id, version - 1, at(turn, 'status'), redriveCount];
    return statement.run(...head, ...tail).changes === 1;
  }

  #writeAll({ documents, outbox = {} }: Write): boolean {
    this.#database.exec('SAVEPOINT one_write');
    const isApplied = documents.every((write) => this.#writeDocument(write)) && this.#change(outbox);
    if (!isApplied) this.#database.exec('ROLLBACK TO one_write');
    this.#database.exec('RELEASE one_write');
    return isApplied;
  }

  #change({ append = [], remove = [] }: OutboxChange): boolean {
    const { removeFromOutbox } = this.#statements;
    const isApplied = remove.every((position) => removeFromOutbox.run(position).changes === 1);
    if (isApplied) this.#append(append);
    return isApplied;
  }

  #append(entries: readonly OutboxEntry[]): void {
    for (const { queue, text, dueAt = 0 } of entries) this.#statements.appendToOutbox.run(queue, dueAt, text);
  }

  #writeDocument({ kind, key, text, expectedVersion }: DocumentWrite): boolean {
    const { createDocument, updateDocument, deleteDocument, documentExists } = this.#statements;
    if (expectedVersion === 0) {
      if (text === undefined) return documentExists.get(kind, key) === undefined;
      return createDocument.run(kind, key, text).changes === 1;
    }
    if (text === undefined) return deleteDocument.run(kind, key, expectedVersion).changes === 1;
    return updateDocument.run(text, kind, key, expectedVersion).changes === 1;
  }

  #giveUp(error: unknown): Exclude<Reply, { kind: 'done' }> {
    try {
      // SQLite itself rolls back after some errors.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      if (isFull(error)) {
        this.#onFull();
        this.#emptyWal();
        return { kind: 'unavailable', message: 'The disk is full', isFull: true };
      }
    } catch (second) {
      return { kind: 'fatal', message: `${messageOf(error)}; then ${messageOf(second)}` };
    }
    return { kind: isPassing(error) ? 'unavailable' : 'fatal', message: messageOf(error) };
  }

  /** Losing nothing when there is no room for it: the WAL is as durable as the database. */
  #emptyWal(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!isFull(error) && !isPassing(error)) throw error;
    }
  }
}

/** What a start has besides its numbers. */
interface Texts {
  readonly name: string;
  readonly alias: string | undefined;
  readonly mapRun: string | undefined;
}

function prepareAll(database: DatabaseSync): Readonly<Record<keyof typeof WRITES, StatementSync>> {
  const entries = Object.entries(WRITES).map(([name, sql]) => [name, database.prepare(sql)]);
  // fromEntries forgets the names.
  return Object.fromEntries(entries) as Record<keyof typeof WRITES, StatementSync>;
}

function at(turn: Float64Array, field: keyof typeof AT): number {
  return present(turn[AT[field]], field);
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
