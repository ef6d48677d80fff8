import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../../test/api/states.ts';
import type { JsonObject } from '../../base/json.ts';

describe('ListStateMachineAliases', () => {
  test('lists them as they were created, in pages that changes leave alone', async () => {
    const { states, machine } = await withAliases();
    const first = await states.call('ListStateMachineAliases', { stateMachineArn: machine, maxResults: 2 });
    assert.deepEqual(names(first), ['one', 'both']);
    await states.call('DeleteStateMachineAlias', { stateMachineAliasArn: `${machine}:one` });
    const { nextToken } = first;
    const second = await states.call('ListStateMachineAliases', { stateMachineArn: machine, nextToken });
    assert.deepEqual([names(second), second.nextToken], [['two'], undefined]);
  });

  test('of a version lists those that route to it', async () => {
    const { states, machine } = await withAliases();
    const listed = await states.call('ListStateMachineAliases', { stateMachineArn: `${machine}:2` });
    assert.deepEqual(names(listed), ['both', 'two']);
  });

  test('of what does not exist is refused', async () => {
    const { states, machine } = await withAliases();
    const refused = (stateMachineArn: string, code: string) =>
      states.refuses('ListStateMachineAliases', { stateMachineArn }, code);
    await refused(`${machine}2`, 'StateMachineDoesNotExist');
    await refused(`${machine}:9`, 'StateMachineDoesNotExist');
    await refused(`${machine}:one`, 'InvalidArn');
    await refused(`${machine}/label`, 'InvalidArn');
  });
});

/** A machine with two versions and three aliases. */
async function withAliases(): Promise<{ states: States; machine: string }> {
  const states = new States();
  const machine = await states.machine();
  const versions = [await states.version(machine, 'a'), await states.version(machine, 'b')] as const;
  await states.alias('one', versions[0]);
  await states.alias('both', ...versions);
  await states.alias('two', versions[1]);
  return { states, machine };
}

function names({ stateMachineAliases }: JsonObject): string[] {
  return [...JSON.stringify(stateMachineAliases).matchAll(/:m:(\w+)"/g)].map(([, name = '']) => name);
}
