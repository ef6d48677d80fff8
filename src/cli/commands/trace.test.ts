import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { historyAnswer, scriptedClient } from '../../../test/cli/scripted-client.ts';
import { traceLines } from './trace.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:execution:m:e';

test('A trace is read from the history, page by page', async () => {
  const events = [
    { id: 1, previousEventId: 0, timestamp: 1, type: 'ExecutionStarted' },
    {
      ...{ id: 2, previousEventId: 0, timestamp: 1, type: 'WaitStateEntered' },
      stateEnteredEventDetails: { name: 'W' },
    },
    {
      ...{ id: 3, previousEventId: 2, timestamp: 3, type: 'WaitStateExited' },
      stateExitedEventDetails: { name: 'W' },
    },
    { id: 4, previousEventId: 3, timestamp: 3, type: 'ExecutionSucceeded' },
  ];
  const client = scriptedClient((_, input) => historyAnswer(events, input, 2));
  const lines = await traceLines(client, ARN, recordingTerminal());
  assert.deepEqual(
    lines.map((line) => line.replace(/ +|█+/g, ' ').trim()),
    ['m 2.000 s', 'W 2.000 s'],
  );
});

test('An execution without a history has no trace', async () => {
  const client = scriptedClient((_, input) => historyAnswer([], input, 2));
  await assert.rejects(traceLines(client, ARN, recordingTerminal()), /nothing has happened/);
});
