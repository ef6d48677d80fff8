import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { SigningKeys } from './sigv4.ts';
import { ChunkSignatures } from './sigv4-chunks.ts';

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
test("AWS's own example of a signed stream is authentic, chunk by chunk", () => {
  const chunks = example();
  assert.equal(
    chunks.isChunk('ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648', sha('a', 65_536)),
    true,
  );
  assert.equal(
    chunks.isChunk('0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', sha('a', 1024)),
    true,
  );
  assert.equal(
    chunks.isChunk('b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9', sha('a', 0)),
    true,
  );
});

test('A chunk that was changed, or comes out of turn, is not', () => {
  assert.equal(
    example().isChunk('ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648', sha('b', 65_536)),
    false,
  );
  assert.equal(
    example().isChunk('0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', sha('a', 1024)),
    false,
  );
  assert.equal(example().isTrailer('', 'x:y\n'), false);
});

function example(): ChunkSignatures {
  const scope = { day: '20130524', region: 'us-east-1', service: 's3' };
  const key = new SigningKeys().key('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope);
  const signature = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const rest = { accessKeyId: 'a', signedHeaders: [], date: '20130524T000000Z' };
  return new ChunkSignatures({ ...scope, ...rest, signature }, key);
}

function sha(letter: string, times: number): string {
  return hash('sha256', letter.repeat(times), 'hex');
}
