import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { WRITES } from '../../src/store/sqlite/statements.ts';
import type { Store } from '../../src/store/store.ts';

/**
 * The child of recording.ts: commits, and writes `<id> <version>` into the file `acks` for each commit acknowledged. With
 * NORMAL or OFF it is no store of ours but SQLite on the same tables, as it must not be used.
 */
const [directory = '', synchronous = 'FULL', commits = '0'] = process.argv.slice(2);

/** Longer than a row takes, and more than a page: a commit is torn in more ways. */
const CHUNK_BYTES = 6_000;
const VERSIONS = 3;
const LANES = 8;

const store = await openSqliteStore({
  directory,
  onFatal: (error) => {
    throw error;
  },
});
const acks = openSync(join(directory, 'acks'), 'a', 0o600);
let left = Number(commits);

if (synchronous === 'FULL') await Promise.all(Array.from({ length: LANES }, (_, lane) => lanes(store, lane)));
else {
  await store.close();
  commitUnsafely();
}
// Its files stay as they are: the power goes, nobody closes anything.
process.kill(process.pid, 'SIGKILL');

async function lanes(to: Store, lane: number): Promise<void> {
  for (let id = 1 + lane; left > 0; id += LANES) {
    for (let version = 1; version <= VERSIONS && left > 0; version++) {
      left--;
      const header = {
        id,
        machine: 1,
        revision: 1,
        name: `n-${id}`,
        status: 'RUNNING',
        startedAt: 0,
      } as const;
      const chunk = chunkOf(id, version);
      const outcome = await to.commit({ header: { ...header, attention: 0, version }, chunk });
      if (outcome !== 'committed') throw new Error(`execution ${id}, version ${version}: ${outcome}`);
      writeSync(acks, `${id} ${version}\n`);
    }
  }
}

function commitUnsafely(): void {
  const database = new DatabaseSync(join(directory, 'stepwell.db'));
  database.exec(`PRAGMA wal_autocheckpoint = 200; BEGIN IMMEDIATE; UPDATE opening SET times = times; COMMIT`);
  database.exec(`PRAGMA synchronous = ${synchronous}`);
  const start = database.prepare(WRITES.startExecution);
  const append = database.prepare(WRITES.appendChunk);
  for (let id = 1; left-- > 0; id++) {
    database.exec('BEGIN IMMEDIATE');
    const row = [id, 1, 1, `n-${id}`, 0, 0, null, null, 0, 1, null, null, null, null, null, null, null];
    start.run(...row);
    append.run(id, 1, chunkOf(id, 1));
    database.exec('COMMIT');
    writeSync(acks, `${id} 1\n`);
  }
}

function chunkOf(id: number, version: number): Buffer {
  return Buffer.from(`${id}/${version}`.padEnd(CHUNK_BYTES));
}
