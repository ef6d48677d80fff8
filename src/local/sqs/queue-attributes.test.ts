import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceRefusal } from '../service/refusal.ts';
import { checkAttributes, settingsOf, withDefaults } from './queue-attributes.ts';

const REDRIVE = '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:1:d","maxReceiveCount":"3"}';

describe('Attributes of a queue', () => {
  test('have the defaults of AWS', () => {
    assert.deepEqual(withDefaults({ DelaySeconds: '5', Policy: '' }), {
      VisibilityTimeout: '30',
      MaximumMessageSize: '262144',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '5',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'false',
    });
    assert.equal(withDefaults({ FifoQueue: 'true' }).DeduplicationScope, 'queue');
  });

  test('become settings', () => {
    const { redrive, visibilityMs, isFifo } = settingsOf({ RedrivePolicy: REDRIVE, VisibilityTimeout: '7' });
    assert.deepEqual(redrive, { targetArn: 'arn:aws:sqs:us-east-1:1:d', maxReceives: 3 });
    assert.deepEqual([visibilityMs, isFifo], [7000, false]);
  });

  test('are refused when their value is out of range', () => {
    const wrong: [string, string][] = [
      ['VisibilityTimeout', '43201'],
      ['MaximumMessageSize', '1023'],
      ['DelaySeconds', 'x'],
      ['RedrivePolicy', '{"maxReceiveCount":3}'],
      ['RedrivePolicy', REDRIVE.replace('"3"', '0')],
      ['Policy', '[1'],
      ['SqsManagedSseEnabled', 'true'],
      ['KmsMasterKeyId', 'alias/a'],
    ];
    for (const one of wrong) assert.equal(refusalOf(one, false), 'InvalidAttributeValue', one[0]);
    assert.equal(refusalOf(['FifoQueue', 'false'], true), 'InvalidAttributeValue');
    assert.equal(refusalOf(['DeduplicationScope', 'x'], true), 'InvalidAttributeValue');
  });

  test('are refused when they are unknown, or of FIFO queues alone', () => {
    for (const name of ['Nonsense', 'constructor', 'QueueArn', 'FifoQueue']) {
      assert.equal(refusalOf([name, 'true'], false), 'InvalidAttributeName', name);
    }
  });
});

function refusalOf(attribute: [string, string], isFifo: boolean): string | undefined {
  try {
    checkAttributes([attribute], { isFifo });
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ServiceRefusal);
    return error.code;
  }
}
