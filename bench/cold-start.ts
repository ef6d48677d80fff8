import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiRequest, Connection } from './connection.ts';
import { bareNodeMs, median } from './measure.ts';
import { type Series, textOf } from './series.ts';

/** Milliseconds, one number for each round. What is not a bare Node.js is a server, up to its first answer with 200. */
export interface ColdStarts {
  readonly bareNode: number[];
  /** Empty where nothing has been built. */
  readonly packageFresh: number[];
  readonly packageExisting: number[];
  readonly checkoutFresh: number[];
  readonly checkoutExisting: number[];
}

const CHECKOUT = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/**
 * All starts in turn, round after round: what disturbs the machine disturbs them all. Servers that
 * are not counted come first and end in peace, which is when Node.js writes its compile cache.
 */
export async function measureColdStarts(directory: string, rounds: number): Promise<ColdStarts> {
  const place = mkdtempSync(join(directory, 'cold-'));
  const mains = existsSync(PACKAGE) ? [CHECKOUT, PACKAGE] : [CHECKOUT];
  const starts: ColdStarts = {
    bareNode: [],
    packageFresh: [],
    packageExisting: [],
    checkoutFresh: [],
    checkoutExisting: [],
  };
  try {
    for (const main of mains) await firstAnswerMs(main, join(place, 'warm'), 'SIGTERM');
    for (let round = 0; round < rounds; round++) {
      starts.bareNode.push(await bareNodeMs());
      const data = join(place, `${round}`);
      starts.checkoutFresh.push(await firstAnswerMs(CHECKOUT, `${data}-checkout`));
      starts.checkoutExisting.push(await firstAnswerMs(CHECKOUT, `${data}-checkout`));
      if (!existsSync(PACKAGE)) continue;
      starts.packageFresh.push(await firstAnswerMs(PACKAGE, `${data}-package`));
      starts.packageExisting.push(await firstAnswerMs(PACKAGE, `${data}-package`));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  return starts;
}

/** After its answer the server is killed: an existing directory is one with a log to recover. */
async function firstAnswerMs(
  main: string,
  data: string,
  signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL',
): Promise<number> {
  const before = performance.now();
  const server = spawn(process.execPath, [main, 'start', '--port', '0', '--auth', 'off', '--data', data], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(server, 'exit');
  try {
    const connection = new Connection(await portOf(server.stdout, ended));
    await connection.send(apiRequest(0, 'ListStateMachines', '{}'));
    const took = performance.now() - before;
    connection.close();
    return took;
  } finally {
    server.kill(signal);
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
  void ended.then(() => reject(new Error('the server has ended before it listened')));
  return await promise;
}

function print(starts: ColdStarts): void {
  for (const [name, series] of Object.entries(starts)) {
    const text =
      series.length === 0 ? 'not built' : `${textOf(series)} ms, ${times(series, starts.bareNode)} x`;
    console.log(`${name.padEnd(18)} ${text}`);
  }
}

function times(series: Series, bareNode: Series): string {
  return (median(series) / median(bareNode)).toFixed(2);
}

if (import.meta.main) {
  const cache = fileURLToPath(new URL('../.cache/bench', import.meta.url));
  mkdirSync(cache, { recursive: true });
  print(await measureColdStarts(cache, Number(process.argv[2] ?? 15)));
}
