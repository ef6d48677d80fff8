import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('PublishStateMachineVersion', () => {
  test('answers with the ARN of the version and its date', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    assert.deepEqual(await states.call('PublishStateMachineVersion', { stateMachineArn, description: 'd' }), {
      creationDate: START / 1000,
      stateMachineVersionArn: `${stateMachineArn}:1`,
    });
  });

  test('of another revision than the current one is a conflict', async () => {
    const states = new States();
    const input = { stateMachineArn: await states.machine(), revisionId: 'r' };
    const message =
      'Failed to publish the State Machine version for revision r. The current State Machine revision is INITIAL.';
    await states.refuses('PublishStateMachineVersion', input, 'ConflictException', message);
    await states.call('PublishStateMachineVersion', { ...input, revisionId: 'INITIAL' });
  });

  test('of what does not exist, of a version and of a label is refused', async () => {
    const states = new States();
    const arn = await states.machine();
    const refused = (stateMachineArn: string, code: string) =>
      states.refuses('PublishStateMachineVersion', { stateMachineArn }, code);
    await refused(`${arn}2`, 'StateMachineDoesNotExist');
    await refused(`${arn}:1`, 'StateMachineDoesNotExist');
    await refused(`${arn}/label`, 'ValidationException');
    await refused('nope', 'InvalidArn');
  });
});
