import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bug, planted } from './bug.ts';
import type { Copy, Ending } from './hunt.ts';
import type { Trial } from './suites.ts';

export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
/** Of one suite, on a machine that has other things to do. */
const SUITE_MS_MAX = { quick: 120_000, slow: 240_000 };
const TEST_MS_MAX = { quick: 40_000, slow: 60_000 };

/** The checkout as it is on disk, in a folder of its own; the packages are the checkout's. */
export interface TemporaryCopy extends Copy {
  remove(): void;
}

export function makeCopy(): TemporaryCopy {
  const root = mkdtempSync(join(tmpdir(), 'stepwell-sabotage-'));
  for (const path of sourcePaths()) cpSync(join(CHECKOUT, path), join(root, path), { recursive: true });
  symlinkSync(join(CHECKOUT, 'node_modules'), join(root, 'node_modules'));
  return {
    async with(bug, act) {
      const path = join(root, bug.file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, planted(text, bug));
      try {
        return await act();
      } finally {
        writeFileSync(path, text);
      }
    },
    run: (trial) => run(root, trial),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The text of a file of the checkout with a bug in it. */
export function sabotaged(bug: Bug): string {
  return planted(readFileSync(join(CHECKOUT, bug.file), 'utf8'), bug);
}

/** What git knows, and what is new. */
function sourcePaths(): string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', list, { cwd: CHECKOUT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return paths.split('\0').filter((path) => path !== '' && existsSync(join(CHECKOUT, path)));
}

/** In a process group of its own, all of which goes when it takes too long. */
async function run(root: string, { tests, isQuick, env }: Trial): Promise<Ending> {
  const files = tests.flatMap((pattern) => globSync(pattern, { cwd: root }));
  if (files.length === 0) return 'passed';
  const mode = isQuick ? '--test-isolation=none' : '--test-concurrency=1';
  const timeout = `--test-timeout=${isQuick ? TEST_MS_MAX.quick : TEST_MS_MAX.slow}`;
  const child = spawn(process.execPath, ['--test', mode, timeout, ...files], {
    cwd: root,
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      NODE_TEST_CONTEXT: undefined,
      ...env,
    },
  });
  const { promise, resolve } = Promise.withResolvers<Ending>();
  let isLate = false;
  const timer = setTimeout(
    () => {
      isLate = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
    isQuick ? SUITE_MS_MAX.quick : SUITE_MS_MAX.slow,
  );
  child.on('exit', (code) => resolve(isLate ? 'hung' : code === 0 ? 'passed' : 'failed'));
  const ending = await promise;
  clearTimeout(timer);
  return ending;
}
