import assert from 'node:assert/strict';
import { verify, X509Certificate } from 'node:crypto';
import { describe, test } from 'node:test';
import { TopicPlace } from '../../../test/local/topic-place.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';

describe('A notification', () => {
  test('is signed with the key of the certificate that SigningCertURL shows', async () => {
    const place = new TopicPlace();
    await place.subscribe(await place.topic(), 'sqs', QUEUE);
    await place.publish(await place.topic(), 'a');
    const document = JSON.parse(place.enqueued[0]?.MessageBody ?? '');
    assert.deepEqual([document.SignatureVersion, await isSigned(place, document, 'sha1')], ['1', true]);
  });

  test('is signed with SHA-256 where the topic wants that', async () => {
    const place = new TopicPlace();
    const TopicArn = await place.topic();
    const attribute = { AttributeName: 'SignatureVersion', AttributeValue: '2' };
    await place.call('SetTopicAttributes', { TopicArn, ...attribute });
    await place.subscribe(TopicArn, 'sqs', QUEUE);
    await place.publish(TopicArn, 'a');
    const document = JSON.parse(place.enqueued[0]?.MessageBody ?? '');
    assert.deepEqual([document.SignatureVersion, await isSigned(place, document, 'sha256')], ['2', true]);
  });

  test('reaches functions as their event', async () => {
    const place = new TopicPlace();
    await place.subscribe(await place.topic(), 'lambda', FUNCTION);
    const id = await place.publish(await place.topic(), 'a');
    assert.partialDeepStrictEqual(place.invoked[0]?.actor, {
      ...{ kind: 'service', principal: 'sns.amazonaws.com', sourceArn: await place.topic() },
    });
    const event = JSON.parse(place.invoked[0]?.payload ?? '');
    assert.equal(event.Records[0].EventSource, 'aws:sns');
    assert.deepEqual([event.Records[0].Sns.Message, event.Records[0].Sns.MessageId], ['a', id]);
  });
});

/** As clients check it: with the certificate, which they fetch. */
async function isSigned(
  place: TopicPlace,
  document: Readonly<Record<string, string>>,
  digest: 'sha1' | 'sha256',
): Promise<boolean> {
  const fields = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'];
  const text = fields.map((name) => `${name}\n${document[name]}\n`).join('');
  const { body } = await place.page('GET', document.SigningCertURL ?? '');
  const { publicKey } = new X509Certificate(body);
  return verify(digest, Buffer.from(text), publicKey, Buffer.from(document.Signature ?? '', 'base64'));
}
