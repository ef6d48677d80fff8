import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SCOPE, States } from '../../../test/api/states.ts';

describe('SendTaskFailure', () => {
  test('passes error and cause on', async () => {
    const states = new States();
    assert.deepEqual(await states.call('SendTaskFailure', { taskToken: 'open', error: 'E', cause: 'c' }), {});
    const outcome = { type: 'failed', error: 'E', cause: 'c' };
    assert.deepEqual(states.engine.outcomes, [{ scope: SCOPE, token: 'open', outcome }]);
  });
  test('needs neither', async () => {
    const states = new States();
    await states.call('SendTaskFailure', { taskToken: 'open' });
    assert.deepEqual(states.engine.outcomes[0]?.outcome, { type: 'failed' });
  });
  test('refuses a token that is none', () =>
    new States().refuses('SendTaskFailure', { taskToken: 'x' }, 'InvalidToken'));
});
