import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SCOPE, States } from '../../../test/api/states.ts';

describe('SendTaskHeartbeat', () => {
  test('passes the beat on', async () => {
    const states = new States();
    assert.deepEqual(await states.call('SendTaskHeartbeat', { taskToken: 'open' }), {});
    assert.deepEqual(states.engine.outcomes, [{ scope: SCOPE, token: 'open', outcome: 'heartbeat' }]);
  });
  test('refuses a token that is closed', () =>
    new States().refuses('SendTaskHeartbeat', { taskToken: 'closed' }, 'TaskTimedOut'));
});
