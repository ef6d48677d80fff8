import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scriptedClient } from '../../test/cli/scripted-client.ts';
import { ApiError } from './client.ts';
import { putMachine, startExecution } from './machine.ts';

describe('Putting a state machine', () => {
  test('creates it', async () => {
    assert.deepEqual(await put({ taken: false, listed: [] }), ['arn:M', ['CreateStateMachine']]);
  });

  test('gives the one of that name the new definition', async () => {
    const operations = ['CreateStateMachine', 'ListStateMachines', 'ListStateMachines', 'UpdateStateMachine'];
    assert.deepEqual(await put({ taken: true, listed: ['A', 'M'] }), ['arn:M', operations]);
  });

  test('fails when the one of that name is gone by then', async () => {
    await assert.rejects(put({ taken: true, listed: ['A'] }), ApiError);
  });
});

describe('Starting an execution', () => {
  test('hands on the input as it is', async () => {
    await starts({ machine: 'm', input: ' 1.0 ' }, { stateMachineArn: 'm', input: ' 1.0 ' });
  });

  test('hands on the name', async () => {
    await starts({ machine: 'm', input: '1', name: 'n' }, { stateMachineArn: 'm', input: '1', name: 'n' });
  });
});

async function put({ taken, listed }: { taken: boolean; listed: string[] }): Promise<[string, string[]]> {
  const client = scriptedClient((operation, input) => {
    if (operation === 'CreateStateMachine')
      return taken ? { __type: 'StateMachineAlreadyExists' } : { stateMachineArn: 'arn:M' };
    if (operation === 'UpdateStateMachine') return {};
    const index = Number(input.nextToken ?? 0);
    const name = listed[index] ?? '';
    const page = { stateMachines: [{ name, stateMachineArn: `arn:${name}` }] };
    return index + 1 < listed.length ? { ...page, nextToken: String(index + 1) } : page;
  });
  const arn = await putMachine(client, 'M', '{}');
  return [arn, client.calls.map(({ operation }) => operation)];
}

async function starts(
  execution: Parameters<typeof startExecution>[1],
  input: Record<string, string>,
): Promise<void> {
  const client = scriptedClient(() => ({ executionArn: 'e' }));
  assert.equal(await startExecution(client, execution), 'e');
  assert.deepEqual(client.calls, [{ operation: 'StartExecution', input }]);
}
