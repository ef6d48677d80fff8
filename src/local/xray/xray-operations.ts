import type { Scope } from '../../base/arn.ts';
import { isNumber, type Json, type JsonObject, member, toNumber } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { textIn, textsIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { parseFilter } from './filter.ts';
import { readDocument } from './segment-document.ts';
import { serviceGraph } from './service-graph.ts';
import { summaryOf, traceOf } from './summary.ts';
import type { StoredSegment, TraceStore } from './trace-store.ts';

const TRACES_A_CALL = 5;
const SUMMARIES_A_PAGE = 100;
const DOCUMENTS_MAX = 50;
/** X-Ray looks at no more than that at once. */
const RANGE_SECONDS_MAX = 6 * 3600;

/** What X-Ray has here, by the path of its REST API. */
export function xrayOperations(store: TraceStore, now: () => Instant): Record<string, JsonOperation> {
  return {
    async '/TraceSegments'(input, { scope }) {
      const documents = textsIn(input, 'TraceSegmentDocuments') ?? [];
      if (documents.length === 0 || documents.length > DOCUMENTS_MAX)
        throw invalid(`TraceSegmentDocuments must be 1 to ${DOCUMENTS_MAX} documents.`);
      const segments: StoredSegment[] = [];
      const refused: JsonObject[] = [];
      for (const document of documents) {
        const facts = readDocument(document);
        if (!('problem' in facts)) segments.push({ facts, document });
        else
          refused.push({
            ...(facts.id === undefined ? {} : { Id: facts.id }),
            ...{ ErrorCode: 'InvalidSegment', Message: facts.problem },
          });
      }
      if (segments.length > 0) await store.append(scope, segments);
      return { UnprocessedTraceSegments: refused };
    },

    async '/TraceSummaries'(input, { scope }) {
      const { from, until } = rangeIn(input);
      const expression = textIn(input, 'FilterExpression') ?? '';
      const holds = expression.trim() === '' ? () => true : parseFilter(expression.trim());
      const ids = store.tracesBetween(scope, from, until);
      const start = startIn(input);
      const summaries: JsonObject[] = [];
      let at = start;
      for (; at < ids.length && summaries.length < SUMMARIES_A_PAGE; at++) {
        const facts = await factsOf(store, scope, ids[at] ?? '');
        if (facts.length > 0 && holds(traceOf(facts))) summaries.push(summaryOf(facts, scope.account));
      }
      return {
        TraceSummaries: summaries,
        ApproximateTime: now() / 1000,
        TracesProcessedCount: at - start,
        ...(at < ids.length ? { NextToken: String(at) } : {}),
      };
    },

    async '/Traces'(input, { scope }) {
      const { traces, missing } = await tracesIn(input, store, scope);
      return {
        Traces: traces.map((segments) => ({
          Id: segments[0]?.facts.traceId ?? '',
          Duration: traceOf(segments.map(({ facts }) => facts)).duration,
          LimitExceeded: false,
          Segments: segments.map(({ facts, document }) => ({ Id: facts.id, Document: document })),
        })),
        UnprocessedTraceIds: missing,
      };
    },

    async '/ServiceGraph'(input, { scope }) {
      const { from, until } = rangeIn(input);
      const traces: (readonly StoredSegment['facts'][])[] = [];
      for (const id of store.tracesBetween(scope, from, until)) traces.push(await factsOf(store, scope, id));
      return {
        ...{ StartTime: from, EndTime: until, ContainsOldGroupVersions: false },
        Services: serviceGraph(traces, scope.account),
      };
    },

    async '/TraceGraph'(input, { scope }) {
      const { traces } = await tracesIn(input, store, scope);
      const facts = traces.map((segments) => segments.map((one) => one.facts));
      return { Services: serviceGraph(facts, scope.account) };
    },
  };
}

async function factsOf(store: TraceStore, scope: Scope, id: string) {
  return (await store.trace(scope, id)).map(({ facts }) => facts);
}

async function tracesIn(input: JsonObject, store: TraceStore, scope: Scope) {
  const ids = textsIn(input, 'TraceIds') ?? [];
  if (ids.length === 0 || ids.length > TRACES_A_CALL)
    throw invalid(`TraceIds must be 1 to ${TRACES_A_CALL} ids.`);
  const traces: StoredSegment[][] = [];
  for (const id of ids) {
    const segments = await store.trace(scope, id);
    if (segments.length > 0) traces.push(segments);
  }
  const found = new Set(traces.map((segments) => segments[0]?.facts.traceId));
  return { traces, missing: ids.filter((id) => !found.has(id)) };
}

/** In seconds. */
function rangeIn(input: JsonObject): { readonly from: number; readonly until: number } {
  if (textIn(input, 'GroupName') !== undefined || textIn(input, 'GroupARN') !== undefined)
    throw new ServiceRefusal('NotImplemented', 'The local X-Ray does not have groups.', 501);
  const from = secondsOf(member(input, 'StartTime'));
  const until = secondsOf(member(input, 'EndTime'));
  if (from === undefined || until === undefined) throw invalid('StartTime and EndTime must be there.');
  if (until < from) throw invalid('EndTime must not be before StartTime.');
  if (until - from > RANGE_SECONDS_MAX) throw invalid('Time range is longer than six hours.');
  return { from, until };
}

function secondsOf(value: Json | undefined): number | undefined {
  if (isNumber(value)) return toNumber(value);
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at / 1000;
}

function startIn(input: JsonObject): number {
  const token = textIn(input, 'NextToken') ?? '0';
  if (/^\d{1,9}$/.test(token)) return Number(token);
  throw invalid('NextToken is invalid.');
}

function invalid(message: string): ServiceRefusal {
  return new ServiceRefusal('InvalidRequestException', message);
}
