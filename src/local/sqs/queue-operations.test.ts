import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { QueuePlace } from '../../../test/local/queue-place.ts';

describe('Operations on queues', () => {
  test('creating twice is fine, with other attributes it is not', async () => {
    const place = new QueuePlace();
    const input = { QueueName: 'q', Attributes: { DelaySeconds: '5' } };
    const made = await place.call('CreateQueue', input);
    assert.deepEqual(made, { QueueUrl: place.urlOf('q') });
    assert.deepEqual(await place.call('CreateQueue', input), made);
    assert.deepEqual(await place.call('CreateQueue', { QueueName: 'q' }), made);
    const other = { QueueName: 'q', Attributes: { DelaySeconds: '6' } };
    await place.refuses(place.call('CreateQueue', other), 'QueueNameExists');
  });

  test('names are checked, and say whether a queue is FIFO', async () => {
    const place = new QueuePlace();
    for (const QueueName of ['a b', 'x'.repeat(81), 'q.fifo', '../q']) {
      await place.refuses(place.call('CreateQueue', { QueueName }), 'InvalidParameterValueException');
    }
    const wrong = { QueueName: 'q', Attributes: { FifoQueue: 'true' } };
    await place.refuses(place.call('CreateQueue', wrong), 'InvalidParameterValueException');
    await place.refuses(place.call('CreateQueue', {}), 'MissingRequiredParameterException');
  });

  test('a queue is found by its name, and by any URL that ends with account and name', async () => {
    const place = new QueuePlace();
    await place.queue('q');
    assert.deepEqual(await place.call('GetQueueUrl', { QueueName: 'q' }), { QueueUrl: place.urlOf('q') });
    await place.send('https://sqs.us-east-1.amazonaws.com/123456789012/q', 'a');
    assert.deepEqual(await place.bodies('/123456789012/q'), ['a']);
  });

  test('what is not there is refused', async () => {
    const place = new QueuePlace();
    await place.queue('q');
    for (const url of [place.urlOf('x'), place.urlOf('q').replace('123456789012', '000000000001')]) {
      await place.refuses(place.call('PurgeQueue', { QueueUrl: url }), 'QueueDoesNotExist');
    }
    await place.refuses(place.call('PurgeQueue', { QueueUrl: 'http://q' }), 'InvalidAddress');
    await place.refuses(place.call('PurgeQueue', {}), 'MissingRequiredParameterException');
    await place.refuses(place.call('AddPermission', { QueueUrl: place.urlOf('q') }), 'NotImplemented');
  });

  test('lists are by name, in pages when asked for', async () => {
    const place = new QueuePlace();
    assert.deepEqual(await place.call('ListQueues', {}), {});
    for (const name of ['b', 'a', 'c']) await place.queue(name);
    const first = await place.call('ListQueues', { MaxResults: 2 });
    assert.deepEqual(first.QueueUrls, [place.urlOf('a'), place.urlOf('b')]);
    const rest = await place.call('ListQueues', { MaxResults: 2, NextToken: first.NextToken });
    assert.deepEqual(rest, { QueueUrls: [place.urlOf('c')] });
    assert.deepEqual(await place.call('ListQueues', { QueueNamePrefix: 'c' }), rest);
  });

  test('attributes are set, kept and told', async () => {
    const place = new QueuePlace();
    const url = await place.queue('q');
    await place.call('SetQueueAttributes', { QueueUrl: url, Attributes: { VisibilityTimeout: '7' } });
    place.restart();
    await place.send(url, 'a');
    const asked = ['VisibilityTimeout', 'ApproximateNumberOfMessages', 'QueueArn', 'Policy'];
    assert.deepEqual(await place.call('GetQueueAttributes', { QueueUrl: url, AttributeNames: asked }), {
      Attributes: {
        QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
        ApproximateNumberOfMessages: '1',
        VisibilityTimeout: '7',
      },
    });
    assert.deepEqual(await place.call('GetQueueAttributes', { QueueUrl: url }), {});
    const unknown = { QueueUrl: url, AttributeNames: ['constructor'] };
    await place.refuses(place.call('GetQueueAttributes', unknown), 'InvalidAttributeName');
  });

  test('a purge forgets messages, and is not done twice a minute', async () => {
    const place = new QueuePlace();
    const url = await place.queue('q');
    await place.send(url, 'a');
    await place.receive(url);
    await place.send(url, 'b');
    await place.call('PurgeQueue', { QueueUrl: url });
    place.restart();
    assert.deepEqual(await place.bodies(url), []);
    assert.deepEqual(await place.documents.documents('sqs-message', { prefix: '', limit: 9 }), []);
    await place.refuses(place.call('PurgeQueue', { QueueUrl: url }), 'PurgeQueueInProgress');
    await place.clock.pass(60_000);
    await place.call('PurgeQueue', { QueueUrl: url });
  });

  test('a deleted queue is gone with its messages, and may be made again', async () => {
    const place = new QueuePlace();
    const url = await place.queue('q');
    await place.send(url, 'a');
    await place.receive(url);
    await place.call('DeleteQueue', { QueueUrl: url });
    await place.refuses(place.receive(url), 'QueueDoesNotExist');
    for (const kind of ['sqs-queue', 'sqs-message', 'sqs-receipt']) {
      assert.deepEqual(await place.documents.documents(kind, { prefix: '', limit: 9 }), []);
    }
    await place.queue('q');
    assert.deepEqual(await place.bodies(url), []);
  });

  test('a queue tells whose dead letters it takes', async () => {
    const place = new QueuePlace();
    const url = await place.queue('dead');
    const policy = { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead', maxReceiveCount: 1 };
    await place.queue('q', { RedrivePolicy: JSON.stringify(policy) });
    assert.deepEqual(await place.call('ListDeadLetterSourceQueues', { QueueUrl: url }), {
      queueUrls: [place.urlOf('q')],
    });
  });

  test('dead letters go to a queue of the same owner and type', async () => {
    const place = new QueuePlace();
    await place.queue('dead.fifo', { FifoQueue: 'true' });
    const target = 'arn:aws:sqs:us-east-1:123456789012:dead';
    for (const arn of [target, `${target}.fifo`, target.replace('123456789012', '000000000001')]) {
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 1 });
      const input = { QueueName: 'q', Attributes: { RedrivePolicy } };
      await place.refuses(place.call('CreateQueue', input), 'InvalidParameterValueException');
    }
  });

  test('tags are kept, whatever their keys', async () => {
    const place = new QueuePlace();
    await place.call('CreateQueue', { QueueName: 'q', tags: { a: '1' } });
    const QueueUrl = place.urlOf('q');
    const tags = JSON.parse('{"__proto__":"2","b":"3"}');
    await place.call('TagQueue', { QueueUrl, Tags: tags });
    await place.call('UntagQueue', { QueueUrl, TagKeys: ['a'] });
    place.restart();
    const { Tags } = await place.call('ListQueueTags', { QueueUrl });
    assert.equal(JSON.stringify(Tags), '{"__proto__":"2","b":"3"}');
  });
});
