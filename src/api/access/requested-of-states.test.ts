import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { READERS } from '../model/operations.ts';
import { requestedOfStates } from './requested-of-states.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const ARN = 'arn:aws:states:us-east-1:123456789012:';
const MACHINE = `${ARN}stateMachine:m`;

describe('A call of Step Functions', () => {
  test('of any operation is an action of its name', () => {
    for (const operation of Object.keys(READERS)) asks(operation, {}, [[`states:${operation}`, '*']]);
  });
  test('is about the ARN in its input, as it is written', () => {
    asks('StartExecution', { stateMachineArn: `${MACHINE}:prod` }, [
      ['states:StartExecution', `${MACHINE}:prod`],
    ]);
    asks('StopExecution', { executionArn: `${ARN}execution:m:e` }, [
      ['states:StopExecution', `${ARN}execution:m:e`],
    ]);
    asks('GetActivityTask', { activityArn: `${ARN}activity:a` }, [
      ['states:GetActivityTask', `${ARN}activity:a`],
    ]);
    asks('ListTagsForResource', { resourceArn: MACHINE }, [['states:ListTagsForResource', MACHINE]]);
  });
  test('is about one resource, whatever partition it is written in', () => {
    for (const partition of ['aws-cn', 'aws-us-gov', 'aws-'])
      asks('StartExecution', { stateMachineArn: MACHINE.replace('aws', partition) }, [
        ['states:StartExecution', MACHINE],
      ]);
  });
  test('that names two resources is about both', () => {
    const input = { stateMachineArn: MACHINE, mapRunArn: `${ARN}mapRun:m/l:r` };
    asks('ListExecutions', input, [
      ['states:ListExecutions', MACHINE],
      ['states:ListExecutions', `${ARN}mapRun:m/l:r`],
    ]);
  });
  test('that makes something is about its name in the account and region of the caller', () => {
    asks('CreateActivity', { name: 'a' }, [['states:CreateActivity', `${ARN}activity:a`]]);
    asks('CreateStateMachine', { name: 'm' }, [['states:CreateStateMachine', MACHINE]]);
  });
  test('that makes an alias is about every machine it would point to', () => {
    const routingConfiguration = ['m:1', 'm:2', 'n:1'].map((version) => ({
      stateMachineVersionArn: `${ARN}stateMachine:${version}`,
    }));
    asks('CreateStateMachineAlias', { name: 'prod', routingConfiguration }, [
      ['states:CreateStateMachineAlias', `${MACHINE}:prod`],
      ['states:CreateStateMachineAlias', `${ARN}stateMachine:n:prod`],
    ]);
  });
  test('that publishes or tags on the way asks for that, too', () => {
    asks('CreateStateMachine', { name: 'm', publish: true, tags: [{ key: 'k', value: 'v' }] }, [
      ['states:CreateStateMachine', MACHINE],
      ['states:PublishStateMachineVersion', MACHINE],
      ['states:TagResource', MACHINE],
    ]);
    asks('UpdateStateMachine', { stateMachineArn: MACHINE, publish: false, tags: [] }, [
      ['states:UpdateStateMachine', MACHINE],
    ]);
  });
  test('that names nothing that is there is about *', () => {
    for (const stateMachineArn of [1, null, {}, 'x', `arn:aws:s3:::b`, `${MACHINE}:1:2`])
      asks('StartExecution', { stateMachineArn }, [['states:StartExecution', '*']]);
    const proto = JSON.parse(`{"__proto__":{"stateMachineArn":"${MACHINE}"}}`);
    asks('StartExecution', proto, [['states:StartExecution', '*']]);
  });
  test('that nobody can read is about *', () => {
    for (const body of ['', '{', '[]', 'null', '\xff'])
      asks('StartExecution', body, [['states:StartExecution', '*']]);
  });
  test('of no operation is an action that nobody names', () => {
    for (const operation of ['Explode', 'constructor', ''])
      asks(operation, {}, [[`states:${operation}`, '*']]);
  });
});

type Pair = readonly [action: string, resource: string];

function asks(operation: string, input: object | string, wanted: readonly Pair[]): void {
  const body = typeof input === 'string' ? input : JSON.stringify(input);
  const found = requestedOfStates({
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), requestId: 'r' },
    headers: { 'x-amz-target': `AWSStepFunctions.${operation}` },
    ...{ body: Buffer.from(body, 'latin1'), scope: SCOPE, signal: new AbortController().signal },
  });
  assert.deepEqual(
    found.map(({ action, resource }) => [action, resource]),
    wanted,
  );
}
