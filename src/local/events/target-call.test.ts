import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { failureOf, targetCall } from './target-call.ts';

const PLACE = 'eu-west-1:123456789012';

describe('A target is reached by a call of its service', () => {
  test('in the name of its role, or a function of the rule', () => {
    const RoleArn = 'arn:aws:iam::123456789012:role/r';
    const { actor } = callOf(`arn:aws:states:${PLACE}:stateMachine:m`, { RoleArn }) ?? {};
    assert.partialDeepStrictEqual(actor, { kind: 'role', arn: RoleArn });
    assert.partialDeepStrictEqual(callOf(`arn:aws:lambda:${PLACE}:function:f`)?.actor, {
      ...{ kind: 'service', principal: 'events.amazonaws.com' },
    });
    assert.equal(callOf(`arn:aws:sqs:${PLACE}:q`)?.actor, undefined);
  });

  test('a state machine by StartExecution, under a name that follows from the event', () => {
    const arn = `arn:aws:states:${PLACE}:stateMachine:m:live`;
    const call = callOf(arn);
    assert.equal(call?.headers['x-amz-target'], 'AWSStepFunctions.StartExecution');
    const { name, ...rest } = JSON.parse(call?.body ?? '');
    assert.deepEqual(rest, { stateMachineArn: arn, input: '{"a":1}' });
    assert.equal(name, JSON.parse(callOf(arn)?.body ?? '').name);
    assert.deepEqual(call?.scope, { region: 'eu-west-1', account: '123456789012' });
  });

  test('a function by an asynchronous Invoke', () => {
    const arn = `arn:aws:lambda:${PLACE}:function:f`;
    const call = callOf(arn);
    assert.equal(call?.path, `/2015-03-31/functions/${arn}/invocations`);
    assert.deepEqual([call?.headers['x-amz-invocation-type'], call?.body], ['Event', '{"a":1}']);
  });

  test('a queue by SendMessage, a FIFO one with the group it was given', () => {
    const call = callOf(`arn:aws:sqs:${PLACE}:q.fifo`, { SqsParameters: { MessageGroupId: 'g' } });
    const { MessageDeduplicationId: id, ...message } = JSON.parse(call?.body ?? '');
    assert.deepEqual(message, {
      QueueUrl: 'http://here/123456789012/q.fifo',
      ...{ MessageBody: '{"a":1}', MessageGroupId: 'g' },
    });
    assert.equal(typeof id, 'string');
  });

  test('a topic by Publish', () => {
    const form = new URLSearchParams(callOf(`arn:aws:sns:${PLACE}:t`)?.body);
    assert.deepEqual([form.get('Action'), form.get('Message')], ['Publish', '{"a":1}']);
  });

  test('a bus by PutEvents, as an event of the kind it was given', () => {
    const arn = `arn:aws:events:${PLACE}:event-bus/shop`;
    const call = callOf(arn, { EventBridgeParameters: { DetailType: 'd', Source: 's' } });
    assert.deepEqual([call?.service, call?.headers['x-amz-target']], ['events', 'AWSEvents.PutEvents']);
    assert.deepEqual(JSON.parse(call?.body ?? ''), {
      Entries: [{ EventBusName: arn, Detail: '{"a":1}', DetailType: 'd', Source: 's' }],
    });
  });

  test('anything else by none', () => {
    assert.equal(callOf(`arn:aws:ecs:${PLACE}:cluster/c`), undefined);
    assert.equal(callOf('arn:aws:s3:::b'), undefined);
  });
});

describe('An answer of a target', () => {
  test('of success, or that it has been there, is no failure', () => {
    assert.equal(failure(202, ''), undefined);
    assert.equal(failure(400, '{"__type":"ExecutionAlreadyExists"}'), undefined);
  });

  test('that an event was not taken is one', () => {
    const entry = { ErrorCode: 'MalformedDetail', ErrorMessage: 'm' };
    assert.deepEqual(failure(200, JSON.stringify({ FailedEntryCount: 1, Entries: [entry] })), {
      ...{ code: 'MalformedDetail', message: 'm', isPassing: false },
    });
    assert.equal(failure(200, '{"FailedEntryCount":0,"Entries":[{"EventId":"e"}]}'), undefined);
  });

  test('may be another one later when it was overloaded', () => {
    for (const [status, body] of [
      [503, ''],
      [429, ''],
      [400, '{"__type":"ThrottlingException"}'],
    ] as const)
      assert.equal(failure(status, body)?.isPassing, true);
  });

  test('stays what it is when the target is not there', () => {
    assert.deepEqual(failure(400, '{"__type":"StateMachineDoesNotExist","message":"m"}'), {
      ...{ code: 'StateMachineDoesNotExist', message: 'm', isPassing: false },
    });
    const headers = { 'x-amzn-ErrorType': 'ResourceNotFoundException' };
    const answer = { status: 404, headers, body: '{"Type":"User","Message":"m"}' };
    assert.equal(failureOf(answer)?.code, 'ResourceNotFoundException');
    assert.equal(failure(404, '<E><Code>NotFound</Code></E>')?.code, 'NotFound');
  });
});

function callOf(Arn: string, more: JsonObject = {}) {
  const delivery = {
    ...{
      scope: { region: 'eu-west-1', account: '123456789012' },
      ruleArn: 'r',
      target: { Id: '1', Arn, ...more },
    },
    ...{ eventId: 'e', event: '{}', at: 0, failed: 0 },
  };
  return targetCall(delivery, '{"a":1}', 'http://here');
}

function failure(status: number, body: string) {
  return failureOf({ status, headers: {}, body });
}
