import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('UpdateStateMachineAlias', () => {
  test('changes routes or description and tells when', async () => {
    const states = new States();
    const machine = await states.machine();
    const stateMachineAliasArn = await states.alias('live', await states.version(machine, 'a'));
    const routingConfiguration = [
      { stateMachineVersionArn: `${machine}:1`, weight: 10 },
      { stateMachineVersionArn: await states.version(machine, 'b'), weight: 90 },
    ];
    states.wait(1000);
    const updateDate = (START + 1000) / 1000;
    for (const change of [{ routingConfiguration }, { description: 'd' }])
      assert.deepEqual(await states.call('UpdateStateMachineAlias', { stateMachineAliasArn, ...change }), {
        updateDate,
      });
    const shown = await states.call('DescribeStateMachineAlias', { stateMachineAliasArn });
    assert.deepEqual(shown, {
      ...{ stateMachineAliasArn, name: 'live', description: 'd', routingConfiguration },
      ...{ creationDate: START / 1000, updateDate },
    });
  });

  test('of nothing is refused, with the reason', async () => {
    const stateMachineAliasArn = `${await new States().machine()}:live`;
    const answer = await new States().send(
      'UpdateStateMachineAlias',
      JSON.stringify({ stateMachineAliasArn }),
    );
    assert.match(String(answer.body), /"ValidationException".*"reason":"MISSING_REQUIRED_PARAMETER"/);
  });

  test('of what does not exist is refused', async () => {
    const states = new States();
    const input = { stateMachineAliasArn: `${await states.machine()}:live`, description: 'd' };
    await states.refuses('UpdateStateMachineAlias', input, 'ResourceNotFound');
  });

  test('refuses versions of another machine', async () => {
    const states = new States();
    const stateMachineAliasArn = await states.alias(
      'live',
      await states.version(await states.machine(), 'a'),
    );
    const stateMachineVersionArn = await states.version(await states.machine('n'), 'a');
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    await states.refuses(
      'UpdateStateMachineAlias',
      { stateMachineAliasArn, routingConfiguration },
      'ValidationException',
      /of the state machine of the alias/,
    );
  });
});
