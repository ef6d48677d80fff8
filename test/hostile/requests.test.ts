import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Asked, LiveServer } from './live-server.ts';

const MACHINE_ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:pass';
const ROLE_ARN = 'arn:aws:iam::123456789012:role/hostile';
const DEEP = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

describe('a live server refuses', () => {
  const server = new LiveServer();
  before(async () => {
    await server.start();
    await server.createMachine('pass', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
    await server.call('CreateActivity', { name: 'a' });
  });
  after(() => server.close());

  const CASES: readonly (readonly [claim: string, asked: Asked, status: number, code: string])[] = [
    ['JSON that is none', { body: '{"a"' }, 400, 'SerializationException'],
    ['bytes that are not UTF-8', { body: Buffer.from([0x7b, 0xc3, 0x7d]) }, 400, 'SerializationException'],
    ['a wrong type', { body: '{"maxResults":"ten"}' }, 400, 'SerializationException'],
    ['an unknown operation', { operation: 'Explode' }, 400, 'UnknownOperationException'],
    ['an operation of Object', { operation: '__proto__' }, 400, 'UnknownOperationException'],
    ['a wrong secret', { secret: 'guess' }, 400, 'InvalidSignatureException'],
    ['another body than was signed', { sentBody: '{ }' }, 400, 'InvalidSignatureException'],
    ['a foreign Host', { headers: { host: 'evil.example' } }, 421, 'MisdirectedRequest'],
    ['a foreign page', { headers: { origin: 'https://evil.example' } }, 403, 'AccessDeniedException'],
    ['1 MiB and more', { body: ' '.repeat(2 ** 20 + 1) }, 413, 'RequestEntityTooLargeException'],
    ['a name of 81 characters', started({ name: 'x'.repeat(81) }), 400, 'ValidationException'],
    ['a name with a line feed', started({ name: 'a\nb' }), 400, 'InvalidName'],
    ['a name with a lone surrogate', started({ name: 'a\ud800' }), 400, 'InvalidName'],
    ['an ARN that is none', started({ stateMachineArn: 'pass' }), 400, 'InvalidArn'],
    [
      'a machine of Object',
      started({ stateMachineArn: MACHINE_ARN.replace('pass', '__proto__') }),
      400,
      'StateMachineDoesNotExist',
    ],
    ['input that is no JSON', started({ input: '{"a":' }), 400, 'InvalidExecutionInput'],
    ['input with a bare NUL', started({ input: '"\u0000"' }), 400, 'InvalidExecutionInput'],
    ['input that is 10,000 deep', started({ input: DEEP }), 400, 'InvalidExecutionInput'],
    ['input that is a byte too long', started({ input: ofBytes(262_145) }), 400, 'ValidationException'],
    ['a result that is 10,000 deep, for a token that is none', sent({ output: DEEP }), 400, 'InvalidToken'],
    ['a result that is a byte too long', sent({ output: ofBytes(262_145) }), 400, 'ValidationException'],
    ['a token that is none', sent({ output: '1' }), 400, 'InvalidToken'],
    [
      'a token of 2,049 characters',
      sent({ output: '1', taskToken: 'x'.repeat(2049) }),
      400,
      'ValidationException',
    ],
    ['a definition that is 10,000 deep', created({ definition: DEEP }), 400, 'InvalidDefinition'],
    ['a definition that is a list', created({ definition: '[]' }), 400, 'InvalidDefinition'],
    [
      'a definition of a million characters',
      created({ definition: ofBytes(1_048_577) }),
      413,
      'RequestEntityTooLargeException',
    ],
    ['a cause of 32,769 characters', stopped({ cause: 'x'.repeat(32_769) }), 400, 'ValidationException'],
    ['a page token that is made up', { body: '{"nextToken":"AAAA"}' }, 400, 'InvalidToken'],
    [
      'a member of Object for a member',
      { operation: 'StartExecution', body: '{"constructor":{}}' },
      400,
      'ValidationException',
    ],
  ];
  for (const [claim, asked, status, code] of CASES) {
    test(claim, () => refuses(server, asked, { status, code }));
  }
});

describe('a live server takes', () => {
  const server = new LiveServer();
  before(() => server.start());
  after(() => server.close());

  test('a request that is 10,000 deep where nobody looks', async () => {
    assert.equal((await server.ask({ body: `{"x":${DEEP}}` })).status, 200);
    await server.goesOn();
  });
  test('a result that is 10,000 deep, for a task that waits', async () => {
    const { activityArn } = await server.call('CreateActivity', { name: 'deep' });
    const states = { A: { Type: 'Task', Resource: activityArn, End: true } };
    const definition = JSON.stringify({ StartAt: 'A', States: states });
    const machine = { name: 'deep', definition, roleArn: ROLE_ARN };
    const { stateMachineArn } = await server.call('CreateStateMachine', machine);
    await server.call('StartExecution', { stateMachineArn });
    const { taskToken } = await server.call('GetActivityTask', { activityArn });
    const body = JSON.stringify({ taskToken, output: DEEP });
    const { status, body: answer } = await server.ask({ operation: 'SendTaskSuccess', body });
    assert.deepEqual([status, /InvalidOutput/.test(answer)], [400, true]);
    await server.goesOn();
  });
  test('states, machines and executions called __proto__', async () => {
    const definition = '{"StartAt":"__proto__","States":{"__proto__":{"Type":"Pass","End":true}}}';
    const body = JSON.stringify({ name: '__proto__', definition, roleArn: ROLE_ARN });
    const { stateMachineArn } = JSON.parse(
      (await server.ask({ operation: 'CreateStateMachine', body })).body,
    );
    const { executionArn } = await server.call('StartExecution', { stateMachineArn, name: '__proto__' });
    const { status, name } = await server.call('DescribeExecution', { executionArn });
    assert.deepEqual([status, name], ['SUCCEEDED', '__proto__']);
    await server.goesOn();
  });
});

async function refuses(
  server: LiveServer,
  asked: Asked,
  wanted: { status: number; code: string },
): Promise<void> {
  const { status, body } = await server.ask(asked);
  const shown = body.slice(0, 300);
  assert.equal(status, wanted.status, shown);
  const { __type: code, message } = JSON.parse(body);
  assert.equal(code, wanted.code, shown);
  assert.equal(typeof message, 'string');
  await server.goesOn();
}

function started(change: object): Asked {
  return asking('StartExecution', { stateMachineArn: MACHINE_ARN, ...change });
}

function sent(change: object): Asked {
  return asking('SendTaskSuccess', { taskToken: 'AAAA', ...change });
}

function created(change: object): Asked {
  return asking('CreateStateMachine', { name: 'bad', roleArn: ROLE_ARN, ...change });
}

function stopped(change: object): Asked {
  return asking('StopExecution', {
    executionArn: MACHINE_ARN.replace('stateMachine', 'execution'),
    ...change,
  });
}

function asking(operation: string, input: object): Asked {
  return { operation, body: JSON.stringify(input) };
}

/** A JSON string of that many bytes, in fewer characters. */
function ofBytes(bytes: number): string {
  const inner = bytes - 2;
  return `"${'\u00e9'.repeat(inner >> 1)}${'x'.repeat(inner & 1)}"`;
}
