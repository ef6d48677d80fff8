import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('ListStateMachineVersions', () => {
  test('lists the newest first, in pages that new versions leave alone', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    for (const comment of ['a', 'b', 'c']) await states.version(stateMachineArn, comment);
    const list = (more: object) => states.call('ListStateMachineVersions', { stateMachineArn, ...more });
    const first = await list({ maxResults: 2 });
    assert.deepEqual(first.stateMachineVersions, [item(stateMachineArn, 3), item(stateMachineArn, 2)]);
    await states.version(stateMachineArn, 'd');
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    assert.deepEqual(second, { stateMachineVersions: [item(stateMachineArn, 1)] });
  });

  test('of what does not exist is empty', async () => {
    const states = new States();
    const stateMachineArn = `${await states.machine()}2`;
    const listed = await states.call('ListStateMachineVersions', { stateMachineArn });
    assert.deepEqual(listed, { stateMachineVersions: [] });
  });

  test('refuses qualified ARNs, and tokens of another list', async () => {
    const states = new States();
    const arn = await states.machine();
    const refused = (input: object, code: string) => states.refuses('ListStateMachineVersions', input, code);
    await refused({ stateMachineArn: `${arn}:1` }, 'InvalidArn');
    await refused({ stateMachineArn: `${arn}/label` }, 'ValidationException');
    await refused({ stateMachineArn: arn, nextToken: 'x' }, 'InvalidToken');
  });
});

function item(machine: string, number: number): object {
  return { stateMachineVersionArn: `${machine}:${number}`, creationDate: START / 1000 };
}
