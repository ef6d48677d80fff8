import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SCOPE, States } from '../../../test/api/states.ts';

describe('SendTaskSuccess', () => {
  test('passes the output on as it was written', async () => {
    const states = new States();
    assert.deepEqual(await states.call('SendTaskSuccess', { taskToken: 'open', output: ' {"a":0.0}' }), {});
    const [{ scope, token, outcome } = {}] = states.engine.outcomes;
    assert.ok(typeof outcome === 'object' && outcome.type === 'succeeded');
    assert.deepEqual([scope, token, outcome.output.text], [SCOPE, 'open', ' {"a":0.0}']);
  });
  test('refuses output that is no JSON', async () => {
    const states = new States();
    await states.refuses(
      'SendTaskSuccess',
      { taskToken: 'open', output: 'x' },
      'InvalidOutput',
      /Unrecognized token 'x'/,
    );
    assert.deepEqual(states.engine.outcomes, []);
  });
  test('refuses output that is empty', () => {
    const input = { taskToken: 'open', output: '' };
    return new States().refuses('SendTaskSuccess', input, 'InvalidOutput', /No content to map/);
  });
  test('refuses more than 262,144 bytes of output', () => {
    const output = `"${'é'.repeat(131_072)}"`;
    return new States().refuses(
      'SendTaskSuccess',
      { taskToken: 'open', output },
      'ValidationException',
      /at 'output'/,
    );
  });
  test('refuses a token that is none, or closed', async () => {
    const states = new States();
    await states.refuses(
      'SendTaskSuccess',
      { taskToken: 'x', output: '1' },
      'InvalidToken',
      "Invalid Token: 'Invalid token'",
    );
    await states.refuses('SendTaskSuccess', { taskToken: 'closed', output: '1' }, 'TaskTimedOut');
  });
});
