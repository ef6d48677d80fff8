import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TopicPlace, textOf } from '../../../test/local/topic-place.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';

describe('A subscription', () => {
  test('of a mail address waits until its link is confirmed', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    assert.equal(await place.subscribe(topic, 'email', 'me@example.com'), 'pending confirmation');
    await place.publish(topic, 'too early');
    const [mail, ...more] = place.mails;
    assert.deepEqual([mail?.to, more.length], ['me@example.com', 0]);
    const link = /http\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    assert.match((await place.page('GET', link)).body, /<form method="post"/);
    await place.publish(topic, 'a look at the link confirms nothing');
    assert.equal(place.mails.length, 1);
    const { body } = await place.page('POST', '/sns/', link.slice(link.indexOf('?') + 1));
    assert.match(body, /Subscription confirmed/);
    await place.publish(topic, 'now', { Subject: 'S' });
    assert.equal(place.mails[1]?.subject, 'S');
    assert.match(String(place.mails[1]?.text), /^now\n/);
  });

  test('is confirmed by its token through the API', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    await place.subscribe(topic, 'email-json', 'me@example.com');
    const token = /Token=(\w+)/.exec(place.mails[0]?.text ?? '')?.[1] ?? '';
    await place.refuses(
      place.call('ConfirmSubscription', { TopicArn: topic, Token: 'x' }),
      'InvalidParameter',
    );
    const confirmed = await place.call('ConfirmSubscription', { TopicArn: topic, Token: token });
    assert.ok(textOf(confirmed, 'SubscriptionArn').startsWith(`${topic}:`));
    await place.publish(topic, 'a');
    assert.equal(JSON.parse(place.mails[1]?.text ?? '').Message, 'a');
  });

  test('of an HTTP endpoint is confirmed by a GET of its SubscribeURL', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    await place.subscribe(topic, 'http', 'http://hook.example/x');
    const { SubscribeURL, Type } = JSON.parse(place.posted[0]?.body ?? '');
    assert.equal(Type, 'SubscriptionConfirmation');
    assert.match((await place.page('GET', SubscribeURL)).body, /<ConfirmSubscriptionResult>/);
    await place.publish(topic, 'a');
    assert.equal(place.posted[1]?.headers.get('x-amz-sns-message-type'), 'Notification');
  });

  test('ends by its link, after a question', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    const arn = await place.subscribe(topic, 'sqs', QUEUE);
    await place.publish(topic, 'a');
    const { UnsubscribeURL } = JSON.parse(place.enqueued[0]?.MessageBody ?? '');
    assert.match((await place.page('GET', UnsubscribeURL)).body, /<button>Unsubscribe/);
    await place.publish(topic, 'b');
    assert.equal(place.enqueued.length, 2);
    await place.page('POST', '/sns/', `Action=Unsubscribe&SubscriptionArn=${arn}`);
    await place.publish(topic, 'c');
    assert.equal(place.enqueued.length, 2);
    assert.equal((await place.page('GET', UnsubscribeURL)).status, 404);
  });

  test('whose unsubscribing needs a signature does not end by its link', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    await place.subscribe(topic, 'email', 'me@example.com');
    const Token = /Token=(\w+)/.exec(place.mails[0]?.text ?? '')?.[1] ?? '';
    const input = { TopicArn: topic, Token, AuthenticateOnUnsubscribe: 'true' };
    const arn = textOf(await place.call('ConfirmSubscription', input), 'SubscriptionArn');
    const { status } = await place.page('POST', '/sns/', `Action=Unsubscribe&SubscriptionArn=${arn}`);
    assert.equal(status, 403);
    await place.call('Unsubscribe', { SubscriptionArn: arn });
    assert.doesNotMatch(await place.call('ListSubscriptions'), /<member>/);
  });

  test('takes what its filter policy takes', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    await place.subscribe(topic, 'sqs', QUEUE, {
      FilterPolicy: '{"color":["red"]}',
      RawMessageDelivery: 'true',
    });
    const attribute = (value: string) => ({
      'MessageAttributes.entry.1.Name': 'color',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': value,
    });
    await place.publish(topic, 'no');
    await place.publish(topic, 'no', attribute('blue'));
    await place.publish(topic, 'yes', attribute('red'));
    assert.deepEqual(place.enqueued, [
      {
        arn: QUEUE,
        MessageBody: 'yes',
        MessageAttributes: { color: { DataType: 'String', StringValue: 'red' } },
      },
    ]);
  });

  test('of the same endpoint is the same', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    const arn = await place.subscribe(topic, 'lambda', FUNCTION);
    assert.equal(await place.subscribe(topic, 'lambda', FUNCTION), arn);
    const change = { SubscriptionArn: arn, AttributeName: 'RedrivePolicy', AttributeValue: '{}' };
    await place.refuses(place.call('SetSubscriptionAttributes', change), 'NotImplemented');
    const policy = { ...change, AttributeName: 'FilterPolicy', AttributeValue: '{"a":["b"]}' };
    await place.call('SetSubscriptionAttributes', policy);
    const attributes = await place.call('GetSubscriptionAttributes', { SubscriptionArn: arn });
    assert.match(attributes, /<key>FilterPolicy<\/key>\s*<value>{&quot;a&quot;/);
  });
});
