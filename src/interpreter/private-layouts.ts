import type { PrivateRecord } from './record.ts';
import { type Layouts, readFailure, writeFailure } from './record-layout.ts';

/** How the records lie in a chunk that have no event of their own. Codes are for ever: see `record-layouts.ts`. */
export const PRIVATE_LAYOUTS: Layouts<PrivateRecord> = {
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
  JobReleased: {
    code: 46,
    write: (sink, record) => {
      sink.uint(record.frame);
    },
    read: (source) => ({ type: 'JobReleased', frame: source.uint() }),
  },
};
