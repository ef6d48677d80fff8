import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { States } from '../../test/api/states.ts';
import { ServiceError, type ServiceErrorCode } from '../base/service-error.ts';
import { Unavailable } from '../base/unavailable.ts';
import { ERROR_CODES } from './model/error-codes.ts';

describe('the protocol', () => {
  test('answers 503 when the store is away', async () => {
    const states = failing(new Unavailable('disk full'));
    const { status, body } = await states.send('StartExecution', await start(states));
    assert.deepEqual([status, JSON.parse(String(body)).__type], [503, 'ServiceUnavailable']);
  });
  test('answers 400 when the engine refuses', async () => {
    const states = failing(new ServiceError('ThrottlingException'));
    await states.refuses(
      'StartExecution',
      JSON.parse(await start(states)),
      'ThrottlingException',
      'Rate exceeded',
    );
  });
  test('lets a defect rise', async () => {
    const states = failing(new TypeError('ours'));
    await assert.rejects(states.send('StartExecution', await start(states)), /ours/);
  });
});

test('every error of the service model has a message', () => {
  for (const code of ERROR_CODES) {
    // The test is whether the name is one.
    const error = new ServiceError(code as Exclude<ServiceErrorCode, 'ValidationException'>, 'detail');
    assert.ok(error.message.length > 0, code);
  }
});

function failing(error: Error): States {
  const states = new States();
  states.engine.start = () => Promise.reject(error);
  return states;
}

async function start(states: States): Promise<string> {
  return JSON.stringify({ stateMachineArn: await states.machine() });
}
