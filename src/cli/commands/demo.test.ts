import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { demo } from './demo.ts';

test('the demo goes from an empty server to the history and the output', async () => {
  const terminal = recordingTerminal();
  assert.equal(await demo(terminal), 0);
  const text = terminal.printed.join('\n');
  assert.equal(text.match(/^✓/gm)?.length, 6);
  assert.match(
    text,
    /ExecutionStarted[\s\S]*TaskSucceeded[\s\S]*ExecutionSucceeded[\s\S]*Output {2}"Hello from AWS Step Functions!"/,
  );
  assert.deepEqual(terminal.said, []);
});
