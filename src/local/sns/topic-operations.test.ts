import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TopicPlace, textOf } from '../../../test/local/topic-place.ts';

describe('Operations on topics', () => {
  test('creating twice is fine, with other attributes it is not', async () => {
    const place = new TopicPlace();
    const arn = await place.topic();
    assert.equal(arn, 'arn:aws:sns:us-east-1:123456789012:t');
    assert.equal(await place.topic(), arn);
    const other = { Name: 't', 'Attributes.entry.1.key': 'DisplayName', 'Attributes.entry.1.value': 'x' };
    await place.refuses(place.call('CreateTopic', other), 'InvalidParameter', /different attributes/);
    const tags = { Name: 't', 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' };
    await place.refuses(place.call('CreateTopic', tags), 'InvalidParameter', /different tags/);
  });

  test('names and attributes are checked; what is not there is named', async () => {
    const place = new TopicPlace();
    for (const Name of ['', 'a b', 'x'.repeat(257)]) {
      await place.refuses(place.call('CreateTopic', { Name }), 'InvalidParameter', /Topic Name/);
    }
    await place.refuses(place.call('CreateTopic', { Name: 't.fifo' }), 'InvalidParameter', /Topic Name/);
    const TopicArn = await place.topic();
    const set = (AttributeName: string, AttributeValue: string) =>
      place.call('SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
    await place.refuses(set('Nonsense', 'x'), 'InvalidParameter', /AttributeName/);
    await place.refuses(set('KmsMasterKeyId', 'x'), 'NotImplemented', /KmsMasterKeyId/);
    await place.refuses(set('Policy', 'x'), 'InvalidParameter');
    await place.refuses(set('DisplayName', 'a\r\nBcc: x@y.z'), 'InvalidParameter');
    await place.refuses(place.call('AddPermission', { TopicArn }), 'NotImplemented', /AddPermission/);
  });

  test('attributes and tags are kept', async () => {
    const place = new TopicPlace();
    const arn = await place.topic();
    await place.call('SetTopicAttributes', {
      TopicArn: arn,
      AttributeName: 'DisplayName',
      AttributeValue: 'D',
    });
    await place.call('TagResource', {
      ResourceArn: arn,
      'Tags.member.1.Key': '__proto__',
      'Tags.member.1.Value': 'v',
    });
    await place.restart();
    const attributes = await place.call('GetTopicAttributes', { TopicArn: arn });
    assert.match(attributes, /<key>DisplayName<\/key>\s*<value>D</);
    assert.match(await place.call('ListTagsForResource', { ResourceArn: arn }), /<Key>__proto__<\/Key>/);
    await place.call('UntagResource', { ResourceArn: arn, 'TagKeys.member.1': '__proto__' });
    assert.doesNotMatch(await place.call('ListTagsForResource', { ResourceArn: arn }), /<member>/);
  });

  test('lists come in pages of a hundred', async () => {
    const place = new TopicPlace();
    for (let i = 0; i < 101; i++) await place.topic(`t${i}`);
    const first = await place.call('ListTopics');
    assert.equal(first.split('<member>').length - 1, 100);
    const rest = await place.call('ListTopics', { NextToken: textOf(first, 'NextToken') });
    assert.equal(rest.split('<member>').length - 1, 1);
    await place.refuses(place.call('ListTopics', { NextToken: 'x' }), 'InvalidParameter');
  });

  test('a deleted topic is gone, and deleting it again is fine', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    for (let i = 0; i < 2; i++)
      assert.match(await place.call('DeleteTopic', { TopicArn }), /DeleteTopicResponse/);
    await place.refuses(place.call('GetTopicAttributes', { TopicArn }), 'NotFound');
    const foreign = TopicArn.replace('123456789012', '000000000001');
    await place.refuses(place.call('GetTopicAttributes', { TopicArn: foreign }), 'NotFound');
  });
});
