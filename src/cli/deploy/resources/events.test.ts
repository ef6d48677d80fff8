import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeResource } from '../../../../test/cli/made-resource.ts';

describe('Rules, schedules, log groups and buckets', () => {
  test('a rule is put with its targets, and those that are gone are removed', async () => {
    const properties = { Name: 'r', EventPattern: { source: ['a'] }, Targets: [{ Id: '1', Arn: 'x' }] };
    const { lines, inputs } = await madeResource('AWS::Events::Rule', {
      properties,
      changed: { Targets: [{ Id: '2', Arn: 'y' }] },
    });
    assert.deepEqual(lines, [
      ['events PutRule', 'events PutTargets'],
      ['events PutRule', 'events RemoveTargets', 'events PutTargets'],
      ['events RemoveTargets', 'events DeleteRule'],
    ]);
    assert.deepEqual(inputs[0], { Name: 'r', EventPattern: '{"source":["a"]}' });
  });
  test('a target that was not taken is a failure', async () => {
    const script = {
      'events PutTargets': { FailedEntries: [{ ErrorCode: 'Limit', ErrorMessage: 'too many' }] },
    };
    const made = madeResource('AWS::Events::Rule', {
      properties: { Targets: [{ Id: '1', Arn: 'x' }] },
      script,
    });
    await assert.rejects(made, /Limit: too many/);
  });
  test('a schedule is created, changed and deleted in its group', async () => {
    const properties = {
      Name: 's',
      GroupName: 'g',
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {},
    };
    const { lines } = await madeResource('AWS::Scheduler::Schedule', {
      properties,
      changed: { State: 'DISABLED' },
    });
    assert.deepEqual(lines, [
      ['scheduler POST /schedules/s'],
      ['scheduler PUT /schedules/s'],
      ['scheduler DELETE /schedules/s?groupName=g'],
    ]);
  });
  test('a log group has its retention', async () => {
    const { lines, made } = await madeResource('AWS::Logs::LogGroup', {
      properties: { LogGroupName: 'g', RetentionInDays: 7 },
    });
    assert.deepEqual(lines, [
      ['logs CreateLogGroup', 'logs PutRetentionPolicy'],
      [],
      ['logs DeleteLogGroup'],
    ]);
    assert.equal(made.attributes.Arn, 'arn:aws:logs:us-east-1:123456789012:log-group:g:*');
  });
  test('a bucket without a name gets one in lower case', async () => {
    const { made, lines } = await madeResource('AWS::S3::Bucket', { properties: {} });
    assert.equal(made.attributes.Arn, 'arn:aws:s3:::name');
    assert.deepEqual(lines[2], ['s3 DELETE /name']);
  });
});
