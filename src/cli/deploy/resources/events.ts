import { type JsonObject, member } from '../../../base/json.ts';
import {
  defined,
  deleted,
  documentText,
  found,
  listOf,
  madeOrTaken,
  numberFrom,
  objectsOf,
  refused,
  textFrom,
  textOf,
} from '../answers.ts';
import type { Kept, Made, ResourceType, Services, Wanted } from '../resource-type.ts';

/** Rules, schedules, log groups and buckets. */
export const EVENT_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Events::Rule': {
    properties: {
      ...{ Name: 'replace', EventBusName: 'replace', Description: 'update', EventPattern: 'update' },
      ...{
        ScheduleExpression: 'update',
        State: 'update',
        Targets: 'update',
        RoleArn: 'update',
        Tags: 'noted',
      },
    },
    attributes: ['Arn'],
    naming: { property: 'Name', lengthMax: 64 },
    create: (wanted, services) => putRule(wanted, undefined, services),
    update: putRule,
    async remove({ name, properties }, { aws }) {
      const bus = busOf(properties);
      const Ids = targetIds(properties);
      if (Ids.length > 0) await deleted(aws.json('events', 'RemoveTargets', { Rule: name, Ids, ...bus }));
      await deleted(aws.json('events', 'DeleteRule', { Name: name, ...bus }));
    },
    isThere: ({ name, properties }, { aws }) =>
      found(aws.json('events', 'DescribeRule', { Name: name, ...busOf(properties) })),
  },
  'AWS::Scheduler::Schedule': {
    properties: {
      ...{ Name: 'replace', GroupName: 'replace', Description: 'update', ScheduleExpression: 'update' },
      ...{ ScheduleExpressionTimezone: 'update', FlexibleTimeWindow: 'update', StartDate: 'update' },
      ...{ EndDate: 'update', State: 'update', Target: 'update', KmsKeyArn: 'noted' },
    },
    required: ['ScheduleExpression', 'FlexibleTimeWindow', 'Target'],
    attributes: ['Arn'],
    naming: { property: 'Name', lengthMax: 64 },
    create: (wanted, services) =>
      madeOrTaken(
        wanted.mayExist,
        () => putSchedule(wanted, 'POST', services),
        () => putSchedule(wanted, 'PUT', services),
      ),
    update: (wanted, _, services) => putSchedule(wanted, 'PUT', services),
    remove: ({ name, properties }, { aws }) =>
      deleted(
        aws.rest('scheduler', { method: 'DELETE', path: `/schedules/${name}${groupQuery(properties)}` }),
      ),
    isThere: ({ name, properties }, { aws }) =>
      found(aws.rest('scheduler', { method: 'GET', path: `/schedules/${name}${groupQuery(properties)}` })),
  },
  'AWS::Logs::LogGroup': {
    properties: {
      LogGroupName: 'replace',
      RetentionInDays: 'update',
      Tags: 'noted',
      KmsKeyId: 'noted',
      LogGroupClass: 'noted',
    },
    attributes: ['Arn'],
    naming: { property: 'LogGroupName', lengthMax: 512 },
    async create({ name, properties, mayExist }, services) {
      await madeOrTaken(
        mayExist,
        () => services.aws.json('logs', 'CreateLogGroup', { logGroupName: name }),
        async () => ({}),
      );
      return putRetention(name, properties, services);
    },
    update: ({ name, properties }, _, services) => putRetention(name, properties, services),
    remove: ({ name }, { aws }) => deleted(aws.json('logs', 'DeleteLogGroup', { logGroupName: name })),
    async isThere({ name }, { aws }) {
      let groups: readonly JsonObject[] = [];
      const answered = await found(
        aws.json('logs', 'DescribeLogGroups', { logGroupNamePrefix: name, limit: 50 }).then((page) => {
          groups = objectsOf(page, 'logGroups');
        }),
      );
      return answered && groups.some((group) => member(group, 'logGroupName') === name);
    },
  },
  'AWS::S3::Bucket': {
    properties: {
      ...{
        BucketName: 'replace',
        Tags: 'noted',
        BucketEncryption: 'noted',
        PublicAccessBlockConfiguration: 'noted',
      },
      ...{ OwnershipControls: 'noted', AccessControl: 'noted', VersioningConfiguration: 'noted' },
    },
    attributes: ['Arn', 'DomainName', 'RegionalDomainName'],
    naming: { property: 'BucketName', lengthMax: 63 },
    create: ({ name: given, mayExist, properties }, { aws }) => {
      const name = member(properties, 'BucketName') === undefined ? given.toLowerCase() : given;
      const made = {
        id: name,
        attributes: {
          ...{ Arn: `arn:aws:s3:::${name}`, DomainName: `${name}.s3.amazonaws.com` },
          RegionalDomainName: `${name}.s3.${aws.region}.amazonaws.com`,
        },
      };
      return madeOrTaken(
        mayExist,
        async () => {
          await aws.rest('s3', { method: 'PUT', path: `/${name}` });
          return made;
        },
        async () => made,
      );
    },
    // Versions and encryption are only kept here, so that nothing is left to do.
    remove: ({ id, name }, { aws }) =>
      deleted(aws.rest('s3', { method: 'DELETE', path: `/${id === '' ? name.toLowerCase() : id}` })),
    isThere: ({ id }, { aws }) =>
      found(aws.rest('s3', { method: 'GET', path: `/${id}?list-type=2&max-keys=1` })),
  },
};

