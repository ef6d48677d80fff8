import assert from 'node:assert/strict';
import { ACCOUNT, type SdkTasks } from './sdk-tasks.ts';

const PLACE = `us-east-1:${ACCOUNT}`;
const QUEUE = `arn:aws:sqs:${PLACE}:events`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/r`;

/** Every action of EventBridge that is here. */
export async function events(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`eventbridge:${action}`, args);
  await tasks.call('sqs:createQueue', { QueueName: 'events' });
  await call('createEventBus', { Name: 'bus' });
  assert.equal((await call('describeEventBus', { Name: 'bus' })).Name, 'bus');
  assert.ok((await call('listEventBuses')).EventBuses.length >= 2);
  const { RuleArn } = await call('putRule', {
    Name: 'r',
    EventPattern: { source: ['s'] },
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  assert.equal((await call('describeRule', { Name: 'r' })).EventPattern, '{"source":["s"]}');
  await call('disableRule', { Name: 'r' });
  await call('enableRule', { Name: 'r' });
  assert.equal((await call('listRules')).Rules[0].State, 'ENABLED');
  const put = await call('putTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: QUEUE }] });
  assert.deepEqual(put, { FailedEntryCount: 0, FailedEntries: [] });
  assert.deepEqual((await call('listTargetsByRule', { Rule: 'r' })).Targets, [{ Id: 't', Arn: QUEUE }]);
  assert.deepEqual((await call('listRuleNamesByTarget', { TargetArn: QUEUE })).RuleNames, ['r']);
  const entry = { Source: 's', DetailType: 't', Detail: { n: 1 }, Time: '2026-01-01T00:00:00Z' };
  assert.equal((await call('putEvents', { Entries: [entry] })).FailedEntryCount, 0);
  const Event = {
    id: '1',
    account: ACCOUNT,
    source: 's',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    'detail-type': 't',
    detail: {},
  };
  assert.deepEqual(await call('testEventPattern', { EventPattern: { source: ['s'] }, Event }), {
    Result: true,
  });
  await call('tagResource', { ResourceARN: RuleArn, Tags: [{ Key: 'c', Value: 'd' }] });
  await call('untagResource', { ResourceARN: RuleArn, TagKeys: ['a'] });
  assert.deepEqual((await call('listTagsForResource', { ResourceARN: RuleArn })).Tags, [
    { Key: 'c', Value: 'd' },
  ]);
  await call('removeTargets', { Rule: 'r', Ids: ['t'] });
  await call('deleteRule', { Name: 'r' });
  await call('deleteEventBus', { Name: 'bus' });
}

/** Every action of EventBridge Scheduler that is here. */
export async function schedules(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`scheduler:${action}`, args);
  await tasks.call('sqs:createQueue', { QueueName: 'events' });
  await call('createScheduleGroup', { Name: 'g' });
  assert.match((await call('getScheduleGroup', { Name: 'g' })).CreationDate, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal((await call('listScheduleGroups', { NamePrefix: 'g' })).ScheduleGroups[0].Name, 'g');
  const schedule = {
    ...{ Name: 's', GroupName: 'g', ScheduleExpression: 'rate(1 day)', StartDate: '2099-01-01T00:00:00Z' },
    ...{ FlexibleTimeWindow: { Mode: 'OFF' }, Target: { Arn: QUEUE, RoleArn: ROLE, Input: { a: 1 } } },
  };
  await call('createSchedule', schedule);
  const shown = await call('getSchedule', { Name: 's', GroupName: 'g' });
  assert.deepEqual([shown.StartDate, shown.Target.Input], ['2099-01-01T00:00:00Z', '{"a":1}']);
  await call('updateSchedule', { ...schedule, State: 'DISABLED' });
  assert.equal((await call('listSchedules', { GroupName: 'g' })).Schedules[0].State, 'DISABLED');
  await call('deleteSchedule', { Name: 's', GroupName: 'g' });
  await call('deleteScheduleGroup', { Name: 'g' });
}

/** Every action of X-Ray that is here. */
export async function traces(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`xray:${action}`, args);
  const now = Math.floor(Date.now() / 1000);
  const id = `1-${now.toString(16)}-0123456789abcdef01234567`;
  const segment = { trace_id: id, id: '0123456789abcdef', name: 'n', start_time: now - 1, end_time: now };
  const put = await call('putTraceSegments', { TraceSegmentDocuments: [JSON.stringify(segment)] });
  assert.deepEqual(put, { UnprocessedTraceSegments: [] });
  const range = {
    StartTime: new Date((now - 600) * 1000).toISOString(),
    EndTime: new Date((now + 600) * 1000).toISOString(),
  };
  const { TraceSummaries, ApproximateTime } = await call('getTraceSummaries', range);
  assert.ok(TraceSummaries.some((one: { Id: string }) => one.Id === id));
  assert.match(ApproximateTime, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal((await call('batchGetTraces', { TraceIds: [id] })).Traces[0].Id, id);
  assert.ok((await call('getServiceGraph', range)).Services.length > 0);
  assert.equal((await call('getTraceGraph', { TraceIds: [id] })).Services.length > 0, true);
}

/** Every action of CloudWatch Logs that is here. */
export async function logs(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`cloudwatchlogs:${action}`, args);
  const [LogGroupName, LogStreamName] = ['/group', 'stream'];
  await call('createLogGroup', { LogGroupName, Tags: { lower: 'kept' } });
  await call('createLogStream', { LogGroupName, LogStreamName });
  const LogEvents = [{ Timestamp: Date.now(), Message: 'found' }];
  await call('putLogEvents', { LogGroupName, LogStreamName, LogEvents });
  assert.equal((await call('getLogEvents', { LogGroupName, LogStreamName })).Events[0].Message, 'found');
  assert.equal((await call('filterLogEvents', { LogGroupName, FilterPattern: 'found' })).Events.length, 1);
  assert.equal(
    (await call('describeLogStreams', { LogGroupName })).LogStreams[0].LogStreamName,
    LogStreamName,
  );
  await call('putRetentionPolicy', { LogGroupName, RetentionInDays: 7 });
  const [group] = (await call('describeLogGroups', { LogGroupNamePrefix: '/group' })).LogGroups;
  assert.deepEqual([group.RetentionInDays, typeof group.CreationTime], [7, 'number']);
  await call('deleteRetentionPolicy', { LogGroupName });
  const ResourceArn = group.LogGroupArn;
  await call('tagResource', { ResourceArn, Tags: { Upper: 'too' } });
  assert.deepEqual(await call('listTagsForResource', { ResourceArn }), {
    Tags: { lower: 'kept', Upper: 'too' },
  });
  await call('untagResource', { ResourceArn, TagKeys: ['lower'] });
  await call('deleteLogStream', { LogGroupName, LogStreamName });
  await call('deleteLogGroup', { LogGroupName });
}
