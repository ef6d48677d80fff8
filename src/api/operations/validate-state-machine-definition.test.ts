import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFINITION, States } from '../../../test/api/states.ts';

describe('ValidateStateMachineDefinition', () => {
  test('of a good definition finds nothing', () =>
    answers({ definition: DEFINITION }, { result: 'OK', diagnostics: [], truncated: false }));

  test('tells what is wrong and where', () =>
    answers(
      { definition: '{"StartAt":"S"}' },
      { result: 'FAIL', diagnostics: [MISSING_STATES], truncated: false },
    ));

  test('leaves the place out when there is none', () =>
    answers({ definition: ' ' }, { result: 'FAIL', diagnostics: [NOT_AN_OBJECT], truncated: false }));

  test('tells no more than it is asked for, and that there is more', async () => {
    const states = ['A', 'B', 'C'].map((name) => [name, { Type: 'Nope' }]);
    const definition = JSON.stringify({ StartAt: 'A', States: Object.fromEntries(states) });
    const call = (more: object) =>
      new States().call('ValidateStateMachineDefinition', { definition, ...more });
    const [all, one] = [await call({ maxResults: 0 }), await call({ maxResults: 1 })];
    assert.ok(Array.isArray(all.diagnostics) && all.diagnostics.length > 1);
    assert.deepEqual([all.truncated, one.truncated], [false, true]);
    assert.deepEqual(one.diagnostics, all.diagnostics.slice(0, 1));
  });

  test('tells warnings only when asked to, and they fail nothing', async () => {
    const pass = { Type: 'Pass', Result: { 'a.$': '$.b' }, End: true };
    const definition = JSON.stringify({ StartAt: 'P', States: { P: pass } });
    const call = (severity: string) =>
      new States().call('ValidateStateMachineDefinition', { definition, severity });
    assert.deepEqual(await call('ERROR'), { result: 'OK', diagnostics: [], truncated: false });
    const { result, diagnostics } = await call('WARNING');
    assert.equal(result, 'OK');
    assert.match(JSON.stringify(diagnostics), /"severity":"WARNING"/);
  });

  test('knows what an express machine must not have', async () => {
    const Resource = 'arn:aws:states:us-east-1:123456789012:activity:a';
    const definition = JSON.stringify({ StartAt: 'T', States: { T: { Type: 'Task', Resource, End: true } } });
    const call = (type: string) => new States().call('ValidateStateMachineDefinition', { definition, type });
    assert.deepEqual([(await call('STANDARD')).result, (await call('EXPRESS')).result], ['OK', 'FAIL']);
  });

  test('refuses more than 100 results', () =>
    new States().refuses(
      'ValidateStateMachineDefinition',
      { definition: '{}', maxResults: 101 },
      'ValidationException',
      /Value '101' at 'maxResults'/,
    ));
});

const MISSING_STATES = {
  ...{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED' },
  ...{ message: 'These fields are required: [States]', location: '/' },
};
const NOT_AN_OBJECT = {
  ...{ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED' },
  message: 'Definition must be a valid JSON object',
};

async function answers(input: object, answer: object): Promise<void> {
  assert.deepEqual(await new States().call('ValidateStateMachineDefinition', input), answer);
}
