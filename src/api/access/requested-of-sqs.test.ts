import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestedOfSqs } from './requested-of-sqs.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';
const URL = 'http://localhost:8083/123456789012/q';

describe('A call of SQS', () => {
  test('in JSON is about the queue of its URL, or of its name', () => {
    json('SendMessage', { QueueUrl: URL }, ['sqs:SendMessage', QUEUE]);
    json('CreateQueue', { QueueName: 'q' }, ['sqs:CreateQueue', QUEUE]);
  });

  test('in a form is about its Action, wherever it stands', () => {
    form({ body: `Action=ReceiveMessage&QueueUrl=${URL}` }, ['sqs:ReceiveMessage', QUEUE]);
    form({ query: `Action=DeleteQueue&QueueUrl=${URL}` }, ['sqs:DeleteQueue', QUEUE]);
    form({ path: '/123456789012/q', body: 'Action=PurgeQueue' }, ['sqs:PurgeQueue', QUEUE]);
  });

  test('with an Action twice is about the one that is done', () => {
    form({ query: 'Action=ListQueues', body: 'Action=DeleteQueue&QueueName=q' }, ['sqs:DeleteQueue', QUEUE]);
  });

  test('about many messages needs the right for one', () => {
    json('SendMessageBatch', { QueueUrl: URL }, ['sqs:SendMessage', QUEUE]);
    json('DeleteMessageBatch', { QueueUrl: URL }, ['sqs:DeleteMessage', QUEUE]);
  });

  test('of another account is about that account', () => {
    const url = URL.replace('123456789012', '000000000001');
    json('SendMessage', { QueueUrl: url }, [
      'sqs:SendMessage',
      QUEUE.replace('123456789012', '000000000001'),
    ]);
  });

  test('that names none is about *', () => {
    json('ListQueues', { QueueNamePrefix: 'q' }, ['sqs:ListQueues', '*']);
    json('SendMessage', { QueueUrl: 'http://x' }, ['sqs:SendMessage', '*']);
    form({ body: '' }, ['sqs:*', '*']);
  });
});

function json(operation: string, input: object, expected: [string, string]): void {
  asks({ headers: { 'x-amz-target': `AmazonSQS.${operation}` }, body: JSON.stringify(input) }, expected);
}

function form(part: { path?: string; query?: string; body?: string }, expected: [string, string]): void {
  asks({ headers: {}, ...part }, expected);
}

function asks(
  part: { headers: Record<string, string>; path?: string; query?: string; body?: string },
  [action, resource]: [string, string],
): void {
  const found = requestedOfSqs({
    ...{ method: 'POST', path: part.path ?? '/', query: new URLSearchParams(part.query ?? '') },
    ...{ headers: part.headers, body: Buffer.from(part.body ?? ''), requestId: 'r' },
    scope: { region: 'us-east-1', account: '123456789012' },
    signal: new AbortController().signal,
  });
  assert.deepEqual(found, [{ action, resource }]);
}
