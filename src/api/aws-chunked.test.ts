import assert from 'node:assert/strict';
import { createHmac, hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { BodyRefused } from '../base/body-refused.ts';
import { type Signature, SigningKeys } from '../base/sigv4.ts';
import { ChunkSignatures } from '../base/sigv4-chunks.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

describe('A body of aws-chunked', () => {
  test('is its chunks, however the network has cut them', async () => {
    for (const bytes of [1, 2, 3, 7, 1000]) {
      const { text, trailers } = await decoded(
        '3\r\nabc\r\na\r\n0123456789\r\n0\r\nX-Amz-Checksum-Crc32: x==\r\n\r\n',
        bytes,
      );
      assert.equal(text, 'abc0123456789');
      assert.deepEqual([...trailers], [['x-amz-checksum-crc32', 'x==']]);
    }
  });

  test('may be empty, and may lack its last empty line', async () => {
    assert.equal((await decoded('0\r\n\r\n')).text, '');
    assert.equal((await decoded('0\r\n')).text, '');
  });

  test('that is cut short, or is something else, is refused', async () => {
    for (const body of [
      '',
      'x\r\n',
      '3\r\nab',
      '3\r\nabcd\r\n0\r\n\r\n',
      '0\r\n\r\nmore',
      '3\r\nabc\r\n',
      'f'.repeat(9000),
      '0\r\nx\r\n\r\n',
    ])
      await assert.rejects(decoded(body), BodyRefused, body);
  });

  test('whose chunks are signed is authentic to the last trailer', async () => {
    assert.equal((await decoded(signed(['abc', 'de', '']), 4, signatures())).text, 'abcde');
    await refused(signed(['abc', 'de', '']).replace('abc', 'abd'));
    await refused(signed(['abc', 'de', '']).replace('x-a:1', 'x-a:2'));
    await refused('3\r\nabc\r\n0\r\n\r\n');
    await refused(signed(['abc', 'de', '']).replace(/x-amz-trailer-signature.*\r\n/, ''));
  });
});

async function refused(body: string): Promise<void> {
  await assert.rejects(
    decoded(body, 100, signatures()),
    (error) => error instanceof BodyRefused && error.code === 'SignatureDoesNotMatch',
  );
}

async function decoded(body: string, bytes = 1000, chunkSignatures?: ChunkSignatures) {
  async function* source() {
    for (let at = 0; at < body.length; at += bytes) yield Buffer.from(body.slice(at, at + bytes));
  }
  const trailers = new Map<string, string>();
  let text = '';
  for await (const chunk of decodeAwsChunked(source(), { signatures: chunkSignatures, trailers }))
    text += chunk;
  return { text, trailers };
}

const SIGNATURE: Signature = {
  ...{ accessKeyId: 'test', day: '20260101', region: 'us-east-1', service: 's3' },
  ...{ signedHeaders: [], signature: 'seed', date: '20260101T000000Z' },
};
const key = () => new SigningKeys().key('test', SIGNATURE);

function signatures(): ChunkSignatures {
  return new ChunkSignatures(SIGNATURE, key());
}

/** As a client signs it. */
function signed(chunks: readonly string[]): string {
  let previous = SIGNATURE.signature;
  const next = (algorithm: string, rest: string) => {
    const text = [algorithm, SIGNATURE.date, '20260101/us-east-1/s3/aws4_request', previous, rest].join('\n');
    previous = createHmac('sha256', key()).update(text).digest('hex');
    return previous;
  };
  const sha = (text: string) => hash('sha256', text, 'hex');
  const lines = chunks.map((chunk) => {
    const signature = next('AWS4-HMAC-SHA256-PAYLOAD', `${sha('')}\n${sha(chunk)}`);
    return `${chunk.length.toString(16)};chunk-signature=${signature}\r\n${chunk}${chunk === '' ? '' : '\r\n'}`;
  });
  const trailer = next('AWS4-HMAC-SHA256-TRAILER', sha('x-a:1\n'));
  return `${lines.join('')}x-a:1\r\nx-amz-trailer-signature:${trailer}\r\n\r\n`;
}
