import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedClient } from '../../../test/cli/scripted-client.ts';
import { recentMap } from './trace-map.ts';

test('A trace map is the service graph of the last minutes', async () => {
  const client = scriptedClient(() => ({ Services: [{ ReferenceId: 0, Name: 'm' }] }));
  const [node] = await recentMap(client, 2, 1000);
  assert.equal(node?.name, 'm');
  assert.deepEqual(client.calls, [{ operation: '/ServiceGraph', input: { StartTime: 880, EndTime: 1000 } }]);
});
