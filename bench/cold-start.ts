import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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

/**
 * All starts in turn, round after round: what disturbs the machine disturbs them all. Servers that
 * are not counted come first and end in peace, which is when Node.js writes its compile cache.
 */
export async function measureColdStarts(directory: string, rounds: number): Promise<ColdStarts> {
  const place = mkdtempSync(join(directory, 'cold-'));
  const mains = existsSync(PACKAGE) ? [CHECKOUT, PACKAGE] : [CHECKOUT];
  const taken = new Map<keyof ColdStarts, number[]>();
  const note = (name: keyof ColdStarts, ms: number) => taken.set(name, [...(taken.get(name) ?? []), ms]);
  try {
    for (const main of mains) await firstAnswerMs(main, join(place, 'warm'), 'SIGTERM');
    for (let round = 0; round < rounds; round++) {
      note('bareNode', await bareNodeMs());
      const data = join(place, `${round}`);
      note('checkoutFresh', await firstAnswerMs(CHECKOUT, `${data}-checkout`));
      note('checkoutExisting', await firstAnswerMs(CHECKOUT, `${data}-checkout`));
      if (!existsSync(PACKAGE)) continue;
      note('packageFresh', await firstAnswerMs(PACKAGE, `${data}-package`));
      note('packageExisting', await firstAnswerMs(PACKAGE, `${data}-package`));
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  const middle = (name: keyof ColdStarts) => median(taken.get(name) ?? []);
  const built = (name: keyof ColdStarts) => (taken.has(name) ? middle(name) : undefined);
  return {
    bareNode: middle('bareNode'),
    packageFresh: built('packageFresh'),
    packageExisting: built('packageExisting'),
    checkoutFresh: middle('checkoutFresh'),
    checkoutExisting: middle('checkoutExisting'),
  };
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
  for (const [name, ms] of Object.entries(starts)) {
    const text =
      ms === undefined ? 'not built' : `${ms.toFixed(0)} ms, ${(ms / starts.bareNode).toFixed(2)} x`;
    console.log(`${name.padEnd(18)} ${text}`);
  }
}

if (import.meta.main) {
  const cache = fileURLToPath(new URL('../.cache/bench', import.meta.url));
  mkdirSync(cache, { recursive: true });
  print(await measureColdStarts(cache, Number(process.argv[2] ?? 15)));
}
