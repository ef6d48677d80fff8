import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  apiOf,
  asks,
  fails,
  jobOf,
  OPTIONS,
  operations,
  requestOf,
  result,
  STARTED,
  send,
} from '../../../test/integrations/states-calls.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { StatesRequest } from './port.ts';
import { createStatesIntegration } from './states.ts';

describe('states:startExecution', () => {
  test('is a start by its attempt, whose input may be any value', async () => {
    await asks('startExecution', { StateMachineArn: 'm', Input: { a: 1 }, Name: 'n' }, 'StartExecution', {
      ...{ stateMachineArn: 'm', input: '{"a":1}', name: 'n' },
    });
    await asks('startExecution', { StateMachineArn: 'm', Input: 'text' }, 'StartExecution', {
      ...{ stateMachineArn: 'm', input: 'text' },
    });
    await asks('startExecution', { StateMachineArn: 'm', Input: null, TraceHeader: 't' }, 'StartExecution', {
      ...{ stateMachineArn: 'm', traceHeader: 't' },
    });
  });

  test('says whether it waits for the end', async () => {
    for (const [action, isWaiting] of Object.entries({ [TOKEN]: false, [SYNC]: true, [SYNC_2]: true })) {
      const { parent } = await requestOf(action, { StateMachineArn: 'm' });
      assert.deepEqual(parent, { execution: 7, event: 3, isWaiting }, action);
    }
  });

  test('answers as the SDK for Java 1 does', async () => {
    const { value } = await send('startExecution', { StateMachineArn: 'm' }, [STARTED]);
    assert.deepEqual(JSON.stringify(value), JSON.stringify(START_RESPONSE));
  });

  test('refuses what only the computed parameters show to be wrong', async () => {
    await fails('startExecution', {}, 'States.Runtime', /"StateMachineArn" is required/);
    await fails('startExecution', { StateMachineArn: 1 }, 'States.Runtime', /must be a STRING, not number/);
    await fails('startExecution', { StateMachineArn: 'm', X: 1 }, 'States.Runtime', /"X" is not supported/);
  });

  test('fails by the name of what the API refuses it with', async () => {
    const answers = [
      { refusal: { code: 'ExecutionAlreadyExists', message: 'M', status: 400, isModelled: true } },
    ];
    const error = 'StepFunctions.ExecutionAlreadyExistsException';
    await fails(
      'startExecution',
      { StateMachineArn: 'm' },
      error,
      /Error Code: ExecutionAlreadyExists/,
      answers,
    );
  });

  test('that waits stops what was given up while it started', async () => {
    const aborted = AbortSignal.abort();
    assert.deepEqual(await operations(SYNC, aborted), ['StartExecution', 'StopExecution']);
    assert.deepEqual(await operations('startExecution', aborted), ['StartExecution']);
  });
});

describe('The end of a .sync task', () => {
  test('is what the API tells of its execution', async () => {
    assert.equal(
      (await result(SYNC, DESCRIBED))?.text,
      '{"ExecutionArn":"e","Input":"{ }","InputDetails":{"Included":true},"Output":"[1.0]","RedriveCount":0,' +
        '"StartDate":1767268800123,"Status":"SUCCEEDED"}',
    );
  });

  test('has input and output parsed for .sync:2', async () => {
    assert.match((await result(SYNC_2, DESCRIBED))?.text ?? '', /"Input":\{\}.*"Output":\[1\.0\]/);
  });

  test('has not come while it runs', async () => {
    assert.equal(await result(SYNC, { ...DESCRIBED, status: 'RUNNING' }), undefined);
  });

  test('is a failure when it has not succeeded', async () => {
    await assert.rejects(result(SYNC_2, { status: 'ABORTED', error: 'E', input: '{}' }), {
      error: 'States.TaskFailed',
      message: '{"Error":"E","Input":"{}","Status":"ABORTED"}',
    });
  });

  test('is asked for again when it cannot be told', async () => {
    const integration = createStatesIntegration({ ...OPTIONS, api: apiOf('unavailable', []) });
    await assert.rejects(async () => integration.result?.(jobOf(SYNC)), Unavailable);
  });

  test('is made when nobody waits for it', async () => {
    const requests: StatesRequest[] = [];
    const integration = createStatesIntegration({ ...OPTIONS, api: apiOf([{ output: {} }], requests) });
    await integration.cancel?.(jobOf(SYNC));
    assert.partialDeepStrictEqual(requests, [{ operation: 'StopExecution', params: { executionArn: 'e' } }]);
  });
});

const TOKEN = 'startExecution.waitForTaskToken';
const SYNC = 'startExecution.sync';
const SYNC_2 = 'startExecution.sync:2';
const DESCRIBED = {
  ...{ executionArn: 'e', status: 'SUCCEEDED', startDate: 1_767_268_800.123, redriveCount: 0 },
  ...{ input: '{ }', inputDetails: { included: true }, output: '[1.0]' },
};
const DATE = 'Thu, 01 Jan 2026 12:00:00 GMT';
const TYPE = 'application/x-amz-json-1.0';
const START_RESPONSE = {
  ExecutionArn: 'e',
  SdkHttpMetadata: {
    AllHttpHeaders: {
      ...{ 'x-amzn-RequestId': ['u'], connection: ['keep-alive'], 'Content-Length': ['49'], Date: [DATE] },
      'Content-Type': [TYPE],
    },
    HttpHeaders: {
      ...{ connection: 'keep-alive', 'Content-Length': '49', 'Content-Type': TYPE, Date: DATE },
      'x-amzn-RequestId': 'u',
    },
    HttpStatusCode: 200,
  },
  SdkResponseMetadata: { RequestId: 'u' },
  StartDate: 1_767_268_800_123,
};
