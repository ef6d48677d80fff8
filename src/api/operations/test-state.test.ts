import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';

const PASS = '{"Type":"Pass","End":true}';
const TASK =
  '{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Parameters":{"Message":"m"},"End":true}';

describe('TestState', () => {
  test('answers without the data that nobody asked for', async () => {
    assert.deepEqual(await call({}), { status: 'SUCCEEDED', output: '{}' });
  });

  test('shows the data at DEBUG and TRACE', async () => {
    const answer = { status: 'SUCCEEDED', output: '{}', inspectionData: { input: '{}' } };
    for (const inspectionLevel of ['DEBUG', 'TRACE'])
      assert.deepEqual(await call({ inspectionLevel }), answer);
  });

  test('takes a mock with a result or an error, not with both or none', async () => {
    const only = 'A test mock should have only one of the following fields: [result, errorOutput].';
    await refuses({ mock: {} }, only);
    await refuses({ mock: { result: '1', errorOutput: {} } }, only);
  });

  test('reveals no secrets of a mock', () =>
    refuses(
      { definition: TASK, mock: { result: '{}' }, revealSecrets: true },
      'TestState does not support RevealSecrets when a mock is specified.',
    ));
});

function call(more: object): Promise<object> {
  return new States().call('TestState', { definition: PASS, ...more });
}

function refuses(more: object, message: string): Promise<void> {
  return new States().refuses('TestState', { definition: PASS, ...more }, 'ValidationException', message);
}
