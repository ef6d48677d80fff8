import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { eventually, killedHost } from './killed-host.ts';

for (const language of ['node', 'python'] as const) {
  describe(`Of a call of a ${language} function, when its server was killed,`, { concurrency: true }, () => {
    test('the result is kept', async () => {
      await using it = await killedHost(language);
      await it.answered('quick', '1-3');
      await it.kill();
      assert.equal(await it.resumed('quick', '1-3'), '"done 1-3"');
      assert.deepEqual(await it.effects(), ['1-3']);
    });

    test('the result is waited for while it runs, whatever it prints meanwhile', async () => {
      await using it = await killedHost(language);
      const pid = await it.began('slow', '1-3');
      await it.kill();
      assert.equal(await it.resumed('slow', '1-3'), '"done 1-3"');
      assert.deepEqual(await it.effects(), ['1-3']);
      await ends(pid);
    });

    test('the error is kept, too', async () => {
      await using it = await killedHost(language);
      await it.answered('failing', '1-3');
      await it.kill();
      assert.match(await it.resumed('failing', '1-3'), /"errorMessage": ?"luck"/);
    });

    test('a timeout is told, and ends it', async () => {
      await using it = await killedHost(language);
      const pid = await it.began('endless', '1-3');
      await it.kill();
      assert.match(
        await it.resumed('endless', '1-3'),
        /Sandbox\.Timedout.*Task timed out after 1\.00 seconds/,
      );
      await ends(pid);
    });

    test('nothing is known when its process was killed as well', async () => {
      await using it = await killedHost(language);
      const pid = await it.began('minutes', '1-3');
      await killBoth(it, pid);
      assert.equal(await it.resumed('minutes', '1-3'), 'unknown');
    });

    test('its process ends at its timeout, also when no server follows', async () => {
      await using it = await killedHost(language);
      const pid = await it.began('endless', '1-3');
      await it.kill();
      await ends(pid);
    });
  });
}

describe('A call of a server that was killed', { concurrency: true }, () => {
  test('that never arrived may be sent', async () => {
    await using it = await killedHost('node');
    await it.trusted();
    await it.answered('quick', '1-3');
    await it.kill();
    assert.equal(await it.resumed('quick', '1-5'), 'unsent');
  });

  test('that was on its way may be sent, and its process does not make it any more', async () => {
    await using it = await killedHost('node');
    await it.trusted();
    // Answered: until then another process would be started for the next.
    await it.answered('quick', '1-3');
    const pid = await it.processOf('1-3');
    await it.sentTo(pid, 'quick', '1-5');
    await it.kill();
    assert.equal(await it.resumed('quick', '1-5'), 'unsent');
    goesOn(pid);
    await ends(pid);
    assert.deepEqual(await it.effects(), ['1-3']);
  });

  test('has an unknown outcome when the folder is a copy, and nobody has written it down', async () => {
    await using it = await killedHost('node');
    await it.trusted();
    await it.answered('quick', '1-3');
    await it.kill();
    await it.copied();
    assert.equal(await it.resumed('quick', '1-5'), 'unknown');
    assert.equal(await it.resumed('quick', '1-3'), '"done 1-3"');
  });

  test('is ended when nobody waits for it any longer', async () => {
    await using it = await killedHost('node');
    const pid = await it.began('minutes', '1-3');
    await it.kill();
    assert.equal(await it.resumed('minutes', '1-3', AbortSignal.timeout(100)), 'unknown');
    await ends(pid);
  });

  test('is ended when nobody asks for it, and nothing of it is left', async () => {
    await using it = await killedHost('node');
    const pid = await it.began('minutes', '1-3');
    await it.kill();
    await it.recovered(new Set());
    await ends(pid);
    await it.keeps(0);
  });

  test('is kept until its outcome is on disk elsewhere', async () => {
    await using it = await killedHost('node');
    await it.answered('quick', '1-3');
    await it.kill();
    const inherited = new Set(['1-3']);
    await it.recovered(inherited);
    await it.keeps(1);
    inherited.delete('1-3');
    await it.settled('1-3');
    await it.keeps(0);
  });

  test('cannot be answered by another function', async () => {
    await using it = await killedHost('node');
    const pid = await it.began('minutes', '1-3');
    await it.answered('forger', '1-5');
    assert.deepEqual(await it.effects(), ['1-3', '1-5', 'forged', 'forged'], 'it has tried, also on itself');
    await killBoth(it, pid);
    assert.equal(await it.resumed('minutes', '1-3'), 'unknown');
  });
});

describe('What is written down of calls', { concurrency: true }, () => {
  test('goes with the commit of their outcomes, and with their process', async () => {
    await using it = await killedHost('node', { idleMs: 50 });
    await it.calls('quick', '1-3');
    await it.keeps(1);
    await it.settled('1-3');
    await it.keeps(0);
  });

  test('is for its owner alone', async () => {
    await using it = await killedHost('node');
    await it.calls('modes', '1-3');
    assert.deepEqual(await it.effects(), ['1-3', '600']);
  });

  test('is refused when it cannot be written, and the function is not called', async () => {
    await using it = await killedHost('node');
    await it.calls('closer', '1-3');
    const error = { error: 'Lambda.ServiceException', message: /could not be written down.*EBADF/ };
    await assert.rejects(it.calls('closer', '1-5'), error);
    assert.deepEqual(await it.effects(), ['1-3']);
  });
});

/** The function's process stands still while its host goes. */
async function killBoth(it: { kill(): Promise<void> }, pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await it.kill();
  process.kill(pid, 'SIGKILL');
}

/** Unless the reaper of its host has ended it, which takes a second. */
function goesOn(pid: number): void {
  if (isAlive(pid)) spawnSync('kill', ['-s', 'CONT', String(pid)]);
}

async function ends(pid: number): Promise<void> {
  assert.ok(pid > 1, `a process id, not ${pid}`);
  await eventually(() => !isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
