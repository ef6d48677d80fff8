import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { turnOf } from './turn.ts';

/**
 * The child of purge-kill.test.ts: starts executions without end, lets every second one end, and deletes what has ended.
 * Prints `alive <id> <version>`, `ended <id>` and `purged <id>` for what was acknowledged.
 */
const [directory = '', firstId = '1'] = process.argv.slice(2);
const VERSIONS = 12;

async function run(): Promise<void> {
  const store = await openSqliteStore({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  const ended: number[] = [];
  await Promise.all([...[0, 1, 2, 3].map((lane) => live(Number(firstId) + lane)), purge()]);

  async function live(first: number): Promise<void> {
    for (let id = first; ; id += 4) {
      const isEnding = id % 2 === 0;
      for (let version = 1; version <= VERSIONS; version++) {
        const end = isEnding && version === VERSIONS ? ({ status: 'FAILED', stoppedAt: 5 } as const) : {};
        // The first chunk lies in the execution's own row when it is small.
        await store.commit(
          turnOf({ id, version, ...end }, `${id}/${version}`.padEnd(version === 1 ? 9 : 3000)),
        );
        if (!isEnding) process.stdout.write(`alive ${id} ${version}\n`);
      }
      if (!isEnding) continue;
      process.stdout.write(`ended ${id}\n`);
      ended.push(id);
    }
  }

  async function purge(): Promise<void> {
    for (;;) {
      const { purged } = await store.purge(ended.splice(0, 60), 5);
      for (const id of purged) process.stdout.write(`purged ${id}\n`);
    }
  }
}

await run();
