import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFINITION, ROLE, SCOPE, START, States, text } from '../../test/api/states.ts';
import type { Parent } from '../engine/engine.ts';

describe('A call within the process', () => {
  test('is the operation, in the account and region of its caller', async () => {
    const states = new States();
    const executionArn = await states.execution('e', '{"a": 1}');
    const described = await call(states, 'DescribeExecution', { executionArn });
    assert.ok(described !== undefined && 'output' in described);
    assert.deepEqual([described.output.input, described.output.startDate], ['{"a": 1}', START / 1000]);
    const stranger = { ...SCOPE, account: '999999999999' };
    assert.ok('refusal' in ((await call(states, 'DescribeExecution', { executionArn }, stranger)) ?? {}));
  });

  test('gets a history as a value, not as the text that goes over the wire', async () => {
    const states = new States();
    const executionArn = await states.execution();
    const event = { timestamp: START, type: 'Event', id: 1, previousEventId: 0 };
    const run = states.engine.runs.get(executionArn);
    assert.ok(run !== undefined);
    run.events = [event];
    assert.deepEqual(await call(states, 'GetExecutionHistory', { executionArn }), {
      output: { events: [{ ...event, timestamp: START / 1000 }] },
    });
  });

  test('is refused as it would be over HTTP', async () => {
    await refuses('DescribeExecution', { executionArn: 'arn:x' }, 'InvalidArn', true);
    await refuses('DescribeExecution', {}, 'ValidationException', true);
    await refuses('DescribeExecution', { executionArn: 7 }, 'SerializationException', false);
  });

  test('of an operation that is not there has no answer', async () => {
    for (const operation of ['UnheardOf', 'toString', '']) {
      assert.equal(await call(new States(), operation, {}), undefined);
    }
  });

  test('with a parameter that the operation does not have is none', async () => {
    const states = new States();
    const stateMachineArn = await states.machine();
    const params = { stateMachineArn, inputs: '{}' };
    assert.deepEqual(await call(states, 'StartExecution', params), { unknown: 'inputs' });
    assert.deepEqual([...states.engine.runs], []);
  });

  test('tells an execution which other one starts it', async () => {
    const states = new States();
    const parent = { execution: 7, event: 3, isWaiting: true };
    await call(states, 'StartExecution', { stateMachineArn: await states.machine() }, SCOPE, parent);
    assert.deepEqual(states.engine.parents, [parent]);
  });

  test('may not wait for an Express execution', async () => {
    const states = new States();
    const stateMachineArn = await expressMachine(states);
    const start = (isWaiting: boolean) =>
      call(states, 'StartExecution', { stateMachineArn }, SCOPE, { execution: 7, event: 3, isWaiting });
    assert.partialDeepStrictEqual(await start(true), { refusal: { code: 'StateMachineTypeNotSupported' } });
    assert.ok('output' in ((await start(false)) ?? {}));
  });
});

async function call(
  ...[states, operation, params, scope = SCOPE, parent]: [States, string, object, typeof SCOPE?, Parent?]
) {
  return await states.inProcess.call({
    ...{ operation, params: { ...params }, scope, signal: new AbortController().signal },
    ...(parent === undefined ? {} : { parent }),
  });
}

async function expressMachine(states: States): Promise<string> {
  const machine = { name: 'm', definition: DEFINITION, roleArn: ROLE, type: 'EXPRESS' };
  return text((await states.call('CreateStateMachine', machine)).stateMachineArn);
}

async function refuses(operation: string, params: object, code: string, isModelled: boolean): Promise<void> {
  const answer = await call(new States(), operation, params);
  assert.partialDeepStrictEqual(answer, { refusal: { code, status: 400, isModelled } });
}
