import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TopicPlace } from '../../../test/local/topic-place.ts';

describe('The settings of a subscription', () => {
  test('an endpoint that is none of its protocol is refused', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    const wrong: [string, string][] = [
      ['email', 'nobody'],
      ['email', 'a@b.c\r\nBcc: x@y.z'],
      ['email', 'a@b.c, d@e.f'],
      ['http', 'https://a.example'],
      ['http', 'file:///etc/passwd'],
      ['http', 'http://user:word@a.example'],
      ['sqs', 'arn:aws:sns:us-east-1:123456789012:q'],
      ['lambda', 'f'],
      ['carrier-pigeon', 'x'],
      ['sms', '0555'],
    ];
    for (const [Protocol, Endpoint] of wrong) {
      await place.refuses(place.call('Subscribe', { TopicArn, Protocol, Endpoint }), 'InvalidParameter');
    }
  });

  test('a queue or a function of another account is refused', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    const foreign: [string, string][] = [
      ['sqs', 'arn:aws:sqs:us-east-1:000000000001:q'],
      ['lambda', 'arn:aws:lambda:us-east-1:000000000001:function:f'],
    ];
    for (const [Protocol, Endpoint] of foreign) {
      await place.refuses(place.call('Subscribe', { TopicArn, Protocol, Endpoint }), 'AuthorizationError');
    }
  });

  test('attributes that it cannot have, or not here, are refused', async () => {
    const place = new TopicPlace();
    const topic = await place.topic();
    const set = async (protocol: string, endpoint: string, name: string, value: string) => {
      const input = { TopicArn: topic, Protocol: protocol, Endpoint: endpoint };
      const entry = { 'Attributes.entry.1.key': name, 'Attributes.entry.1.value': value };
      return await place.call('Subscribe', { ...input, ...entry });
    };
    const mail = (name: string, value: string) => set('email', 'me@example.com', name, value);
    await place.refuses(mail('RawMessageDelivery', 'true'), 'InvalidParameter');
    await place.refuses(mail('RawMessageDelivery', 'yes'), 'InvalidParameter');
    await place.refuses(mail('FilterPolicyScope', 'x'), 'InvalidParameter');
    await place.refuses(mail('FilterPolicy', '{"a":1}'), 'InvalidParameter', /FilterPolicy/);
    await place.refuses(mail('constructor', 'x'), 'InvalidParameter', /AttributeName/);
    await place.refuses(mail('RedrivePolicy', '{}'), 'NotImplemented', /RedrivePolicy/);
    assert.equal(place.mails.length, 0);
  });
});
