import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DocumentQuery, StoredDocument } from '../../base/documents.ts';
import type { StoredOutboxEntry } from '../../base/outbox.ts';
import type { Instant } from '../../base/time.ts';
import type { ExecutionId, ExecutionQuery, Header, Versions } from '../store.ts';
import { encodeName } from './name.ts';
import { documentOf, headerOf, outboxEntryOf, type Row, statusNumber } from './row.ts';
import { READS } from './statements.ts';

/** Sorts after every key with the prefix: no UTF-8 text has this byte. */
const AFTER_ALL_TEXT = Buffer.of(0xff);

const ALL_VERSIONS: Versions = { first: 1, last: Number.MAX_SAFE_INTEGER };

/** Answers from the main thread's own connection, beside whatever the writer does. */
export class Reader {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<keyof typeof READS, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  header(id: ExecutionId): Header | undefined {
    const row = this.#statement('header').get(id);
    return row === undefined ? undefined : headerOf(row);
  }

  headerByName(machine: number, name: string): Header | undefined {
    const row = this.#statement('headerByName').get(machine, encodeName(name));
    return row === undefined ? undefined : headerOf(row);
  }

  journal(id: ExecutionId, { first, last, bytesMax }: Versions = ALL_VERSIONS): Uint8Array[] {
    const rows =
      bytesMax === undefined
        ? this.#all('journal', id, first, last)
        : this.#all('journalStarts', id, first, last, bytesMax);
    // STRICT: the column is a blob.
    return rows.map((row) => row.chunk as Uint8Array);
  }

  executions({ machine, mapRun, qualifier, status, before, limit }: ExecutionQuery): Header[] {
    const position = [before ?? Number.MAX_SAFE_INTEGER + 1, limit];
    if (mapRun !== undefined) {
      const page = [encodeName(mapRun), ...position];
      if (status === undefined) return this.#all('executionsOfMapRun', ...page).map(headerOf);
      return this.#all('executionsOfMapRunAndStatus', ...page, statusNumber(status)).map(headerOf);
    }
    const page = [machine, ...position];
    if (qualifier !== undefined) {
      const of = typeof qualifier === 'number' ? 'executionsOfVersion' : 'executionsOfAlias';
      if (status === undefined) return this.#all(of, ...page, qualifier).map(headerOf);
      return this.#all(`${of}AndStatus`, ...page, qualifier, statusNumber(status)).map(headerOf);
    }
    if (status === undefined) return this.#all('executions', ...page).map(headerOf);
    return this.#all('executionsOfStatus', ...page, statusNumber(status)).map(headerOf);
  }

  due(until: Instant, limit: number): Header[] {
    return this.#all('due', until, limit).map(headerOf);
  }

  attentive(bits: number, after: ExecutionId, limit: number): Header[] {
    const values = this.#all('attentions', bits).map((row) => Number(row.value));
    const headers = values.flatMap((value) => this.#all('attentive', value, after, limit).map(headerOf));
    return values.length < 2 ? headers : headers.sort((a, b) => a.id - b.id).slice(0, limit);
  }

  ended(until: Instant, limit: number): Header[] {
    return this.#all('ended', until, limit).map(headerOf);
  }

  document(kind: string, key: string): StoredDocument | undefined {
    const row = this.#statement('document').get(kind, key);
    return row === undefined ? undefined : documentOf(row);
  }

  documents(kind: string, { prefix, after, limit }: DocumentQuery): StoredDocument[] {
    const end = Buffer.concat([Buffer.from(prefix), AFTER_ALL_TEXT]);
    return this.#statement('documents')
      .all(kind, prefix, end, after ?? 0, limit)
      .map(documentOf);
  }

  outbox(queue: string, until: Instant, limit: number): StoredOutboxEntry[] {
    return this.#all('outbox', queue, until, limit).map(outboxEntryOf);
  }

  close(): void {
    this.#database.close();
  }

  #all(name: keyof typeof READS, ...values: (number | string | Uint8Array)[]): Row[] {
    return this.#statement(name).all(...values);
  }

  /** Prepared on first use: opening stays fast. */
  #statement(name: keyof typeof READS): StatementSync {
    let statement = this.#statements.get(name);
    if (statement === undefined) {
      statement = this.#database.prepare(READS[name]);
      this.#statements.set(name, statement);
    }
    return statement;
  }
}
