import type { Segment, Subsegment } from './segment.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue: string };
}

const KIND = { internal: 1, server: 2, client: 3 };
const STATUS = { ok: 1, error: 2 };

/** The body of an export over OTLP/HTTP in JSON: one resource for each service that segments are of. */
export function otlpOf(segments: readonly Segment[]): object {
  return {
    resourceSpans: segments.map((segment) => ({
      resource: { attributes: [attribute('service.name', segment.name)] },
      scopeSpans: [{ scope: { name: 'stepwell' }, spans: spansOf(segment) }],
    })),
  };
}

function spansOf(segment: Segment): Span[] {
  // `1-6960d120-0123…` is the same 16 bytes as W3C's trace id.
  const traceId = segment.trace_id.replace(/^1-|-/g, '');
  const spans: Span[] = [];
  const add = (one: Segment | Subsegment, parent: string | undefined): void => {
    spans.push(spanOf(one, traceId, parent));
    for (const inner of one.subsegments ?? []) add(inner, one.id);
  };
  add(segment, segment.parent_id);
  return spans;
}

function spanOf(one: Segment | Subsegment, traceId: string, parent: string | undefined): Span {
  const hasFailed = one.fault === true || one.error === true;
  const message = one.cause?.exceptions[0]?.type;
  const kind = 'trace_id' in one ? KIND.server : one.namespace === undefined ? KIND.internal : KIND.client;
  return {
    ...{ traceId, spanId: one.id, name: one.name, kind },
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    ...{ startTimeUnixNano: nanos(one.start_time), endTimeUnixNano: nanos(one.end_time) },
    status: {
      code: hasFailed ? STATUS.error : STATUS.ok,
      ...(message === undefined ? {} : { message }),
    },
    attributes: Object.entries(one.aws ?? {}).map(([key, value]) => attribute(`aws.${key}`, String(value))),
  };
}

/** Moments are whole milliseconds; as a number they would have lost their end. */
function nanos(seconds: number): string {
  return `${Math.round(seconds * 1000)}000000`;
}

function attribute(key: string, stringValue: string): Attribute {
  return { key, value: { stringValue } };
}
