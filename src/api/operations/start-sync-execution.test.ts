import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFINITION, ROLE, START, States, text } from '../../../test/api/states.ts';
import { Payload } from '../../base/payload.ts';
import type { ExpressEnd } from '../../engine/engine.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
const DETAILS = { inputDetails: { included: true }, outputDetails: { included: true } };
const SUCCEEDED = { status: 'SUCCEEDED', output: Payload.fromText('{"a": 1.0}') } as const;

describe('StartSyncExecution', () => {
  test('answers with how it ended', async () => {
    assert.deepEqual(await answered(SUCCEEDED, { name: 'e', input: ' {} ' }), {
      executionArn: 'arn:aws:states:us-east-1:123456789012:express:m:e:r',
      stateMachineArn: ARN,
      ...{ name: 'e', status: 'SUCCEEDED', startDate: START / 1000, stopDate: START / 1000 },
      ...{ input: ' {} ', output: '{"a": 1.0}', ...DETAILS },
      billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
    });
  });
  test('answers a failure with 200, its error and its cause', async () => {
    const failed = { status: 'FAILED', error: 'E', cause: 'c' } as const;
    assert.partialDeepStrictEqual(await answered(failed), { ...failed, ...DETAILS });
  });
  test('shows no data when asked for metadata alone', async () => {
    const { input, output, inputDetails } = await answered(SUCCEEDED, { includedData: 'METADATA_ONLY' });
    assert.deepEqual([input, output, inputDetails], [undefined, undefined, { included: false }]);
    const { error, cause } = await answered(
      { status: 'FAILED', error: 'E', cause: 'c' },
      { includedData: 'METADATA_ONLY' },
    );
    assert.deepEqual([error, cause], [undefined, undefined]);
  });
  test('bills every 100 ms that have begun', async () => {
    assert.deepEqual(await Promise.all([0, 1, 100, 101, 7540].map(billed)), [100, 100, 100, 200, 7600]);
  });
  test('tells the trace header', async () => {
    assert.equal((await answered({}, { traceHeader: 'Root=1' })).traceHeader, 'Root=1');
  });
  test('refuses a STANDARD machine', async () => {
    const states = new States();
    const message = 'This operation is not supported by this type of state machine';
    const input = { stateMachineArn: await states.machine() };
    await states.refuses('StartSyncExecution', input, 'StateMachineTypeNotSupported', message);
  });
  test('refuses what StartExecution refuses', async () => {
    const states = await express();
    const refuses = (change: object, code: string) =>
      states.refuses('StartSyncExecution', { stateMachineArn: ARN, ...change }, code);
    await refuses({ input: '{' }, 'InvalidExecutionInput');
    await refuses({ input: `"${'é'.repeat(131_072)}"` }, 'ValidationException');
    await refuses({ name: 'a:b' }, 'InvalidName');
    await refuses({ stateMachineArn: `${ARN}:7` }, 'StateMachineDoesNotExist');
    await refuses({ stateMachineArn: 'm' }, 'InvalidArn');
  });
  test('runs versions and aliases', async () => {
    const states = await express();
    const version = await states.version(ARN, 'v');
    for (const stateMachineArn of [version, await states.alias('prod', version)]) {
      const { status } = await states.call('StartSyncExecution', { stateMachineArn });
      assert.equal(status, 'SUCCEEDED');
    }
  });
});

async function express(): Promise<States> {
  const states = new States();
  const input = { name: 'm', definition: DEFINITION, roleArn: ROLE, type: 'EXPRESS' };
  assert.equal(text((await states.call('CreateStateMachine', input)).stateMachineArn), ARN);
  return states;
}

async function answered(end: Partial<ExpressEnd>, input: object = {}) {
  const states = await express();
  states.engine.expressEnd = end;
  return await states.call('StartSyncExecution', { stateMachineArn: ARN, ...input });
}

async function billed(ms: number) {
  const { billingDetails } = await answered({ stoppedAt: START + ms });
  // The service model's own shape.
  return (billingDetails as { billedDurationInMilliseconds: number }).billedDurationInMilliseconds;
}
