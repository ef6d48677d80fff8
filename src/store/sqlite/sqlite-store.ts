import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Metric } from '../../base/metric.ts';
import type { Report } from '../../base/operator-event.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { StoreRefused } from '../refused.ts';
import type { Medium, Store } from '../store.ts';
import { Ballast } from './ballast.ts';
import { type Reply, TURN_NUMBERS } from './batch.ts';
import { createPrivateFile, type DataDirectory, prepareDirectory, syncDirectory } from './data-directory.ts';
import { openReadable, openWritable, verifyDurable } from './database.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { describeDurability, doubtsAbout, fileSystemOf, timeSync } from './disk.ts';
import { GroupCommit } from './group-commit.ts';
import { Measures } from './measures.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { Reader } from './reader.ts';
import { isFull, isPassing, isSqliteError, messageOf } from './sqlite-error.ts';
import { WRITES } from './statements.ts';
import { WriterClient } from './writer-client.ts';

export interface SqliteOptions {
  /** Made when it is not there; holds nothing else. */
  readonly directory: string;
  /** Documents that must be there: written with the opening, and not again. Waits for no writer thread. */
  readonly initial?: readonly InitialDocument[];
  /** Hears when the disk is full, and when it no longer is; absent: nobody does. */
  readonly report?: Report;
  /** Called at most once: the disk's state is unknown, the process should end and start again. */
  readonly onFatal: (error: Error) => void;
}

interface InitialDocument {
  readonly kind: string;
  readonly key: string;
  readonly text: string;
}

/**
 * Opens a directory as a store; nothing in it is scanned.
 *
 * @throws StoreRefused when another process has it, a newer stepwell wrote it, it cannot be written, or what
 * would be acknowledged could be lost.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const directory = prepareDirectory(options.directory);
  const lock = orRefuse(directory, () => lockDirectory(directory));
  try {
    const files = orRefuse(directory, () => openWithRoom(directory, options.initial ?? []));
    return new SqliteStore({ directory, lock, ...files }, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Opened {
  readonly directory: DataDirectory;
  readonly lock: DirectoryLock;
  readonly reader: DatabaseSync;
  readonly durability: string;
  readonly medium: Medium;
}

/** A disk that is full but for the ballast must not keep a store from opening again. */
function openWithRoom(
  directory: DataDirectory,
  initial: readonly InitialDocument[],
): ReturnType<typeof openFiles> {
  try {
    return openFiles(directory, initial);
  } catch (error) {
    if (!isFull(error) || !existsSync(directory.ballast)) throw error;
    new Ballast(directory.ballast).drop();
    return openFiles(directory, initial);
  }
}

/** All that can be refused is done here and now; the writer thread then only repeats what has worked. */
function openFiles(
  directory: DataDirectory,
  initial: readonly InitialDocument[],
): Pick<Opened, 'reader' | 'durability' | 'medium'> {
  const fileSystem = fileSystemOf(directory.path);
  const syncMs = timeSync(directory.owner, `${process.pid}\n`);
  // Stays open until the end: while one connection is, the next need not read the whole log to find out what is in it.
  const known = existsSync(directory.database) ? openReadable(directory.database) : undefined;
  try {
    if (known !== undefined) refuseNewer(known, directory.database);
    createPrivateFile(directory.database);
    const reader = bringUpToDate(directory.database, initial);
    syncDirectory(directory.path);
    const durability = describeDurability(fileSystem, syncMs);
    const medium = { ...(fileSystem && { fileSystem }), syncMs, doubts: doubtsAbout(fileSystem, syncMs) };
    return { reader, durability, medium };
  } finally {
    known?.close();
  }
}

/** @returns A connection that reads. */
function bringUpToDate(path: string, initial: readonly InitialDocument[]): DatabaseSync {
  const writable = openWritable(path);
  try {
    migrate(writable);
    writable.exec('BEGIN IMMEDIATE; UPDATE opening SET times = times + 1');
    const create = writable.prepare(WRITES.createDocument);
    for (const { kind, key, text } of initial) create.run(kind, key, text);
    writable.exec('COMMIT');
    verifyDurable(writable);
    // Open before the writable one closes: the last connection to close would empty the WAL and remove it.
    return openReadable(path);
  } finally {
    writable.close();
  }
}

