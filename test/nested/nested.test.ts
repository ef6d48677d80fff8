import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { NestingServer } from './nesting-server.ts';

const server = new NestingServer();
before(() => server.start());
after(() => server.close());

describe('states:startExecution', () => {
  test('starts an execution and goes on', async () => {
    await server.machine('rr-child', WAITS);
    const { output, arn } = await server.run(
      'rr',
      starts('rr-child', '', { Input: { ...STARTED_BY, a: 1 } }),
    );
    assert.partialDeepStrictEqual(output, { SdkHttpMetadata: { HttpStatusCode: 200 } });
    const child = await server.describe(String(output?.ExecutionArn));
    const input = JSON.stringify({ AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: arn, a: 1 });
    assert.deepEqual([child.status, child.input], ['RUNNING', input]);
  });

  test('.sync has the output of what it has started as text, .sync:2 as JSON', async () => {
    await server.machine('child', ECHOES);
    const input = { Input: { a: [1] } };
    const { output } = await server.run('sync', starts('child', '.sync', input));
    assert.partialDeepStrictEqual(output, { Status: 'SUCCEEDED', Output: '{"a":[1]}', Input: '{"a":[1]}' });
    const { output: parsed } = await server.run('sync2', starts('child', '.sync:2', input));
    assert.partialDeepStrictEqual(parsed, { Output: { a: [1] }, Input: { a: [1] } });
  });

  test('starts what an alias says', async () => {
    const alias = await server.alias('versioned', ECHOES, 'live');
    const { output } = await server.run('aliased', starts(alias, '.sync:2', { Input: { a: 1 } }));
    assert.deepEqual([output?.StateMachineAliasArn, output?.Output], [alias, { a: 1 }]);
    assert.match(String(output?.StateMachineVersionArn), /:versioned:1$/);
  });

  test('.sync fails with what it has started', async () => {
    await server.machine('failing', { F: { Type: 'Fail', Error: 'Chosen', Cause: 'why' } });
    const { error, cause } = await server.run('fails', starts('failing', '.sync'));
    assert.equal(error, 'States.TaskFailed');
    assert.partialDeepStrictEqual(JSON.parse(String(cause)), {
      Error: 'Chosen',
      Cause: 'why',
      Status: 'FAILED',
    });
  });

  test('.waitForTaskToken ends by the token that the other one returns', async () => {
    const TaskToken = { 'TaskToken.$': '$.token', Output: { by: 'child' } };
    await server.machine('returns', { S: sdk('sendTaskSuccess', TaskToken) });
    const input = { Input: { 'token.$': '$$.Task.Token' } };
    const { output } = await server.run('token', starts('returns', '.waitForTaskToken', input));
    assert.deepEqual(output, { by: 'child' });
  });

  test('fails by the name of what it is refused with', async () => {
    await server.machine('once', ECHOES);
    const states = starts('once', '.sync', { Name: 'same' });
    assert.equal((await server.run('first', states)).error, undefined);
    const { error, cause } = await server.run('second', states);
    assert.equal(error, 'StepFunctions.ExecutionAlreadyExistsException');
    assert.match(String(cause), /^Execution Already Exists: '.*:once:same' \(Service: AWSStepFunctions; /);
  });

  test('starts Express executions, and waits for none', async () => {
    await server.machine('express', ECHOES, 'EXPRESS');
    const { output } = await server.run('to-express', starts('express', ''));
    assert.match(String(output?.ExecutionArn), /:express:express:/);
    const { error } = await server.run('waits-for-express', starts('express', '.sync'));
    assert.equal(error, 'StepFunctions.StateMachineTypeNotSupportedException');
  });
});

describe('StopExecution', () => {
  test('reaches all that waits below', async () => {
    await server.machine('leaf', WAITS);
    await server.machine('middle', starts('leaf', '.sync'));
    const root = await server.begin('root', starts('middle', '.sync:2'));
    const leaf = await server.onlyExecution('leaf');
    await server.call('StopExecution', { executionArn: root });
    const middle = await server.onlyExecution('middle');
    assert.deepEqual(await Promise.all([root, middle, leaf].map((arn) => server.end(arn))), [
      ...['ABORTED', 'ABORTED', 'ABORTED'],
    ]);
  });
});

describe('aws-sdk:sfn', () => {
  test('runs Express executions and waits for their end', async () => {
    await server.machine('quick', ECHOES, 'EXPRESS');
    const states = {
      S: sdk('startSyncExecution', { StateMachineArn: server.arn('quick'), Input: { a: 1 } }),
    };
    const { output } = await server.run('sync-sdk', states);
    assert.partialDeepStrictEqual(output, { Status: 'SUCCEEDED', Output: '{"a":1}' });
    assert.match(String(output?.StartDate), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
  });

  test('has every operation, in the account of its execution', async () => {
    const Parameters = { StateMachineArn: server.arn('child') };
    const { output } = await server.run('describes', { S: sdk('describeStateMachine', Parameters) });
    assert.partialDeepStrictEqual(output, { Name: 'child', Type: 'STANDARD', Status: 'ACTIVE' });
    const { output: tags } = await server.run('lists', { S: sdk('listActivities', { MaxResults: 1 }) });
    assert.deepEqual(tags, { Activities: [] });
  });

  test('fails by the name of what it is refused with', async () => {
    const executionArn = server.arn('nobody').replace('stateMachine', 'execution');
    const { error, cause } = await server.run('asks', {
      S: sdk('describeExecution', { ExecutionArn: `${executionArn}:e` }),
    });
    assert.equal(error, 'Sfn.ExecutionDoesNotExistException');
    assert.match(
      String(cause),
      /\(Service: Sfn, Status Code: 400, Request ID: .+\) \(SDK Attempt Count: 1\)$/,
    );
  });
});

const WAITS = { W: { Type: 'Wait', Seconds: 600, End: true } };
const ECHOES = { P: { Type: 'Pass', End: true } };
const STARTED_BY = { 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$': '$$.Execution.Id' };

function starts(machine: string, pattern: string, parameters: object = {}): object {
  const StateMachineArn = machine.startsWith('arn:') ? machine : server.arn(machine);
  const Resource = `arn:aws:states:::states:startExecution${pattern}`;
  return { S: { Type: 'Task', Resource, Parameters: { StateMachineArn, ...parameters }, End: true } };
}

function sdk(action: string, parameters: object): object {
  return {
    Type: 'Task',
    Resource: `arn:aws:states:::aws-sdk:sfn:${action}`,
    Parameters: parameters,
    End: true,
  };
}
