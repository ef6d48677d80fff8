import { type JsonObject, parseOwnJson } from '../base/json.ts';
import type { Payload } from '../base/payload.ts';
import type { EventId, FrameId, Origin, Record } from './record.ts';

/** The half of ChunkEncoder that layouts use. */
interface Sink {
  uint(value: number): void;
  event(id: EventId): void;
  optional(value: number | undefined): void;
  text(value: string | undefined): void;
  payload(payload: Payload): void;
}

/** The half of ChunkDecoder that layouts use. */
interface Source {
  uint(): number;
  event(): EventId;
  optional(): number | undefined;
  text(): string | undefined;
  payload(): Payload;
}

type Type = Record['type'];
type Of<Name extends Type> = Extract<Record, { type: Name }>;
interface Layout {
  readonly code: number;
  write(sink: Sink, record: Record): void;
  read(source: Source): Record;
}

interface InState {
  readonly frame: FrameId;
  readonly previous: EventId;
  readonly state: number;
}

function writePlace(sink: Sink, record: InState): void {
  sink.uint(record.frame);
  sink.event(record.previous);
  sink.uint(record.state);
}

function readPlace(source: Source): InState {
  return { frame: source.uint(), previous: source.event(), state: source.uint() };
}

function writeFailure(sink: Sink, record: { error: string | undefined; cause: string | undefined }): void {
  sink.text(record.error);
  sink.text(record.cause);
}

function readFailure(source: Source): { error: string | undefined; cause: string | undefined } {
  return { error: source.text(), cause: source.text() };
}

function readOrigin(source: Source): { origin?: Origin } {
  const machineVersion = source.optional();
  const machineAlias = source.text();
  const traceHeader = source.text();
  if (machineVersion === undefined && machineAlias === undefined && traceHeader === undefined) return {};
  return {
    origin: {
      ...(machineVersion === undefined ? {} : { machineVersion }),
      ...(machineAlias === undefined ? {} : { machineAlias }),
      ...(traceHeader === undefined ? {} : { traceHeader }),
    },
  };
}

const writeJson = (sink: Sink, value: unknown) =>
  sink.text(value === undefined ? undefined : JSON.stringify(value));

function readJson<Value>(source: Source): Value | undefined {
  const text = source.text();
  // Our own text, written by `writeJson` from a value of this type.
  return text === undefined ? undefined : (parseOwnJson(text) as Value);
}

/**
 * How each record lies in a chunk. Codes are for ever: a journal written today is read by every later version,
 * so that a record which changes its fields takes a new code and the old one stays here to be read.
 */
