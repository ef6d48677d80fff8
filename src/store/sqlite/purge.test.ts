import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { migrate } from './migrate.ts';
import { Purger } from './purge.ts';

test('A purge deletes 500 rows at most, and a later one goes on with the rest', () => {
  const { database, purger } = ended({ chunks: 700 });
  assert.deepEqual(purger.purge([1], 100), { purged: [1], isUnfinished: true });
  assert.deepEqual(counts(database), { executions: 0, chunks: 201, unfinished: 1 });
  assert.deepEqual(purger.purge([], 0), { purged: [], isUnfinished: false });
  assert.deepEqual(counts(database), { executions: 0, chunks: 0, unfinished: 0 });
});

test('What a former process has left is known to the next', () => {
  const { database, purger } = ended({ chunks: 700 });
  purger.purge([1], 100);
  assert.equal(new Purger(database, ENDLESS_MS).purge([], 0).isUnfinished, false);
  assert.equal(counts(database).chunks, 0);
});

test('A purge that has taken its time stops, and deletes something each time', () => {
  const { database } = ended({ chunks: 50 });
  const purger = new Purger(database, -1);
  purger.purge([1], 100);
  const left = Number(counts(database).chunks);
  purger.purge([], 0);
  assert.ok(left <= 50 && Number(counts(database).chunks) < left, `${left}, then ${counts(database).chunks}`);
});

test('Nothing is deleted of a transaction that was not committed', () => {
  const { database, purger } = ended({ chunks: 3 });
  database.exec('DROP TABLE purged');
  assert.throws(() => purger.purge([1], 100), /no such table/);
  database.exec('ROLLBACK');
  assert.deepEqual(
    { ...database.prepare('SELECT count(*) AS executions FROM execution').get() },
    { executions: 1 },
  );
});

/** A machine under load must not change what is deleted. */
const ENDLESS_MS = 1_000_000;

function ended({ chunks }: { readonly chunks: number }) {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  database.exec(`INSERT INTO execution (id, machine, revision, name, status, started_at, stopped_at, attention, version)
    VALUES (1, 1, 1, 'n', 1, 0, 100, 0, ${chunks + 1})`);
  const insert = database.prepare("INSERT INTO journal VALUES (1, ?, x'00')");
  for (let version = 2; version <= chunks + 1; version++) insert.run(version);
  return { database, purger: new Purger(database, ENDLESS_MS) };
}

function counts(database: DatabaseSync) {
  return {
    ...database
      .prepare(
        `SELECT (SELECT count(*) FROM execution) AS executions, (SELECT count(*) FROM journal) AS chunks,
           (SELECT count(*) FROM purged) AS unfinished`,
      )
      .get(),
  };
}
