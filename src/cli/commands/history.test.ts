import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { historyAnswer, scriptedClient } from '../../../test/cli/scripted-client.ts';
import { endpointOf, historyLines } from './history.ts';

describe('History', () => {
  test('shows every page', async () => {
    assert.deepEqual(await ids({ reverseOrder: false }), [1, 2, 3]);
  });

  test('shows the newest event first when asked', async () => {
    assert.deepEqual(await ids({ reverseOrder: true }), [3, 2, 1]);
  });

  test('asks the server that the AWS command line would ask', () => {
    const both = { AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_SFN: 'http://b' };
    assert.deepEqual(
      [endpointOf(both), endpointOf({ AWS_ENDPOINT_URL: 'http://a' })],
      ['http://b', 'http://a'],
    );
  });

  test('asks the local server otherwise', () => {
    assert.equal(endpointOf({}), 'http://127.0.0.1:8083');
  });
});

async function ids({ reverseOrder }: { readonly reverseOrder: boolean }): Promise<number[]> {
  const events = [1, 2, 3].map((id) => ({ id, timestamp: id, type: 'PassStateEntered' }));
  const client = scriptedClient((_, input) => historyAnswer(events, input, 2));
  const [, ...lines] = await historyLines(client, 'arn', { reverseOrder, terminal: recordingTerminal() });
  return lines.map((line) => Number.parseInt(line, 10));
}
