import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FormerWorker, processName } from './former-worker.ts';
import { processStart } from './process-start.ts';

const MARK = 'a'.repeat(32);
const RECEIVED = `R ${MARK} ${JSON.stringify({ version: '1', deadline: 1, timeout: 1 })}\n`;

describe('The name of a file', () => {
  test('names a process', () => assert.deepEqual(processName('12-34.5a'), { pid: 12, start: '34.5a' }));
  test('may name none', () =>
    assert.deepEqual(
      ['place', 'new-1', '12'].flatMap((file) => processName(file) ?? []),
      [],
    ));
});

describe('A former process', () => {
  test('is not the one that has its number now', async () => {
    await using it = await sleeping('');
    assert.equal(it.of('1.2').isAlive, false);
    it.of('1.2').kill();
    assert.equal(it.isAlive(), true);
  });

  test('whose file is closed goes on with what it does', async () => {
    await using it = await sleeping(RECEIVED);
    it.of().close();
    assert.equal(it.mode(), 0o400);
    assert.equal(it.isAlive(), true);
  });

  test('has no call that it writes down later', async () => {
    await using it = await sleeping('');
    const former = it.of();
    former.close();
    it.writes(RECEIVED);
    assert.deepEqual([...(await former.begun()).keys()], []);
  });

  test('whose file cannot be closed is ended', async () => {
    await using it = await sleeping(RECEIVED);
    it.remove();
    it.of().close();
    await it.ended;
  });

  test('that found its file closed has not made the call', async () => {
    await using it = await sleeping(`${RECEIVED}U ${MARK}\n`);
    const waiting = { now: () => 0, signal: new AbortController().signal };
    assert.equal(await it.of().outcome({ mark: MARK, ticket: '' }, waiting), 'unmade');
    assert.equal(it.isAlive(), true);
  });
});

/** A process that lives on, and its file. */
async function sleeping(written: string) {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-former-'));
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const path = join(directory, 'file');
  writeFileSync(path, written);
  return {
    of: (start = processStart(pid) ?? '') => new FormerWorker(path, { pid, start }),
    isAlive: () => processStart(pid) !== undefined,
    ended,
    mode: () => statSync(path).mode & 0o777,
    remove: () => rmSync(path),
    writes: (text: string) => appendFileSync(path, text),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}