function busOf(properties: JsonObject): JsonObject {
  const name = textFrom(member(properties, 'EventBusName'));
  return name === undefined ? {} : { EventBusName: name };
}

function targetIds(properties: JsonObject): string[] {
  return objectsOf(properties, 'Targets').map((target) => textOf(target, 'Id'));
}

async function putRule(
  { name, properties }: Wanted,
  before: Kept | undefined,
  { aws }: Services,
): Promise<Made> {
  const bus = busOf(properties);
  const settings = defined({
    Description: textFrom(member(properties, 'Description')),
    EventPattern: documentText(member(properties, 'EventPattern')),
    ScheduleExpression: textFrom(member(properties, 'ScheduleExpression')),
    State: textFrom(member(properties, 'State')),
    RoleArn: textFrom(member(properties, 'RoleArn')),
  });
  const answer = await aws.json('events', 'PutRule', { Name: name, ...bus, ...settings });
  const wanted = targetIds(properties);
  const Ids = before === undefined ? [] : targetIds(before.properties).filter((id) => !wanted.includes(id));
  if (Ids.length > 0) await aws.json('events', 'RemoveTargets', { Rule: name, Ids, ...bus });
  if (wanted.length > 0) await putTargets(name, properties, aws);
  return { id: name, attributes: { Arn: textOf(answer, 'RuleArn') } };
}

/** The call answers with a list of what it did not take. */
async function putTargets(Rule: string, properties: JsonObject, aws: Services['aws']): Promise<void> {
  const Targets = listOf(properties, 'Targets');
  const answer = await aws.json('events', 'PutTargets', { Rule, Targets, ...busOf(properties) });
  const [failed] = objectsOf(answer, 'FailedEntries');
  if (failed !== undefined) throw refused(textOf(failed, 'ErrorCode'), textOf(failed, 'ErrorMessage'));
}

function groupQuery(properties: JsonObject): string {
  const group = textFrom(member(properties, 'GroupName'));
  return group === undefined ? '' : `?groupName=${encodeURIComponent(group)}`;
}

async function putSchedule(
  { name, properties }: Wanted,
  method: 'POST' | 'PUT',
  { aws }: Services,
): Promise<Made> {
  const { Name: _, ...settings } = properties;
  const answer = await aws.rest('scheduler', { method, path: `/schedules/${name}`, body: settings });
  return { id: name, attributes: { Arn: textOf(answer, 'ScheduleArn') } };
}

async function putRetention(name: string, properties: JsonObject, { aws, account }: Services): Promise<Made> {
  const retentionInDays = numberFrom(member(properties, 'RetentionInDays'));
  const call = retentionInDays === undefined ? 'DeleteRetentionPolicy' : 'PutRetentionPolicy';
  await aws.json('logs', call, defined({ logGroupName: name, retentionInDays }));
  return { id: name, attributes: { Arn: `arn:aws:logs:${aws.region}:${account}:log-group:${name}:*` } };
}
