import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { doneOf, messagesIn, sqsEvent } from './sqs-event.ts';

const MESSAGE = {
  ...{ MessageId: 'm', ReceiptHandle: 'h', Body: 'b', MD5OfBody: '5', MD5OfMessageAttributes: '6' },
  Attributes: { SenderId: 's' },
  MessageAttributes: {
    a: { DataType: 'String', StringValue: '1' },
    b: { DataType: 'Binary', BinaryValue: 'AA==' },
  },
};
const MAPPING = {
  ...{ uuid: 'u', functionName: 'f', batchSize: 10, windowSeconds: 0, isEnabled: true, lastModified: 0 },
  ...{ scope: { account: '123456789012', region: 'us-east-1' }, reportsFailures: false },
  queueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
};

test('A function gets messages in the shape of Lambda', () => {
  const lists = { stringListValues: [], binaryListValues: [] };
  assert.deepEqual(sqsEvent(messagesIn({ Messages: [MESSAGE] }), MAPPING), {
    Records: [
      {
        ...{ messageId: 'm', receiptHandle: 'h', body: 'b', attributes: { SenderId: 's' } },
        messageAttributes: {
          a: { stringValue: '1', ...lists, dataType: 'String' },
          b: { binaryValue: 'AA==', ...lists, dataType: 'Binary' },
        },
        ...{ md5OfMessageAttributes: '6', md5OfBody: '5', eventSource: 'aws:sqs' },
        ...{ eventSourceARN: MAPPING.queueArn, awsRegion: 'us-east-1' },
      },
    ],
  });
});

test('An answer without messages has none', () => assert.deepEqual(messagesIn({}), []));

describe('Messages are deleted', () => {
  test('when the function has answered, whatever it says', () => deletes({ payload: '7' }, false, 'ab'));
  test('not when it has failed', () => deletes({ payload: '{}', functionError: 'Unhandled' }, false, ''));
  test('not when it could not be called', () => deletes(undefined, false, ''));
  test('but for those that it reports', () => deletes(reporting('b'), true, 'a'));
  test('when it reports none', () => {
    for (const payload of ['', 'null', '{}', '{"batchItemFailures":null}', '{"batchItemFailures":[]}'])
      deletes({ payload }, true, 'ab');
  });
  test('not when it reports what is no message', () => {
    deletes(reporting('c'), true, '');
    for (const payload of ['7', '{"batchItemFailures":7}', '{"batchItemFailures":[7]}'])
      deletes({ payload }, true, '');
  });
});

function reporting(itemIdentifier: string) {
  return { payload: JSON.stringify({ batchItemFailures: [{ itemIdentifier }] }) };
}

function deletes(answer: Parameters<typeof doneOf>[1], reportsFailures: boolean, done: string): void {
  const messages = ['a', 'b'].map((id) => ({ id, receiptHandle: id, shown: {} }));
  const found = doneOf(messages, answer, { reportsFailures });
  assert.equal(found.map(({ id }) => id).join(''), done);
}
