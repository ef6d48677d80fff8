import { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../refused.ts';

/** Pages in the WAL before they move to the database: 16 MiB, so that pages many turns touch move once. */
const CHECKPOINT_PAGES = 4_000;

/** Opens a connection that writes: what it commits is on disk when COMMIT returns. */
export function openWritable(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL');
  // A setting of the connection, not of the file: without it some builds sync only at checkpoints.
  database.exec('PRAGMA synchronous = FULL');
  database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.exec('PRAGMA journal_size_limit = 67108864');
  database.exec('PRAGMA cache_size = -16384');
  return database;
}

/** Opens a connection that only reads; it runs beside a write and sees every commit that was acknowledged. */
export function openReadable(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: 1_000 });
}

/**
 * Asks a connection whether its commits are synced. To be asked after a write: some builds answer FULL on a
 * fresh connection and fall back to NORMAL with the first write in WAL mode.
 *
 * @throws StoreRefused when a power cut could take back what was acknowledged.
 */
export function verifyDurable(database: DatabaseSync): void {
  const mode = database.prepare('PRAGMA journal_mode').get()?.journal_mode;
  const synchronous = database.prepare('PRAGMA synchronous').get()?.synchronous;
  if (mode === 'wal' && synchronous === 2) return;
  throw new StoreRefused(
    'unsafe',
    `SQLite would not sync every commit here: journal_mode is ${mode}, wanted wal; synchronous is ${synchronous}, wanted 2 (FULL)`,
  );
}
