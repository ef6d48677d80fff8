import type { Json, JsonObject } from '../../base/json.ts';
import type { FilteredTrace } from './filter.ts';
import type { SegmentFacts } from './segment-document.ts';

/** A trace as a whole; it has at least one segment. */
export function traceOf(segments: readonly SegmentFacts[]): FilteredTrace & { readonly root: SegmentFacts } {
  const [first] = segments;
  if (first === undefined) throw new RangeError('a trace without segments');
  const ids = new Set(segments.flatMap(({ id, innerIds }) => [id, ...innerIds]));
  const root = segments.find(({ parent }) => parent === undefined || !ids.has(parent)) ?? first;
  const startedAt = Math.min(...segments.map((one) => one.startedAt));
  const endedAt = Math.max(...segments.map((one) => one.endedAt));
  return { segments, root, duration: endedAt - startedAt, responseTime: root.endedAt - root.startedAt };
}

/** What GetTraceSummaries tells of a trace. */
export function summaryOf(segments: readonly SegmentFacts[], account: string): JsonObject {
  const { root, duration, responseTime } = traceOf(segments);
  const has = (flag: 'isFault' | 'isError' | 'isThrottle') => segments.some((one) => one[flag]);
  return {
    Id: root.traceId,
    StartTime: Math.min(...segments.map((one) => one.startedAt)),
    Duration: duration,
    ResponseTime: responseTime,
    HasFault: has('isFault'),
    HasError: has('isError'),
    HasThrottle: has('isThrottle'),
    IsPartial: segments.some(({ isRunning }) => isRunning),
    Http: {},
    Annotations: annotationsOf(segments, account),
    Users: [],
    ServiceIds: unique(segments.map((one) => serviceId(one, account))),
    EntryPoint: serviceId(root, account),
    Revision: 1,
  };
}

function annotationsOf(segments: readonly SegmentFacts[], account: string): JsonObject {
  const all = new Map<string, Json[]>();
  for (const segment of segments) {
    for (const [key, value] of segment.annotations) {
      const type =
        typeof value === 'string'
          ? 'StringValue'
          : typeof value === 'number'
            ? 'NumberValue'
            : 'BooleanValue';
      const one = { AnnotationValue: { [type]: value }, ServiceIds: [serviceId(segment, account)] };
      all.set(key, [...(all.get(key) ?? []), one]);
    }
  }
  return Object.fromEntries(all);
}

function serviceId({ name, type }: SegmentFacts, account: string): JsonObject {
  return { Name: name, Names: [name], AccountId: account, ...(type === '' ? {} : { Type: type }) };
}

function unique(ids: readonly JsonObject[]): JsonObject[] {
  return [...new Map(ids.map((id) => [JSON.stringify(id), id])).values()];
}
