import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FormerWorker, processName } from './former-worker.ts';
import { processStart } from './process-start.ts';
import { receivedLine } from './spool-records.ts';

const MARK = 'a'.repeat(32);
const TERMS = { version: '1', deadline: 0, timeout: 1 };

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

  test('without a call is ended when it does not end by itself', async () => {
    await using it = await sleeping('');
    await it.of().hasReceivedAll();
    assert.equal(it.isAlive(), false);
  });

  test('that receives a call when it is about to be ended goes on', async () => {
    await using it = await sleeping('');
    const received = it.receivesOnceStopped();
    await it.of().hasReceivedAll();
    await received;
    assert.notEqual(it.state(), 'T');
    assert.equal(it.isAlive(), true);
  });

  test('with a call is left alone', async () => {
    await using it = await sleeping(receivedLine(MARK, TERMS));
    await it.of().hasReceivedAll();
    assert.equal(it.isAlive(), true);
  });
});

/** A process that lives on, and its file. */
async function sleeping(written: string) {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-former-'));
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const path = join(directory, 'file');
  writeFileSync(path, written);
  return {
    of: (start = processStart(pid) ?? '') => new FormerWorker(path, { pid, start }),
    isAlive: () => processStart(pid) !== undefined,
    state: () => stateOf(pid),
    async receivesOnceStopped() {
      while (stateOf(pid) !== 'T') await sleep(1);
      writeFileSync(path, receivedLine(MARK, TERMS));
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(directory, { recursive: true });
    },
  };
}

/** `T`: stopped. */
function stateOf(pid: number): string | undefined {
  return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
}
