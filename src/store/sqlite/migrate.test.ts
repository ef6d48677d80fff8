import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { StoreRefused } from '../refused.ts';
import { migrate, migrations, refuseNewer, SCHEMA_VERSION } from './migrate.ts';

describe('migrations', () => {
  test('are numbered from 1, without a gap, to the version this program writes', () => {
    const numbers = migrations().map(({ number }) => number);
    assert.deepEqual(
      numbers,
      Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1),
    );
  });

  test('run once', () => onEmpty(runOnce));

  test('keep the executions of the schema before', () => onEmpty(keepExecutions));

  test('leave nothing behind when one of them fails', () => onEmpty(areOneTransaction));

  test('of a later program are refused', () => onEmpty(refuseLater));

  test('of this program are not refused, nor is an empty database', () => onEmpty(acceptOwn));
});

function runOnce(database: DatabaseSync): void {
  migrate(database);
  const tables = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get();
  migrate(database);
  assert.deepEqual(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get(), tables);
  assert.deepEqual(
    { ...database.prepare('SELECT version FROM schema_version').get() },
    { version: SCHEMA_VERSION },
  );
}

function keepExecutions(database: DatabaseSync): void {
  const [first] = migrations();
  database.exec(`${first?.sql} CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT;
    INSERT INTO schema_version VALUES (1); INSERT INTO execution VALUES (1, 2, 3, 'n', 0, 4, 5, 6, 7, 8, x'09')`);
  migrate(database);
  assert.deepEqual(
    {
      ...database.prepare('SELECT name, machine_version, machine_alias, redrive_count FROM execution').get(),
    },
    { name: 'n', machine_version: null, machine_alias: null, redrive_count: null },
  );
}

function areOneTransaction(database: DatabaseSync): void {
  // In the way of the last table of the first migration.
  database.exec('CREATE TABLE opening (id INTEGER)');
  assert.throws(() => migrate(database), /already exists/);
  const tables = database.prepare('SELECT name FROM sqlite_schema').all();
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['opening'],
  );
}

function refuseLater(database: DatabaseSync): void {
  migrate(database);
  database.exec('UPDATE schema_version SET version = version + 1');
  assert.throws(() => refuseNewer(database, 'x.db'), StoreRefused);
}

function acceptOwn(database: DatabaseSync): void {
  refuseNewer(database, 'x.db');
  migrate(database);
  refuseNewer(database, 'x.db');
}

function onEmpty(claim: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(':memory:');
  try {
    claim(database);
  } finally {
    database.close();
  }
}
