import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { steps } from './steps.ts';

test('a step prints a tick, its time and its remark', async () => {
  await prints(async () => 7, ['✓ count  1.0 ms  got 7']);
});

test('a failed step is marked and fails', async () => {
  await assert.rejects(
    prints(() => Promise.reject(new Error('no')), ['✗ count']),
    /no/,
  );
});

async function prints(work: () => Promise<number>, lines: string[]): Promise<void> {
  const terminal = recordingTerminal();
  let clock = 0;
  try {
    await steps(terminal, () => clock++)('count', work, { remark: (result) => `got ${result}` });
  } finally {
    assert.deepEqual(terminal.printed, lines);
  }
}
