import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LiveServer } from './live-server.ts';

describe('a payload that nobody touches', () => {
  const server = new LiveServer();
  before(async () => {
    await server.start();
    await server.createMachine('pass', PASS);
    await server.createMachine('wrap', WRAP);
    await server.createMachine('ask', ASK);
    await server.call('CreateActivity', { name: 'ask' });
  });
  after(() => server.close());

  for (const [claim, text] of [
    ['keeps the text of its numbers', '{"a":0.0,"b":1.10,"c":12345678901234567890,"d":1E2,"e":-0}'],
    ['keeps its white space', ' {\t"a" :\n1 }\r\n'],
    ['keeps an escaped NUL', '"\\u0000"'],
    ['keeps an escaped lone surrogate', '"\\ud800"'],
    ['keeps a bare lone surrogate', '"\ud800"'],
    ['keeps escapes that need not be', '"\\u0041\\/"'],
    ['keeps __proto__ and constructor', '{"__proto__":{"a":1},"constructor":{"prototype":{"b":2}}}'],
    ['keeps the same name twice', '{"a":1,"a":2}'],
    ['keeps characters of four bytes', '"\u{1f600}"'],
    ['may be 500 deep', `${'['.repeat(500)}${']'.repeat(500)}`],
    ['may have 262,144 bytes', `"${'\u00e9'.repeat(131_071)}"`],
  ] as const) {
    test(claim, () => comesBack(server, text));
  }

  test('keeps all that in an activity, in its history, and when the server is killed', async () => {
    const text = '{"a":0.0,"b":12345678901234567890,"__proto__":"\\u0000"}';
    const executionArn = await startedWith(server, 'ask', text);
    await server.restart();
    const { taskToken, input } = await server.call('GetActivityTask', { activityArn: ACTIVITY_ARN });
    assert.equal(input, text);
    await server.call('SendTaskSuccess', { taskToken, output: text });
    await ends(server, executionArn, { status: 'SUCCEEDED', output: text });
    const { events } = await server.call('GetExecutionHistory', { executionArn });
    assert.equal(JSON.stringify(events).split(JSON.stringify(text)).length - 1, 6);
  });
});

describe('a payload that is wrapped', () => {
  const server = new LiveServer();
  before(async () => {
    await server.start();
    await server.createMachine('wrap', WRAP);
  });
  after(() => server.close());

  test('has __proto__ as a name like any other', async () => {
    const executionArn = await startedWith(server, 'wrap', '{"__proto__":{"a":1}}');
    await ends(server, executionArn, { status: 'SUCCEEDED', output: '{"wrapped":{"__proto__":{"a":1}}}' });
  });
  test('fails the execution, and nothing else, when it grows over 262,144 bytes', async () => {
    const executionArn = await startedWith(server, 'wrap', `"${'x'.repeat(262_140)}"`);
    await ends(server, executionArn, { status: 'FAILED', error: 'States.DataLimitExceeded' });
    await server.goesOn();
  });
});

const ACTIVITY_ARN = 'arn:aws:states:us-east-1:123456789012:activity:ask';
const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const WRAP = { StartAt: 'A', States: { A: { Type: 'Pass', Parameters: { 'wrapped.$': '$' }, End: true } } };
const ASK = { StartAt: 'A', States: { A: { Type: 'Task', Resource: ACTIVITY_ARN, End: true } } };

async function comesBack(server: LiveServer, text: string): Promise<void> {
  const executionArn = await startedWith(server, 'pass', text);
  await ends(server, executionArn, { status: 'SUCCEEDED', input: text, output: text });
  await server.goesOn();
}

async function startedWith(server: LiveServer, machine: string, input: string): Promise<string> {
  const stateMachineArn = `arn:aws:states:us-east-1:123456789012:stateMachine:${machine}`;
  return String((await server.call('StartExecution', { stateMachineArn, input })).executionArn);
}

async function ends(server: LiveServer, executionArn: string, wanted: Record<string, string>): Promise<void> {
  const found = await server.call('DescribeExecution', { executionArn });
  for (const [name, value] of Object.entries(wanted)) assert.equal(found[name], value, String(found.cause));
}
