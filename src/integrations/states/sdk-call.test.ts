import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asks, fails, send } from '../../../test/integrations/states-calls.ts';

describe('aws-sdk:sfn', () => {
  test('is the operation, its parameters as on the wire', async () => {
    const parameters = { ResourceArn: 'r', Tags: [{ Key: 'k', Value: 'V' }] };
    await asks('sdk:tagResource', parameters, 'TagResource', {
      ...{ resourceArn: 'r', tags: [{ key: 'k', value: 'V' }] },
    });
  });

  test('takes values for strings that hold JSON', async () => {
    const params = { TaskToken: 't', Output: { Result: 1 } };
    await asks('sdk:sendTaskSuccess', params, 'SendTaskSuccess', { taskToken: 't', output: '{"Result":1}' });
  });

  test('answers as the SDK for Java 2 does', async () => {
    const output = {
      events: [{ timestamp: 1.5, id: 1, taskFailedEventDetails: { cause: 'c' } }],
      startDate: 2,
    };
    assert.deepEqual((await send('sdk:getExecutionHistory', {}, [{ output }])).value, {
      Events: [{ Timestamp: '1970-01-01T00:00:01.500Z', Id: 1, TaskFailedEventDetails: { Cause: 'c' } }],
      StartDate: '1970-01-01T00:00:02Z',
    });
  });

  test('refuses parameters that the operation does not have', () =>
    fails('sdk:stopExecution', { Why: 'no' }, 'States.Runtime', /"Why" is not supported/, [
      { unknown: 'why' },
    ]));

  test('refuses parameters named as on the wire', () =>
    fails('sdk:stopExecution', { executionArn: 'e' }, 'States.Runtime', /"executionArn" is not supported/));

  test('fails by the name of what the API refuses it with', () =>
    fails('sdk:stopExecution', {}, 'Sfn.InvalidArnException', /^M \(Service: Sfn, /, [
      { refusal: { code: 'InvalidArn', message: 'M', status: 400, isModelled: true } },
    ]));
});