const TABLE: {
  readonly [Name in Type]: {
    code: number;
    write(sink: Sink, record: Of<Name>): void;
    read(source: Source): Of<Name>;
  };
} = {
  StateEntered: {
    code: 1,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.payload(record.input);
    },
    read: (source) => ({
      type: 'StateEntered',
      ...readPlace(source),
      input: source.payload(),
    }),
  },
  StateExited: {
    code: 2,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.payload(record.output);
      writeJson(sink, record.assigned);
      sink.uint(record.next + 1);
    },
    read: (source) => ({
      type: 'StateExited',
      ...readPlace(source),
      output: source.payload(),
      assigned: readJson<JsonObject>(source),
      next: source.uint() - 1,
    }),
  },
  StateAborted: {
    code: 3,
    write: (sink, record) => {
      writePlace(sink, record);
    },
    read: (source) => ({
      type: 'StateAborted',
      ...readPlace(source),
    }),
  },
  EvaluationFailed: {
    code: 4,
    write: (sink, record) => {
      writePlace(sink, record);
      writeFailure(sink, record);
      sink.text(record.location);
    },
    read: (source) => ({
      type: 'EvaluationFailed',
      ...readPlace(source),
      ...readFailure(source),
      location: source.text(),
    }),
  },
  TaskScheduled: {
    code: 5,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.payload(record.parameters);
      sink.optional(record.timeoutSeconds);
      sink.optional(record.heartbeatSeconds);
      sink.text(record.roleArn);
    },
    read: (source) => ({
      type: 'TaskScheduled',
      ...readPlace(source),
      parameters: source.payload(),
      timeoutSeconds: source.optional(),
      heartbeatSeconds: source.optional(),
      roleArn: source.text(),
    }),
  },
  TaskStarted: {
    code: 6,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.text(record.workerName);
    },
    read: (source) => ({
      type: 'TaskStarted',
      ...readPlace(source),
      workerName: source.text(),
    }),
  },
  TaskSubmitted: {
    code: 7,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.payload(record.output);
    },
    read: (source) => ({
      type: 'TaskSubmitted',
      ...readPlace(source),
      output: source.payload(),
    }),
  },
  TaskSucceeded: {
    code: 8,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.payload(record.output);
    },
    read: (source) => ({
      type: 'TaskSucceeded',
      ...readPlace(source),
      output: source.payload(),
    }),
  },
  TaskFailed: {
    code: 9,
    write: (sink, record) => {
      writePlace(sink, record);
      writeFailure(sink, record);
    },
    read: (source) => ({
      type: 'TaskFailed',
      ...readPlace(source),
      ...readFailure(source),
    }),
  },
  TaskTimedOut: {
    code: 10,
    write: (sink, record) => {
      writePlace(sink, record);
      writeFailure(sink, record);
      sink.uint(record.isHeartbeat ? 1 : 0);
    },
    read: (source) => ({
      type: 'TaskTimedOut',
      ...readPlace(source),
      ...readFailure(source),
      isHeartbeat: source.uint() === 1,
    }),
  },
  ParallelStarted: {
    code: 11,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.payload(record.input);
    },
    read: (source) => ({
      type: 'ParallelStarted',
      ...readPlace(source),
      input: source.payload(),
    }),
  },
  ParallelSucceeded: {
    code: 12,
    write: (sink, record) => {
      writePlace(sink, record);
    },
    read: (source) => ({
      type: 'ParallelSucceeded',
      ...readPlace(source),
    }),
  },
  ParallelFailed: {
    code: 13,
    write: (sink, record) => {
      writePlace(sink, record);
    },
    read: (source) => ({
      type: 'ParallelFailed',
      ...readPlace(source),
    }),
  },
  MapStarted: {
    code: 14,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.payload(record.items);
      writeJson(sink, record.keys);
      sink.uint(record.maxConcurrency);
    },
    read: (source) => ({
      type: 'MapStarted',
      ...readPlace(source),
      items: source.payload(),
      keys: readJson<string[]>(source),
      maxConcurrency: source.uint(),
    }),
  },
  MapSucceeded: {
    code: 15,
    write: (sink, record) => {
      writePlace(sink, record);
    },
    read: (source) => ({
      type: 'MapSucceeded',
      ...readPlace(source),
    }),
  },
  MapFailed: {
    code: 16,
    write: (sink, record) => {
      writePlace(sink, record);
    },
    read: (source) => ({
      type: 'MapFailed',
      ...readPlace(source),
    }),
  },
  MapIterationStarted: {
    code: 17,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.uint(record.index);
      sink.payload(record.input);
    },
    read: (source) => ({
      type: 'MapIterationStarted',
      ...readPlace(source),
      index: source.uint(),
      input: source.payload(),
    }),
  },
  MapIterationSucceeded: {
    code: 18,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.uint(record.index);
    },
    read: (source) => ({
      type: 'MapIterationSucceeded',
      ...readPlace(source),
      index: source.uint(),
    }),
  },
  MapIterationFailed: {
    code: 19,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.uint(record.index);
    },
    read: (source) => ({
      type: 'MapIterationFailed',
      ...readPlace(source),
      index: source.uint(),
    }),
  },
  MapIterationAborted: {
    code: 20,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.uint(record.index);
    },
    read: (source) => ({
      type: 'MapIterationAborted',
      ...readPlace(source),
      index: source.uint(),
    }),
  },
  ExecutionStarted: {
    code: 35,
    write: (sink, record) => {
      sink.payload(record.input);
      sink.optional(record.origin?.machineVersion);
      sink.text(record.origin?.machineAlias);
      sink.text(record.origin?.traceHeader);
    },
    read: (source) => ({
      type: 'ExecutionStarted',
      input: source.payload(),
      ...readOrigin(source),
    }),
  },
  ExecutionSucceeded: {
    code: 31,
    write: (sink, record) => {
      sink.event(record.previous);
      sink.payload(record.output);
    },
    read: (source) => ({
      type: 'ExecutionSucceeded',
      previous: source.event(),
      output: source.payload(),
    }),
  },
  ExecutionFailed: {
    code: 32,
    write: (sink, record) => {
      sink.event(record.previous);
      writeFailure(sink, record);
    },
    read: (source) => ({
      type: 'ExecutionFailed',
      previous: source.event(),
      ...readFailure(source),
    }),
  },
  ExecutionAborted: {
    code: 33,
    write: (sink, record) => {
      writeFailure(sink, record);
    },
    read: (source) => ({
      type: 'ExecutionAborted',
      ...readFailure(source),
    }),
  },
  ExecutionTimedOut: { code: 34, write: () => {}, read: () => ({ type: 'ExecutionTimedOut' }) },
  WaitScheduled: {
    code: 40,
    write: (sink, record) => {
      sink.uint(record.frame);
      sink.uint(record.until);
    },
    read: (source) => ({
      type: 'WaitScheduled',
      frame: source.uint(),
      until: source.uint(),
    }),
  },
  RetryScheduled: {
    code: 41,
    write: (sink, record) => {
      sink.uint(record.frame);
      sink.event(record.previous);
      sink.uint(record.retrier);
      sink.uint(record.until);
    },
    read: (source) => ({
      type: 'RetryScheduled',
      frame: source.uint(),
      previous: source.event(),
      retrier: source.uint(),
      until: source.uint(),
    }),
  },
  ChildrenFailed: {
    code: 42,
    write: (sink, record) => {
      sink.uint(record.frame);
      sink.event(record.previous);
    },
    read: (source) => ({
      type: 'ChildrenFailed',
      frame: source.uint(),
      previous: source.event(),
    }),
  },
  HeartbeatReceived: {
    code: 43,
    write: (sink, record) => {
      sink.uint(record.frame);
      sink.uint(record.at);
    },
    read: (source) => ({
      type: 'HeartbeatReceived',
      frame: source.uint(),
      at: source.uint(),
    }),
  },
  SuccessHeld: {
    code: 44,
    write: (sink, record) => {
      sink.uint(record.frame);
      sink.payload(record.output);
    },
    read: (source) => ({
      type: 'SuccessHeld',
      frame: source.uint(),
      output: source.payload(),
    }),
  },
  FailureHeld: {
    code: 45,
    write: (sink, record) => {
      sink.uint(record.frame);
      writeFailure(sink, record);
    },
    read: (source) => ({
      type: 'FailureHeld',
      frame: source.uint(),
      ...readFailure(source),
    }),
  },
};

/** How records lay that now have another code: read for ever, never written again. */
const FORMER: { readonly [code: number]: (source: Source) => Record } = {
  30: (source) => ({ type: 'ExecutionStarted', input: source.payload() }),
};

/** The layout of a record to be written. */
export function layoutOf(type: Type): Layout {
  // Each entry takes its own record type; the caller passes the record that `type` came from.
  return TABLE[type] as Layout;
}

/** The layouts by their code, for reading. */
export const LAYOUTS: readonly (Pick<Layout, 'read'> | undefined)[] = byCode();

function byCode(): (Pick<Layout, 'read'> | undefined)[] {
  const layouts: (Pick<Layout, 'read'> | undefined)[] = [];
  for (const [code, read] of Object.entries(FORMER)) layouts[Number(code)] = { read };
  // `Object.keys` forgets the key type; these are the keys of TABLE.
  for (const type of Object.keys(TABLE) as Type[]) layouts[layoutOf(type).code] = layoutOf(type);
  return layouts;
}
