import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States, text } from '../../../test/api/states.ts';

describe('ListStateMachines', () => {
  test('lists the fields of a list', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    const item = { stateMachineArn, name: 'm', type: 'STANDARD', creationDate: START / 1000 };
    assert.deepEqual(await states.call('ListStateMachines', {}), { stateMachines: [item] });
  });
  test('goes page by page', async () => {
    const states = await three();
    const first = await states.call('ListStateMachines', { maxResults: 2 });
    const second = await states.call('ListStateMachines', { maxResults: 2, nextToken: first.nextToken });
    assert.deepEqual([names(first), names(second), 'nextToken' in second], [['a', 'b'], ['c'], false]);
  });
  test('refuses a token that is changed, or of another list or caller', async () => {
    const states = await three();
    const nextToken = text((await states.call('ListStateMachines', { maxResults: 1 })).nextToken);
    const other = states.from({ account: '000000000000' });
    await states.refuses(
      'ListStateMachines',
      { nextToken: `${nextToken}x` },
      'InvalidToken',
      "Invalid Token: 'Invalid token'",
    );
    await states.refuses('ListActivities', { nextToken }, 'InvalidToken');
    await other.refuses('ListStateMachines', { nextToken }, 'InvalidToken');
  });
  test('refuses a token after a day', async () => {
    const states = await three();
    const { nextToken } = await states.call('ListStateMachines', { maxResults: 1 });
    states.wait(24 * 3_600_000 + 1);
    await states.refuses('ListStateMachines', { nextToken }, 'InvalidToken');
  });
});

async function three(): Promise<States> {
  const states = new States();
  for (const name of ['a', 'b', 'c']) await states.machine(name);
  return states;
}

function names(page: Awaited<ReturnType<States['call']>>): string[] {
  return [...JSON.stringify(page).matchAll(/"name":"(\w+)"/g)].map(([, name = '']) => name);
}
