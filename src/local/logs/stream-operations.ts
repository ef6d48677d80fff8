import type { JsonObject } from '../../base/json.ts';
import { logGroupArn } from '../../base/log-groups.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { pageOf } from './cursor.ts';
import { exists, type Group, type Stream } from './groups.ts';
import {
  flagIn,
  groupIn,
  invalid,
  newStreamName,
  noStream,
  numberIn,
  requiredText,
  textIn,
} from './input.ts';
import type { LogParts } from './log-parts.ts';
import type { Extent } from './segment-summary.ts';

const PAGE_MAX = 50;
const TIME_DIGITS = 16;

/** Operations about the streams of a group. */
export function streamOperations({
  groups,
  logs,
  writer,
}: LogParts): Readonly<Record<string, JsonOperation>> {
  return {
    async CreateLogStream(input, { scope }) {
      const name = newStreamName(input);
      const group = await groups.get(groupIn(input, scope));
      if (!(await groups.createStream(group, name))) throw exists('stream');
      return {};
    },

    async DeleteLogStream(input, { scope }) {
      const group = await groups.get(groupIn(input, scope));
      const isDeleted = await groups.deleteStream(group, requiredText(input, 'logStreamName'));
      if (!isDeleted) throw noStream();
      writer.forget(group);
      return {};
    },

    async DescribeLogStreams(input, { scope }) {
      const group = await groups.get(groupIn(input, scope));
      const prefix = textIn(input, 'logStreamNamePrefix');
      const isByTime = isOrderedByTime(input);
      if (isByTime && prefix !== undefined) {
        throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
      }
      const extents = await logs.of(group).streams();
      const keyOf = ({ name, number }: Stream) =>
        isByTime ? `${String(extents.get(number)?.last ?? 0).padStart(TIME_DIGITS, '0')} ${name}` : name;
      const streams = (await groups.streams(group, prefix)).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      const { page, next } = pageOf(streams, keyOf, {
        nextToken: textIn(input, 'nextToken'),
        limit: numberIn(input, 'limit', [1, PAGE_MAX]) ?? PAGE_MAX,
        descending: flagIn(input, 'descending'),
      });
      return {
        logStreams: page.map((stream) => described(group, stream, extents.get(stream.number))),
        ...next,
      };
    },
  };
}

function isOrderedByTime(input: JsonObject): boolean {
  const orderBy = textIn(input, 'orderBy') ?? 'LogStreamName';
  if (orderBy === 'LogStreamName') return false;
  if (orderBy === 'LastEventTime') return true;
  throw invalid(
    `1 validation error detected: Value '${orderBy}' at 'orderBy' failed to satisfy constraint: Member must satisfy enum value set: [LogStreamName, LastEventTime]`,
  );
}

function described(group: Group, { name, createdAt }: Stream, extent: Extent | undefined): JsonObject {
  const times =
    extent === undefined
      ? {}
      : {
          firstEventTimestamp: extent.first,
          lastEventTimestamp: extent.last,
          lastIngestionTime: extent.ingestedAt,
        };
  return {
    logStreamName: name,
    creationTime: createdAt,
    ...times,
    arn: `${logGroupArn(group)}:log-stream:${name}`,
    storedBytes: 0,
  };
}
