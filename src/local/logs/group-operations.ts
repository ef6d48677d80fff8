import type { Scope } from '../../base/arn.ts';
import type { JsonObject } from '../../base/json.ts';
import { logGroupArn } from '../../base/log-groups.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { pageOf } from './cursor.ts';
import type { Group } from './groups.ts';
import {
  groupIn,
  groupOfArn,
  invalid,
  newGroupName,
  numberIn,
  requiredText,
  tagsIn,
  textIn,
  textsIn,
} from './input.ts';
import type { LogParts } from './log-parts.ts';

const PAGE_MAX = 50;

/** The days that AWS offers (API reference, PutRetentionPolicy). */
const RETENTION_DAYS: ReadonlySet<number> = new Set([
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096],
  ...[1827, 2192, 2557, 2922, 3288, 3653],
]);

/** Operations about groups themselves. */
export function groupOperations({ groups, logs, writer }: LogParts): Readonly<Record<string, JsonOperation>> {
  return {
    async CreateLogGroup(input, { scope }) {
      const tags = tagsIn(input);
      await groups.create({ ...scope, group: newGroupName(input) }, tags.length === 0 ? {} : { tags });
      return {};
    },

    async DeleteLogGroup(input, { scope }) {
      const group = await groups.delete({ ...scope, group: requiredText(input, 'logGroupName') });
      writer.forget(group);
      await logs.destroy(group);
      return {};
    },

    async DescribeLogGroups(input, { scope }) {
      const found = await wantedGroups(input, scope);
      const limit = numberIn(input, 'limit', [1, PAGE_MAX]) ?? PAGE_MAX;
      const { page, next } = pageOf(found, ({ group }) => group, {
        nextToken: textIn(input, 'nextToken'),
        limit,
      });
      return { logGroups: await Promise.all(page.map(described)), ...next };
    },

    async PutRetentionPolicy(input, { scope }) {
      const group = groupIn(input, scope);
      const days = numberIn(input, 'retentionInDays');
      if (days === undefined || !RETENTION_DAYS.has(days)) {
        throw invalid(`retentionInDays must be one of ${[...RETENTION_DAYS].join(', ')}.`);
      }
      await groups.change(group, (settings) => ({ ...settings, retentionDays: days }));
      return {};
    },

    async DeleteRetentionPolicy(input, { scope }) {
      await groups.change(groupIn(input, scope), ({ retentionDays, ...settings }) => settings);
      return {};
    },

    async TagResource(input, { scope }) {
      const added = tagsIn(input);
      await groups.change(groupOfArn(requiredText(input, 'resourceArn'), scope), (settings) => ({
        ...settings,
        tags: [...new Map([...(settings.tags ?? []), ...added])],
      }));
      return {};
    },

    async UntagResource(input, { scope }) {
      const removed = textsIn(input, 'tagKeys') ?? [];
      await groups.change(groupOfArn(requiredText(input, 'resourceArn'), scope), (settings) => ({
        ...settings,
        tags: (settings.tags ?? []).filter(([key]) => !removed.includes(key)),
      }));
      return {};
    },

    async ListTagsForResource(input, { scope }) {
      const { tags = [] } = await groups.get(groupOfArn(requiredText(input, 'resourceArn'), scope));
      return { tags: Object.fromEntries(tags) };
    },
  };

  async function wantedGroups(input: JsonObject, scope: Scope): Promise<Group[]> {
    const prefix = textIn(input, 'logGroupNamePrefix');
    const pattern = textIn(input, 'logGroupNamePattern');
    if (prefix !== undefined && pattern !== undefined) {
      throw invalid('logGroupNamePrefix and logGroupNamePattern are mutually exclusive parameters.');
    }
    const found = await groups.list(scope, prefix);
    return pattern === undefined ? found : found.filter(({ group }) => group.includes(pattern));
  }

  async function described(group: Group): Promise<JsonObject> {
    const { createdAt, retentionDays } = group;
    return {
      logGroupName: group.group,
      creationTime: createdAt,
      ...(retentionDays === undefined ? {} : { retentionInDays: retentionDays }),
      metricFilterCount: 0,
      arn: `${logGroupArn(group)}:*`,
      storedBytes: await logs.of(group).bytes(),
      logGroupClass: 'STANDARD',
      logGroupArn: logGroupArn(group),
    };
  }
}
