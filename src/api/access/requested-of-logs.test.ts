import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestedOfLogs } from './requested-of-logs.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const GROUP = 'arn:aws:logs:us-east-1:123456789012:log-group:/g';

describe('A call of CloudWatch Logs', () => {
  test('is about the group that it names, by name or by ARN', () => {
    calls('CreateLogGroup', { logGroupName: '/g' }, `${GROUP}:log-stream:`);
    calls('FilterLogEvents', { logGroupIdentifier: GROUP }, `${GROUP}:log-stream:`);
    calls(
      'ListTagsForResource',
      { resourceArn: `${GROUP.replace('aws', 'aws-cn')}:*` },
      `${GROUP}:log-stream:`,
    );
    calls('DescribeLogGroups', { logGroupNamePrefix: '/g' }, `${GROUP}:log-stream:`);
  });
  test('is about the stream that it names', () =>
    calls('PutLogEvents', { logGroupName: '/g', logStreamName: 's' }, `${GROUP}:log-stream:s`));
  test('that names no group is about none in particular', () =>
    calls('DescribeLogGroups', {}, `${GROUP.replace('/g', '')}:log-stream:`));
  test('of another account is about that account', () =>
    calls(
      'GetLogEvents',
      { logGroupIdentifier: GROUP.replace('1234', '0000') },
      `${GROUP.replace('1234', '0000')}:log-stream:`,
    ));
  test('that cannot be read is about *', () => calls('PutLogEvents', '{', '*'));
});

function calls(operation: string, input: object | string, resource: string): void {
  const found = requestedOfLogs({
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), scope: SCOPE, requestId: 'r' },
    headers: { 'x-amz-target': `Logs_20140328.${operation}` },
    body: Buffer.from(typeof input === 'string' ? input : JSON.stringify(input)),
    signal: new AbortController().signal,
  });
  assert.deepEqual(found, [{ action: `logs:${operation}`, resource }]);
}
