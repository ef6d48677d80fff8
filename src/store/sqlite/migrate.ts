import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../refused.ts';

/** The schema this program writes. A test holds it against the directory. */
export const SCHEMA_VERSION = 6;

/** Brings the schema up to date: all steps in one transaction, so that a crash leaves the old schema or the new. */
export function migrate(database: DatabaseSync): void {
  const version = schemaVersion(database);
  if (version === SCHEMA_VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT');
    for (const { number, sql } of migrations()) {
      if (number > version) database.exec(sql);
    }
    database.exec('DELETE FROM schema_version');
    database.prepare('INSERT INTO schema_version (version) VALUES (?)').run(SCHEMA_VERSION);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** @throws StoreRefused when a later stepwell has written this database. Reads only. */
export function refuseNewer(database: DatabaseSync, path: string): void {
  const version = schemaVersion(database);
  if (version <= SCHEMA_VERSION) return;
  throw new StoreRefused(
    'newer',
    `${path} was written by a newer stepwell (schema ${version}, this one knows ${SCHEMA_VERSION}); nothing was changed, run the newer version`,
  );
}

/** @throws StoreRefused when the schema is not today's, which only a start of the server brings up to date. Reads only. */
export function refuseOther(database: DatabaseSync, path: string): void {
  refuseNewer(database, path);
  const version = schemaVersion(database);
  if (version === SCHEMA_VERSION) return;
  throw new StoreRefused(
    'older',
    `${path} was written by an earlier stepwell (schema ${version}, this one has ${SCHEMA_VERSION}); start the server on it once, which brings it up to date`,
  );
}

/** 0: empty. */
function schemaVersion(database: DatabaseSync): number {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get();
  if (table === undefined) return 0;
  return Number(database.prepare('SELECT version FROM schema_version').get()?.version ?? 0);
}

/** The numbered files, in order. */
export function migrations(): { readonly number: number; readonly sql: string }[] {
  const folder = new URL('./migrations/', import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      number: Number(file.slice(0, 4)),
      sql: readFileSync(new URL(file, folder), 'utf8'),
    }));
}
