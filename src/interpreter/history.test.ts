import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun, NOON } from '../../test/interpreter/machine-run.ts';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { activityTask, map, pass, task, tokenTask, wait } from '../../test/interpreter/states.ts';

describe('The history of', () => {
  test('an execution begins with its input as given and its role', () => {
    assert.deepEqual(new MachineRun({ A: pass() }, { input: '{ "a":1.0 }' }).event(1), {
      ...{ timestamp: NOON, type: 'ExecutionStarted', id: 1, previousEventId: 0 },
      executionStartedEventDetails: {
        ...{ input: '{ "a":1.0 }', inputDetails: WHOLE, roleArn: 'arn:aws:iam::123456789012:role/r' },
      },
    });
  });

  test('an execution tells the version and the alias that started it', () => {
    const origin = { machineVersion: 2, machineAlias: 'live', traceHeader: 'Root=1' };
    assert.deepEqual(new MachineRun({ A: pass() }, { origin }).event(1).executionStartedEventDetails, {
      ...{ input: '{}', inputDetails: WHOLE, roleArn: IDENTITY.roleArn },
      stateMachineAliasArn: `${IDENTITY.stateMachineArn}:live`,
      stateMachineVersionArn: `${IDENTITY.stateMachineArn}:2`,
    });
  });

  test('a state shows its raw input and its output', () => {
    const run = new MachineRun({ A: pass({ InputPath: '$.a' }) }, { input: '{"a":1}' });
    assert.deepEqual(run.event(2).stateEnteredEventDetails, {
      name: 'A',
      input: '{"a":1}',
      inputDetails: WHOLE,
    });
    assert.deepEqual(run.event(3).stateExitedEventDetails, { name: 'A', output: '1', outputDetails: WHOLE });
    assert.deepEqual(run.event(4).executionSucceededEventDetails, { output: '1', outputDetails: WHOLE });
  });

  test('assigned variables shows the JSON text of each, under any name', () => {
    const run = new MachineRun({ A: pass({ Assign: { n: 1.5, o: { a: [] } } }) });
    assert.deepEqual(run.event(3).stateExitedEventDetails, {
      ...{ name: 'A', output: '{}', outputDetails: WHOLE },
      ...{ assignedVariables: { n: '1.5', o: '{"a":[]}' }, assignedVariablesDetails: WHOLE },
    });
  });

  test('a function task names the function, its effective input and its clock', () => {
    const run = new MachineRun({ T: task({ TimeoutSeconds: 9, HeartbeatSeconds: 3, Credentials }) });
    assert.deepEqual(run.event(3).lambdaFunctionScheduledEventDetails, {
      ...{ resource: FUNCTION, input: '{}', inputDetails: WHOLE, timeoutInSeconds: 9 },
      taskCredentials: { roleArn: Credentials.RoleArn },
    });
    assert.deepEqual(Object.keys(run.event(4)), ENVELOPE);
  });

  test('a service task names service, action and pattern, region and parameters', () => {
    const run = new MachineRun({ T: tokenTask({ TimeoutSeconds: 9, HeartbeatSeconds: 3, Credentials }) });
    const subject = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' };
    const parameters = '{"FunctionName":"f","Payload":{"token":"token-3"}}';
    assert.deepEqual(run.event(3).taskScheduledEventDetails, {
      ...{ ...subject, region: 'us-east-1', parameters, timeoutInSeconds: 9, heartbeatInSeconds: 3 },
      taskCredentials: { roleArn: Credentials.RoleArn },
    });
    assert.deepEqual(run.event(4).taskStartedEventDetails, subject);
    run.sent(3, '{"StatusCode":200}').tokenSucceeded(3, '7');
    const submitted = { ...subject, output: '{"StatusCode":200}', outputDetails: WHOLE };
    assert.deepEqual(run.event(5).taskSubmittedEventDetails, submitted);
    assert.deepEqual(run.event(6).taskSucceededEventDetails, {
      ...subject,
      output: '7',
      outputDetails: WHOLE,
    });
  });

  test('a service task that fails or times out names it too', () => {
    const subject = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' };
    const failed = new MachineRun({ T: tokenTask() }).failed(3, 'E', 'C');
    assert.deepEqual(failed.event(5).taskFailedEventDetails, { ...subject, error: 'E', cause: 'C' });
    const late = new MachineRun({ T: tokenTask({ TimeoutSeconds: 1 }) }).pass(1);
    assert.deepEqual(late.event(5).taskTimedOutEventDetails, { ...subject, error: 'States.Timeout' });
  });

  test("an activity's task shows the worker when it gave its name", () => {
    for (const [workerName, details] of [
      ['w', { workerName: 'w' }],
      [undefined, {}],
    ] as const) {
      const run = new MachineRun({ T: activityTask({ HeartbeatSeconds: 3 }) });
      run.signal({ type: 'taken', attempt: 3, workerName }).tokenFailed(3, 'E');
      const resource = 'arn:aws:states:us-east-1:123456789012:activity:a';
      assert.deepEqual(run.event(3).activityScheduledEventDetails, {
        ...{ resource, input: '{}', inputDetails: WHOLE, heartbeatInSeconds: 3 },
      });
      assert.deepEqual(run.event(4).activityStartedEventDetails, details);
      assert.deepEqual(run.event(5).activityFailedEventDetails, { error: 'E' });
    }
  });

  test('a Map tells how many, and each iteration with name and number', () => {
    const run = new MachineRun({ M: map({ A: pass() }) }, { input: '[7,8]' });
    assert.deepEqual(run.event(3).mapStateStartedEventDetails, { length: 2 });
    assert.deepEqual(run.event(5).mapIterationStartedEventDetails, { name: 'M', index: 1 });
    assert.deepEqual(run.event(8).mapIterationSucceededEventDetails, { name: 'M', index: 0 });
    assert.deepEqual(Object.keys(run.event(12)), ENVELOPE);
  });

  test('an execution without its data has no inputs, outputs and parameters', () => {
    const states = { T: tokenTask({ Next: 'A' }), A: activityTask({ Next: 'M' }), M: map({ P: pass() }) };
    const run = new MachineRun(states, { input: '"secret"' })
      .sent(3, '"secret"')
      .tokenSucceeded(3, '["secret"]');
    run
      .signal({ type: 'taken', attempt: 9, workerName: 'w' })
      .tokenSucceeded(9, '["secret"]')
      .ends('SUCCEEDED');
    const told = run.history(false);
    assert.equal(told.length, run.history().length);
    assert.doesNotMatch(JSON.stringify(told), /secret|Details":\{"truncated/);
  });

  test('an execution that waits shows no private record', () => {
    assert.equal(new MachineRun({ W: wait(5) }).history().length, 2);
  });
});

const WHOLE = { truncated: false };
const ENVELOPE = ['timestamp', 'type', 'id', 'previousEventId'];
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const Credentials = { RoleArn: 'arn:aws:iam::123456789012:role/other' };
