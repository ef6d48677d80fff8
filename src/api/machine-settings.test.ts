import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkRole, encryptionOf, loggingOf, tracingOf } from './machine-settings.ts';

const GROUP = {
  cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g:*' },
};

describe('settings', () => {
  test('that are absent are those of AWS', () => {
    assert.deepEqual(loggingOf(undefined), { level: 'OFF', includeExecutionData: false });
    assert.deepEqual(
      [tracingOf(undefined), encryptionOf(undefined)],
      [{ enabled: false }, { type: 'AWS_OWNED_KEY' }],
    );
  });
  test('of logging are kept without what is absent', () => {
    assert.deepEqual(loggingOf({ level: 'ALL', destinations: [GROUP] }), {
      level: 'ALL',
      includeExecutionData: false,
      destinations: [GROUP],
    });
  });
  test('of logging want the ARN of a log group', () => {
    const ofBucket = { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:s3:::bucket' } };
    for (const destination of [{}, { cloudWatchLogsLogGroup: {} }, ofBucket])
      assert.throws(() => loggingOf({ destinations: [destination] }), /Log Destination not found/);
  });
  test('of logging want one destination when there is a level, and never two', () => {
    assert.throws(
      () => loggingOf({ level: 'ERROR', destinations: [] }),
      /Must specify exactly one Log Destination/,
    );
    assert.throws(
      () => loggingOf({ destinations: [GROUP, GROUP] }),
      /Must specify exactly one Log Destination/,
    );
  });
  test('want the ARN of a role', () => {
    checkRole('arn:aws-cn:iam::123456789012:role/path/name');
    for (const role of ['', 'role', 'arn:aws:iam::1:role/x', 'arn:aws:s3:::bucket'])
      assert.throws(() => checkRole(role), /Invalid ARN prefix/);
  });
});
