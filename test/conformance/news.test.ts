import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inOneAccount, isNews } from './news.ts';

describe('A difference is no news', () => {
  test('when AWS has added the member since', () => {
    tells(false, '.output.RedriveCount', undefined, 0);
    tells(true, '.output.Name', undefined, 'a');
    tells(true, '.output.RedriveCount', 0, undefined);
  });

  test('when both hide a request id, in their own ways', () => {
    tells(false, '.AllHttpHeaders.x-amzn-RequestId', ['<uuid:1>'], 'x-amzn-RequestId');
    tells(false, '.SdkResponseMetadata.RequestId', '<uuid:1>', 'RequestId');
    tells(true, '.SdkResponseMetadata.RequestId', '<uuid:1>', undefined);
    tells(true, '.SdkResponseMetadata.Name', '<uuid:1>', 'RequestId');
  });

  test('when it is the length of an answer whose names are hidden', () => {
    tells(false, '.HttpHeaders.Content-Length', '164', '161');
    tells(true, '.HttpHeaders.Content-Length', '164', undefined);
    assert.equal(isNews({ path: '.Content-Length', aws: '1', ours: '2' }, { uses: ['lambda'] }), true);
  });
});

test("A record's second account is the first one", () => {
  for (const account of ['test_aws_account_id', 'secondary_test_aws_account_id']) {
    assert.deepEqual(inOneAccount({ a: [`arn:<${account}>:b`] }), { a: ['arn:111111111111:b'] });
  }
});

function tells(expected: boolean, path: string, aws: unknown, ours: unknown): void {
  assert.equal(isNews({ path, aws, ours }, { uses: ['states'] }), expected, path);
}
