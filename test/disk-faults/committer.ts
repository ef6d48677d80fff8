import { openSync, writeSync } from 'node:fs';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { turnOf } from '../store/turn.ts';
import { chunkText } from './chunk.ts';

/**
 * The child of faults.ts: opens a store and commits, as a server would, while one call to the disk fails. It writes `<id> <version>`
 * into a file for each acknowledged commit, repeats what was refused for now, and ends as a server does when the store fails: with 74.
 */
const [directory = '', ackFile = '', commits = '0'] = process.argv.slice(2);

const LANES = 4;
const VERSIONS = 3;
/** After one fault there is nothing more to refuse: a store that still does is not going on. */
const REFUSALS_MAX = 20;

const acks = openSync(ackFile, 'a', 0o600);
let left = Number(commits);
let refusals = 0;

const store = await openSqliteStore({ directory, onFatal: () => process.exit(74) }).catch(
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return process.exit(exitCodeOf(error) ?? 1);
  },
);
await Promise.all(Array.from({ length: LANES }, (_, lane) => commitAll(store, lane)));
await store.close();

async function commitAll(to: Store, lane: number): Promise<void> {
  for (let id = 1 + lane; left > 0; id += LANES) {
    for (let version = 1; version <= VERSIONS && left > 0; version++) {
      left--;
      await commitOne(to, id, version);
      writeSync(acks, `${id} ${version}\n`);
    }
  }
}

async function commitOne(to: Store, id: number, version: number): Promise<void> {
  for (;;) {
    try {
      const outcome = await to.commit(turnOf({ id, version }, chunkText(id, version)));
      if (outcome === 'committed') return;
      // What was refused for now must not have happened.
      fail(`execution ${id}, version ${version}: ${outcome}`);
    } catch (error) {
      if (++refusals > REFUSALS_MAX) fail(`still refused: ${error}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
