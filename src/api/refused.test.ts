import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inFormOf, refused } from './refused.ts';

describe('A refusal of the listener', () => {
  const answer = refused(403, 'A', 'b <c> & "d"');
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

  test('is JSON', () => {
    assert.equal(inFormOf({}, answer, 'r').body, '{"__type":"A","message":"b <c> & \\"d\\""}');
  });

  test('is XML for who sends forms', () => {
    assert.deepEqual(inFormOf(form, answer, 'r'), {
      status: 403,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>A</Code><Message>b &lt;c&gt; &amp; "d"</Message></Error><RequestId>r</RequestId></ErrorResponse>\n',
    });
  });

  test('is nothing that a service has answered', () => {
    const own = { status: 400, headers: {}, body: 'x' };
    assert.equal(inFormOf(form, own, 'r'), own);
  });
});
