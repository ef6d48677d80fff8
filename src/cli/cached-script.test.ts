import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runCached } from './cached-script.ts';

describe('A script whose compiled code is kept', () => {
  test('gives what it evaluates to', () => inFolder(givesItsValue));
  test('leaves its code when the process ends well, for its owner only', () => inFolder(leavesCode));
  test('leaves its code when it is told to', () => inFolder(leavesCodeNow));
  test('leaves nothing when the process fails', () => inFolder(leavesNothing));
  test('takes the code that is there', () => inFolder(takesCode));
  test('takes no code that others could have written', () => inFolder(mistrusts));
  test('replaces code that V8 refuses', () => inFolder(replaces));
  test('runs where no code can be kept', () => inFolder(runsAnyway));
});

interface Place {
  readonly folder: string;
  readonly script: string;
  readonly cache: string;
}

function givesItsValue({ script }: Place): void {
  assert.equal(runCached(script, undefined).value, 42);
}

function leavesCode({ folder, script, cache }: Place): void {
  runsInProcess(script, cache);
  assert.equal(statSync(cache).mode & 0o077, 0);
  assert.equal(readdirSync(folder).length, 2);
}

function leavesCodeNow({ script, cache }: Place): void {
  assert.throws(() => runsInProcess(script, cache, 'keep(); process.exit(3);'), { status: 3 });
  assert.equal(existsSync(cache), true);
}

function leavesNothing({ script, cache }: Place): void {
  assert.throws(() => runsInProcess(script, cache, 'process.exit(3);'), { status: 3 });
  assert.equal(existsSync(cache), false);
}

function takesCode({ script, cache }: Place): void {
  runsInProcess(script, cache);
  const { ino } = statSync(cache);
  runsInProcess(script, cache);
  assert.equal(statSync(cache).ino, ino);
}

function mistrusts({ script, cache }: Place): void {
  runsInProcess(script, cache);
  if (process.platform === 'win32') return;
  chmodSync(cache, 0o666);
  runsInProcess(script, cache);
  assert.equal(statSync(cache).mode & 0o777, 0o600);
}

function replaces({ script, cache }: Place): void {
  runsInProcess(script, cache);
  const { size } = statSync(cache);
  truncateSync(cache, size - 8);
  runsInProcess(script, cache);
  assert.equal(statSync(cache).size, size);
}

function runsAnyway({ folder, script }: Place): void {
  runsInProcess(script, join(folder, 'not-there', 'cache'));
}

/** In a process of its own: the code is kept at its end. */
function runsInProcess(script: string, cache: string, then = ''): void {
  const program = `
    const { runCached } = await import('./src/cli/cached-script.ts');
    const { value, keep } = runCached(${JSON.stringify(script)}, ${JSON.stringify(cache)});
    console.log(value);
    ${then}`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  assert.equal(printed, '42\n');
}

function inFolder(claim: (place: Place) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-script-'));
  const script = join(folder, 'script');
  writeFileSync(script, '(function () { return 6 * 7; })()');
  try {
    claim({ folder, script, cache: join(folder, 'cache') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
