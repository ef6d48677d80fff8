import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('CreateStateMachineAlias', () => {
  test('answers with its ARN and date, also when it is repeated', async () => {
    const states = new States();
    const machine = await states.machine();
    const input = { name: 'live', routingConfiguration: [route(await states.version(machine, 'a'), 100)] };
    const made = await states.call('CreateStateMachineAlias', input);
    assert.deepEqual(made, { stateMachineAliasArn: `${machine}:live`, creationDate: START / 1000 });
    states.wait(1000);
    assert.deepEqual(await states.call('CreateStateMachineAlias', input), made);
  });

  test('with other routes under the same name is a conflict', async () => {
    const states = new States();
    const machine = await states.machine();
    await states.alias('live', await states.version(machine, 'a'));
    const routingConfiguration = [route(await states.version(machine, 'b'), 100)];
    await states.refuses(
      'CreateStateMachineAlias',
      { name: 'live', routingConfiguration },
      'ConflictException',
    );
  });

  test('to a version or a machine that does not exist, or of another account, is refused', async () => {
    const states = new States();
    const version = await states.version(await states.machine(), 'a');
    const message = 'Request references a resource that does not exist.';
    const refused = (arn: string, caller = states) =>
      caller.refuses(
        'CreateStateMachineAlias',
        { name: 'live', routingConfiguration: [route(arn, 100)] },
        'ResourceNotFound',
        message,
      );
    await refused(version.replace(/1$/, '9'));
    await refused(version.replace(':m:', ':n:'));
    await refused(version, states.from({ account: '000000000000' }));
  });

  test('refuses names that are numbers', async () => {
    const routingConfiguration = [route('a', 100)];
    await new States().refuses(
      'CreateStateMachineAlias',
      { name: '12', routingConfiguration },
      'ValidationException',
      /Value '12' at 'name'/,
    );
  });
});

function route(stateMachineVersionArn: string, weight: number): object {
  return { stateMachineVersionArn, weight };
}
