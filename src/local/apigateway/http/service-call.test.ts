import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { jsonPath } from '../../../../test/apigateway/gateway-under-test.ts';
import { checkSubtype, serviceCall } from './service-call.ts';

describe('A route that calls a service', () => {
  test('sends it what its parameters name', () => {
    asks(
      'StepFunctions-StopExecution',
      { ExecutionArn: '$request.querystring.arn', Region: 'eu-west-1' },
      {
        ...{ service: 'states', action: 'StopExecution', region: 'eu-west-1', input: { executionArn: 'a' } },
      },
    );
    asks(
      'SQS-SendMessage',
      { QueueUrl: 'q', MessageBody: ['at $', '{request.path} in $', '{context.stage}'].join('') },
      {
        ...{ service: 'sqs', action: 'SendMessage', region: undefined },
        input: { QueueUrl: 'q', MessageBody: 'at /dev/x in dev' },
      },
    );
  });

  test('puts an event together', () => {
    const parameters = {
      Detail: '$request.body',
      DetailType: 't',
      Source: 's',
      Resources: 'r',
      Time: '1970-01-01T00:00:01Z',
    };
    asks('EventBridge-PutEvents', parameters, {
      ...{ service: 'events', action: 'PutEvents', region: undefined },
      input: { Entries: [{ Detail: '{"b":1}', DetailType: 't', Source: 's', Resources: ['r'], Time: 1 }] },
    });
  });

  test('is refused by name where it is not here, or misses something', () => {
    assert.throws(
      () => checkSubtype('Kinesis-PutRecord', {}),
      /does not have integrations of subtype Kinesis/,
    );
    assert.throws(() => checkSubtype('SQS-PurgeQueue', {}), /QueueUrl is required/);
    assert.throws(() => checkSubtype('SQS-PurgeQueue', { QueueUrl: 'q', X: '' }), /the parameter X/);
  });
});

function asks(name: string, parameters: Readonly<Record<string, string>>, wanted: object): void {
  const source = {
    ...{ headers: {}, query: [['arn', 'a'] as const], path: {}, body: '{"b":1}' },
    ...{ context: { stage: 'dev' }, stageVariables: {}, jsonPath, wholePath: '/dev/x' },
  };
  assert.deepEqual(serviceCall(name, parameters, { prefix: 'method.request', ...source }), wanted);
}
