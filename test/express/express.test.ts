import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { ServerConfig } from '../../src/config.ts';
import { type Server, startServer } from '../../src/server.ts';
import { ExpressMachine } from './machine.ts';

const GREETING = {
  StartAt: 'Greet',
  States: {
    Greet: { Type: 'Pass', Parameters: { 'said.$': "States.Format('Hello {}', $.who)" }, End: true },
  },
};
const FAILING = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', Cause: 'why' } } };
const ENDLESS = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 60, End: true } } };
const HINT = 'This operation is not supported by this type of state machine';
const NOT_EXPRESS = "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'";

const SETTINGS: ServerConfig = {
  port: 0,
  host: '127.0.0.1',
  data: undefined,
  auth: 'sigv4',
  account: '123456789012',
};

let server: Server;
let greeting: ExpressMachine;
before(async () => {
  server = await startServer(SETTINGS);
  greeting = await ExpressMachine.create(server.url, GREETING);
});
after(() => server.close());

describe('A server with EXPRESS machines', () => {
  test('answers StartSyncExecution with the output', async () => {
    const answer = await greeting.start('StartSyncExecution', { who: 'you' }, { name: 'e' });
    assert.match(String(answer.executionArn), /^arn:aws:states:us-east-1:\d{12}:express:m:e:[0-9a-f-]{36}$/);
    assert.deepEqual([answer.status, answer.output], ['SUCCEEDED', '{"said":"Hello you"}']);
  });

  test('answers StartSyncExecution with a failure and 200', async () => {
    const machine = await ExpressMachine.create(server.url, FAILING, 'failing');
    const { status, error, cause } = await machine.start('StartSyncExecution', {});
    assert.deepEqual([status, error, cause], ['FAILED', 'E', 'why']);
  });

  test('answers on the host that SDKs make of its own', async () => {
    assert.equal(await statusOnSyncHost(), 'SUCCEEDED');
  });

  test('starts the same name again and again', async () => {
    const starts = await Promise.all([1, 2].map(() => greeting.start('StartExecution', {}, { name: 'e' })));
    assert.equal(new Set(starts.map(({ executionArn }) => executionArn)).size, 2);
  });

  test('runs versions and aliases of them', async () => {
    const { calls, stateMachineArn } = greeting;
    const { stateMachineVersionArn } = await calls.states('PublishStateMachineVersion', { stateMachineArn });
    const version = String(stateMachineVersionArn);
    const route = { stateMachineVersionArn: version, weight: 100 };
    const alias = await calls.states('CreateStateMachineAlias', {
      name: 'prod',
      routingConfiguration: [route],
    });
    for (const arn of [version, String(alias.stateMachineAliasArn)]) {
      const input = { stateMachineArn: arn, input: '{"who":"you"}' };
      const { status } = await calls.states('StartSyncExecution', input);
      assert.equal(status, 'SUCCEEDED');
      assert.ok((await calls.states('StartExecution', input)).executionArn);
    }
  });

  test('does not describe, stop, or tell the history of their executions', async () => {
    const { executionArn } = await greeting.start('StartExecution', {});
    for (const operation of [
      'DescribeExecution',
      'StopExecution',
      'GetExecutionHistory',
      'DescribeStateMachineForExecution',
    ]) {
      const call = greeting.calls.states(operation, { executionArn: String(executionArn) });
      await assert.rejects(call, { message: NOT_EXPRESS }, operation);
    }
  });

  test('does not list their executions, nor run a STANDARD machine in sync', async () => {
    const { calls, stateMachineArn } = greeting;
    const message = `StateMachineTypeNotSupported: ${HINT}`;
    await assert.rejects(calls.states('ListExecutions', { stateMachineArn }), { message });
    const standard = {
      name: 's',
      definition: JSON.stringify(FAILING),
      roleArn: 'arn:aws:iam::123456789012:role/r',
    };
    const made = await calls.states('CreateStateMachine', standard);
    const start = calls.states('StartSyncExecution', { stateMachineArn: String(made.stateMachineArn) });
    await assert.rejects(start, { message });
  });

  test('keeps its definition rules when a machine is updated', async () => {
    const { calls, stateMachineArn } = greeting;
    const Resource = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
    const definition = JSON.stringify({
      StartAt: 'T',
      States: { T: { Type: 'Task', Resource, End: true } },
    });
    const update = calls.states('UpdateStateMachine', { stateMachineArn, definition });
    await assert.rejects(update, /Express state machine does not support '.waitForTaskToken'/);
  });

  test('stops in time, and tells whoever waits', async () => {
    await stopsInTime();
  });
});

async function stopsInTime(): Promise<void> {
  const other = await startServer(SETTINGS);
  try {
    const machine = await ExpressMachine.create(other.url, ENDLESS);
    const refused = assert.rejects(machine.start('StartSyncExecution', {}), { name: 'Unavailable' });
    await machine.start('StartExecution', {});
    const before = performance.now();
    await other.close();
    await refused;
    assert.ok(performance.now() - before < 8000);
  } finally {
    await other.close();
  }
}

/** `fetch` sends no Host of one's own. */
async function statusOnSyncHost(): Promise<unknown> {
  const open = await startServer({ ...SETTINGS, auth: 'off' });
  try {
    const { stateMachineArn } = await ExpressMachine.create(open.url, GREETING);
    const body = JSON.stringify({ stateMachineArn, input: '{"who":"you"}' });
    const answer = await posted(open, body);
    return JSON.parse(answer).status;
  } finally {
    await open.close();
  }
}

function posted({ port }: Server, body: string): Promise<string> {
  const headers = {
    host: `sync-127.0.0.1:${port}`,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AWSStepFunctions.StartSyncExecution',
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
