import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestedOfS3 } from './requested-of-s3.ts';

describe('A request to S3', () => {
  test('is about a bucket, or about an object in it', () => {
    asks('GET /', ['s3:ListAllMyBuckets *']);
    asks('GET /b?list-type=2', ['s3:ListBucket arn:aws:s3:::b']);
    asks('PUT /b', ['s3:CreateBucket arn:aws:s3:::b']);
    asks('PUT /b/k/l', ['s3:PutObject arn:aws:s3:::b/k/l']);
    asks('HEAD /b/k', ['s3:GetObject arn:aws:s3:::b/k']);
    asks('PUT /b/k?partNumber=1&uploadId=u', ['s3:PutObject arn:aws:s3:::b/k']);
    asks('PUT /b?policy', ['s3:PutBucketPolicy arn:aws:s3:::b']);
  });

  test('that copies reads, too', () => {
    asks('PUT /b/k', ['s3:PutObject arn:aws:s3:::b/k', 's3:GetObject arn:aws:s3:::c/d e'], {
      'x-amz-copy-source': 'c/d%20e',
    });
  });

  test('that deletes many is about each', () => {
    const body = '<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>';
    asks(
      'POST /b?delete',
      ['s3:DeleteObject arn:aws:s3:::b/a', 's3:DeleteObject arn:aws:s3:::b/b'],
      {},
      body,
    );
    asks('POST /b?delete', [], {}, '<Delete');
  });

  test('that is none is an action that nobody names', () =>
    asks('PATCH /b/k', ['s3:PATCH arn:aws:s3:::b/k']));
});

function asks(
  line: string,
  expected: readonly string[],
  headers: Record<string, string> = {},
  body = '',
): void {
  const [method = '', target = ''] = line.split(' ');
  const [path = '', query] = target.split('?');
  const found = requestedOfS3({
    ...{ method, path, query: new URLSearchParams(query), headers, body: Buffer.from(body), requestId: 'r' },
    ...{ scope: { region: 'us-east-1', account: '123456789012' }, signal: new AbortController().signal },
  });
  assert.deepEqual(
    found.map(({ action, resource }) => `${action} ${resource}`),
    expected,
  );
}
