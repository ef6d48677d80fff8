import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { START, States } from '../../../test/api/states.ts';

describe('StartExecution', () => {
  test('answers with the ARN and the date in seconds', async () => {
    const states = new States();
    const started = await states.call('StartExecution', {
      stateMachineArn: await states.machine(),
      name: 'e',
    });
    const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:m:e';
    assert.deepEqual(started, { executionArn, startDate: START / 1000 });
  });
  test('repeated with the same input answers with the same', async () => {
    const states = new States();
    const arn = await states.execution('e', '{"a": 1}');
    states.wait(1000);
    const again = await states.call('StartExecution', {
      stateMachineArn: await states.machine(),
      name: 'e',
      input: '{"a": 1}',
    });
    assert.deepEqual(again, { executionArn: arn, startDate: START / 1000 });
  });
  test('keeps the trace header', async () => {
    const states = new States();
    const input = { stateMachineArn: await states.machine(), traceHeader: 'Root=1' };
    const { executionArn } = await states.call('StartExecution', input);
    assert.equal((await states.call('DescribeExecution', { executionArn })).traceHeader, 'Root=1');
  });
  test('prefers the trace header of the request itself, when it is one', async () => {
    const states = new States();
    const input = JSON.stringify({ stateMachineArn: await states.machine(), traceHeader: 'Root=1' });
    const traced = async (header: string) => {
      const { body } = await states.send('StartExecution', input, { 'x-amzn-trace-id': header });
      const { executionArn } = JSON.parse(String(body));
      return (await states.call('DescribeExecution', { executionArn })).traceHeader;
    };
    assert.equal(await traced('Root=2'), 'Root=2');
    for (const none of ['', 'é', 'x'.repeat(257)]) assert.equal(await traced(none), 'Root=1');
  });
  test('of an alias draws a version by weight', async () => {
    const states = new States();
    const machine = await states.machine();
    const versions = [await states.version(machine, 'a'), await states.version(machine, 'b')] as const;
    // Chance gives 0 here: always the first route that has a weight.
    for (const routes of [versions, versions.toReversed()]) {
      const alias = await states.alias(`a${routes[0]?.at(-1)}`, ...routes);
      const { executionArn } = await states.call('StartExecution', { stateMachineArn: alias });
      const shown = await states.call('DescribeExecution', { executionArn });
      assert.deepEqual([shown.stateMachineVersionArn, shown.stateMachineAliasArn], [routes[0], alias]);
    }
  });
  test('passes the input on as it was written', async () => {
    for (const input of [
      '{ "a":0.0, "b":1.10,"n":12345678901234567890 }',
      '"\\u0000"',
      '{"__proto__":{"a":1}}',
      ' null',
    ]) {
      const states = new States();
      const executionArn = await states.execution('e', input);
      assert.equal((await states.call('DescribeExecution', { executionArn })).input, input);
    }
  });
  test('takes {} for no input', async () => {
    const states = new States();
    await states.call('StartExecution', { stateMachineArn: await states.machine(), name: 'e' });
    assert.equal([...states.engine.runs.values()][0]?.input, '{}');
  });
  test('refuses input that is no JSON, in the words of AWS', async () => {
    const cases = {
      '': 'Invalid execution input.',
      'not some json':
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      "{'not': 'json'":
        "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
    };
    for (const [input, reason] of Object.entries(cases)) {
      await refuses({ input }, 'InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
    }
  });
  test('refuses input nested too deep', () => {
    return refuses(
      { input: '['.repeat(10_000) + ']'.repeat(10_000) },
      'InvalidExecutionInput',
      /nested deeper than 500 levels/,
    );
  });
  test('refuses more than 262,144 bytes of input, also in few characters', async () => {
    const message =
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144";
    await refuses({ input: `"${'a'.repeat(262_143)}"` }, 'ValidationException', message);
    await refuses({ input: `"${'é'.repeat(131_072)}"` }, 'ValidationException', message);
  });
  test('takes 262,144 bytes of input', async () => {
    await new States().execution('e', `"${'é'.repeat(131_071)}"`);
  });
  test('refuses a bad name', () => refuses({ name: 'a:b' }, 'InvalidName', "Invalid Name: 'a:b'"));
  test('refuses an ARN of something else', async () => {
    const message = "Invalid Arn: 'Resource type not valid in this context: execution'";
    const states = new States();
    await states.refuses(
      'StartExecution',
      { stateMachineArn: await states.execution() },
      'InvalidArn',
      message,
    );
  });
  test('does not find the machine of another account', async () => {
    const states = new States();
    const input = { stateMachineArn: await states.machine() };
    const other = states.from({ account: '000000000000' });
    await other.refuses('StartExecution', input, 'StateMachineDoesNotExist');
  });
});

async function refuses(change: object, code: string, message: string | RegExp): Promise<void> {
  const states = new States();
  await states.refuses(
    'StartExecution',
    { stateMachineArn: await states.machine(), ...change },
    code,
    message,
  );
}
