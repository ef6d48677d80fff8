import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

/** The child of kill.test.ts: commits without end, and prints `<id> <version>` for each commit acknowledged. */
const [directory = '', firstId = '1'] = process.argv.slice(2);

async function run(): Promise<void> {
  const store = await openSqliteStore({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  const first = Number(firstId);
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((lane) => commitForever(lane)));

  async function commitForever(lane: number): Promise<void> {
    for (let id = first + lane; ; id += 8) {
      for (let version = 1; version <= 3; version++) await commitOne(id, version);
    }
  }

  async function commitOne(id: number, version: number): Promise<void> {
    const header = {
      id,
      machine: 1,
      revision: 1,
      name: `n-${id}`,
      status: 'RUNNING',
      startedAt: 0,
      attention: 0,
      version,
    } as const;
    const outcome = await store.commit({
      header,
      chunk: Buffer.from(`${id}/${version}`.padEnd(200 * version)),
    });
    if (outcome !== 'committed') throw new Error(`execution ${id}, version ${version}: ${outcome}`);
    process.stdout.write(`${id} ${version}\n`);
  }
}

await run();