function orRefuse<Result>(directory: DataDirectory, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof StoreRefused) throw error;
    throw new StoreRefused('unwritable', `Cannot open the store in ${directory.path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

class SqliteStore implements Store {
  readonly durability: string;
  readonly medium: Medium;
  readonly #lock: DirectoryLock;
  readonly #reader: Reader;
  readonly #writer: WriterClient;
  readonly #group: GroupCommit;
  readonly #measures: Measures;
  readonly #onFatal: (error: Error) => void;
  #fatal: string | undefined;
  #closing: Promise<void> | undefined;

  constructor({ directory, lock, reader, durability, medium }: Opened, options: SqliteOptions) {
    const { onFatal, report = () => {} } = options;
    this.medium = medium;
    this.durability = durability;
    this.#lock = lock;
    this.#reader = new Reader(reader);
    this.#onFatal = onFatal;
    this.#measures = new Measures(directory, { syncMs: medium.syncMs, report });
    this.#writer = new WriterClient(directory, (reply) => this.#settle(reply));
    this.#group = new GroupCommit((batch) => {
      this.#measures.sent(batch.numbers.length / TURN_NUMBERS + batch.writes.length);
      this.#writer.send(batch);
    });
  }

  metrics(): readonly Metric[] {
    return this.#measures.metrics();
  }

  get isWritable(): boolean {
    return this.#fatal === undefined && this.#measures.isWritable;
  }

  commit: Store['commit'] = (turn) => this.#group.commit(turn);
  write: Store['write'] = (writes, outbox) => this.#group.write({ documents: writes, outbox });

  header: Store['header'] = async (id) => this.#read(() => this.#reader.header(id));
  headerByName: Store['headerByName'] = async (machine, name) =>
    this.#read(() => this.#reader.headerByName(machine, name));
  journal: Store['journal'] = async (id, versions) => this.#read(() => this.#reader.journal(id, versions));
  executions: Store['executions'] = async (query) => this.#read(() => this.#reader.executions(query));
  due: Store['due'] = async (until, limit) => this.#read(() => this.#reader.due(until, limit));
  attentive: Store['attentive'] = async (bits, after, limit) =>
    this.#read(() => this.#reader.attentive(bits, after, limit));
  ended: Store['ended'] = async (until, limit) => this.#read(() => this.#reader.ended(until, limit));
  purge: Store['purge'] = async (ids, until) => {
    this.#read(() => undefined);
    const reply = await this.#writer.purge({ purge: ids, until });
    if (reply.kind === 'purged') return reply.outcome;
    if (reply.kind === 'fatal') this.#fail(reply.message);
    throw new Unavailable(reply.message);
  };
  document: Store['document'] = async (kind, key) => this.#read(() => this.#reader.document(kind, key));
  documents: Store['documents'] = async (kind, query) =>
    this.#read(() => this.#reader.documents(kind, query));
  outbox: Store['outbox'] = async (queue, until, limit) =>
    this.#read(() => this.#reader.outbox(queue, until, limit));

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #read<Result>(read: () => Result): Result {
    if (this.#fatal !== undefined) throw new Unavailable(this.#fatal);
    if (this.#closing !== undefined) throw new Unavailable('The store is closed');
    try {
      return read();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      if (!isPassing(error)) this.#fail(messageOf(error));
      throw new Unavailable(messageOf(error), { cause: error });
    }
  }

  #settle(reply: Reply): void {
    if (reply.kind === 'fatal') return this.#fail(reply.message);
    if (reply.kind === 'done') this.#measures.done(reply.syncMs);
    else if (reply.isFull === true) this.#measures.full();
    this.#group.settle(reply);
  }

  #fail(message: string): void {
    if (this.#fatal !== undefined) return;
    this.#fatal = `The store has failed: ${message}`;
    this.#group.fail(this.#fatal);
    this.#onFatal(new Unavailable(this.#fatal));
  }

  async #close(): Promise<void> {
    await this.#group.close();
    this.#reader.close();
    if (this.#fatal === undefined) await this.#writer.close();
    else await this.#writer.terminate();
    this.#lock.release();
  }
}
