import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiRequest, Connection } from './connection.ts';
import { bareNodeMs, median } from './measure.ts';

/** Medians in milliseconds. What is not a bare Node.js is a server, up to its first answer with 200. */
export interface ColdStarts {
  readonly bareNode: number;
  /** Undefined where nothing has been built. */
  readonly packageFresh: number | undefined;
  readonly packageExisting: number | undefined;
  readonly checkoutFresh: number;
  readonly checkoutExisting: number;
}

const CHECKOUT = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** All starts in turn, round after round: what disturbs the machine disturbs them all. The first round fills caches. */
export async function measureColdStarts(directory: string, rounds: number): Promise<ColdStarts> {
  const place = mkdtempSync(join(directory, 'cold-'));
  const taken = {
    bareNode: [],
    checkoutFresh: [],
    checkoutExisting: [],
    packageFresh: [],
    packageExisting: [],
  };
  const note = async (to: number[], round: number, ms: Promise<number>) => {
    const took = await ms;
    if (round > 0) to.push(took);
  };
  try {
    for (let round = 0; round <= rounds; round++) {
      const fresh = (name: string) => join(place, `${name}-${round}`);
      await note(taken.bareNode, round, bareNodeMs());
      await note(taken.checkoutFresh, round, firstAnswerMs(CHECKOUT, fresh('checkout')));
      await note(taken.checkoutExisting, round, firstAnswerMs(CHECKOUT, fresh('checkout')));
      if (!existsSync(PACKAGE)) continue;
      await note(taken.packageFresh, round, firstAnswerMs(PACKAGE, fresh('package')));
      await note(taken.packageExisting, round, firstAnswerMs(PACKAGE, fresh('package')));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return {
    bareNode: median(taken.bareNode),
    packageFresh: some(taken.packageFresh),
    packageExisting: some(taken.packageExisting),
    checkoutFresh: median(taken.checkoutFresh),
    checkoutExisting: median(taken.checkoutExisting),
  };
}

/** Kills the server after its answer: an existing directory is one with a log to recover. */
async function firstAnswerMs(main: string, data: string): Promise<number> {
  const before = performance.now();
  const server = spawn(process.execPath, [main, 'start', '--port', '0', '--auth', 'off', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  try {
    const connection = new Connection(await portOf(server.stdout, ended));
    await connection.send(apiRequest(0, 'ListStateMachines', '{}'));
    const took = performance.now() - before;
    connection.close();
    return took;
  } finally {
    server.kill('SIGKILL');
    await ended;
  }
}

async function portOf(output: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let printed = '';
  output.on('data', (part: Buffer) => {
    printed += part;
    const [, port] = /listening on http:\S+:(\d+)\n/.exec(printed) ?? [];
    if (port !== undefined) resolve(Number(port));
  });
  void ended.then(() => reject(new Error('the server has ended before it listened, see above')));
  return await promise;
}

function some(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median(values);
}

function print(starts: ColdStarts): void {
  for (const [name, ms] of Object.entries(starts)) {
    const text =
      ms === undefined ? 'not built' : `${ms.toFixed(0)} ms, ${(ms / starts.bareNode).toFixed(2)} x`;
    console.log(`${name.padEnd(18)} ${text}`);
  }
}

if (import.meta.main) {
  const cache = fileURLToPath(new URL('../.cache', import.meta.url));
  print(await measureColdStarts(cache, Number(process.argv[2] ?? 15)));
}
