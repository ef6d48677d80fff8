import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listenerRefusal, refused } from './refused.ts';

const REQUEST = { path: '/b/<k>', requestId: '01234567-89ab-cdef-0123-456789abcdef' };

test('A refusal is XML that quotes nothing raw', () => {
  const { status, body } = refused({ code: 'NoSuchKey', message: 'm', status: 404 }, REQUEST);
  assert.equal(status, 404);
  assert.match(
    String(body),
    /<Code>NoSuchKey<\/Code>\s*<Message>m<\/Message>\s*<Resource>\/b\/&lt;k&gt;<\/Resource>/,
  );
});

describe("What the listener refuses is in S3's words", () => {
  for (const [code, message, expected] of [
    ['UnrecognizedClientException', 'x', 'InvalidAccessKeyId'],
    ['AccessDeniedException', 'x', 'AccessDenied'],
    ['IncompleteSignatureException', 'x', 'AuthorizationHeaderMalformed'],
    ['InvalidSignatureException', 'The request signature we calculated does not', 'SignatureDoesNotMatch'],
    ['InvalidSignatureException', 'Signature expired: a is now later than b', 'AccessDenied'],
    ['InvalidSignatureException', 'Signature expired: a is now earlier than b', 'RequestTimeTooSkewed'],
    ['InvalidSignatureException', 'There were headers', 'AccessDenied'],
    ['IncompleteBody', 'x', 'IncompleteBody'],
  ] as const) {
    test(`${code}: ${message}`, () => {
      const { body } = listenerRefusal({ status: 403, code, message, ...REQUEST });
      assert.match(String(body), new RegExp(`<Code>${expected}</Code>`));
    });
  }
});
