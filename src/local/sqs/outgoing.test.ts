import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceRefusal } from '../service/refusal.ts';
import { outgoingOf } from './outgoing.ts';
import { type QueueAttributes, settingsOf } from './queue-attributes.ts';

const TEXT = { DataType: 'String', StringValue: 'x' };
const FIFO = { FifoQueue: 'true' };

describe('A message that is sent', () => {
  test('is read with its delay, attributes and sender', () => {
    const input = {
      MessageBody: 'a',
      DelaySeconds: '3',
      MessageAttributes: { n: TEXT },
      MessageGroupId: 'g',
    };
    assert.deepEqual(outgoingOf(input, settingsOf({}), 'me'), {
      ...{ body: 'a', sender: 'me', group: 'g', delayMs: 3000 },
      attributes: { n: { type: 'String', value: 'x' } },
    });
  });

  test('is as large as the queue takes, and no larger', () => {
    const small = { MaximumMessageSize: '1024' };
    assert.equal(refusalOf({ MessageBody: 'x'.repeat(1024) }, small), undefined);
    assert.equal(refusalOf({ MessageBody: 'é'.repeat(513) }, small), 'InvalidParameterValue');
  });

  test('is refused for what SQS does not take', () => {
    const attribute = (value: object, name = 'a') => ({
      MessageBody: 'a',
      MessageAttributes: { [name]: value },
    });
    assert.equal(refusalOf({}), 'MissingParameter');
    assert.equal(refusalOf({ MessageBody: '' }), 'MissingParameter');
    assert.equal(refusalOf({ MessageBody: 'a\0' }), 'InvalidMessageContents');
    assert.equal(refusalOf({ MessageBody: 'a\ud800' }), 'InvalidMessageContents');
    const invalid: object[] = [
      { MessageBody: 'a', DelaySeconds: 901 },
      { MessageBody: 'a', MessageDeduplicationId: 'x' },
      { MessageBody: 'a', MessageGroupId: 'a b' },
      { MessageBody: 'a', MessageSystemAttributes: { X: TEXT } },
      attribute({ DataType: 'Text', StringValue: 'x' }),
      attribute({ DataType: 'Number', StringValue: 'x' }),
      attribute({ DataType: 'String', StringValue: '' }),
      attribute({ DataType: 'Binary', StringValue: 'x' }),
      attribute(TEXT, 'AWS.x'),
      attribute(TEXT, 'a..b'),
      {
        MessageBody: 'a',
        MessageAttributes: Object.fromEntries([...'abcdefghijk'].map((name) => [name, TEXT])),
      },
    ];
    for (const input of invalid)
      assert.equal(refusalOf(input), 'InvalidParameterValue', JSON.stringify(input));
  });

  test('to a FIFO queue needs a group, and a way to know the same message', () => {
    const group = { MessageBody: 'a', MessageGroupId: 'g' };
    assert.equal(refusalOf({ MessageBody: 'a' }, FIFO), 'MissingParameter');
    assert.equal(refusalOf(group, FIFO), 'InvalidParameterValue');
    const withId = { ...group, MessageDeduplicationId: 'd' };
    assert.equal(refusalOf({ ...withId, DelaySeconds: 1 }, FIFO), 'InvalidParameterValue');
    assert.equal(outgoingOf(withId, settingsOf(FIFO), 'me').duplicateId, 'd');
    const byContent = settingsOf({ ...FIFO, ContentBasedDeduplication: 'true' });
    assert.match(String(outgoingOf(group, byContent, 'me').duplicateId), /^[0-9a-f]{64}$/);
  });
});

function refusalOf(input: object, attributes: QueueAttributes = {}): string | undefined {
  try {
    outgoingOf(JSON.parse(JSON.stringify(input)), settingsOf(attributes), 'me');
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ServiceRefusal);
    return error.code;
  }
}
