import { present } from '../base/assert.ts';
import { CHILD_ENDS, type MapRunLimits, type PrivateRecord } from './record.ts';
import {
  type Layouts,
  readFailure,
  readJson,
  readMaybe,
  writeFailure,
  writeJson,
  writeMaybe,
} from './record-layout.ts';

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
  ChildOf: {
    code: 58,
    write: (sink, record) => {
      sink.text(record.mapRun);
      sink.uint(record.map);
      sink.uint(record.items);
    },
    read: (source) => ({
      type: 'ChildOf',
      mapRun: present(source.text(), 'map run'),
      map: source.uint(),
      items: source.uint(),
    }),
  },
  ChildStarted: {
    code: 54,
    write: (sink, record) => {
      sink.uint(record.run);
      sink.uint(record.items);
      writeMaybe(sink, record.input);
    },
    read: (source) => ({
      type: 'ChildStarted',
      run: source.uint(),
      items: source.uint(),
      input: readMaybe(source),
    }),
  },
  ChildEnded: {
    code: 55,
    write: (sink, record) => {
      sink.uint(record.run);
      sink.uint(record.index);
      sink.uint(CHILD_ENDS.indexOf(record.end));
      writeMaybe(sink, record.result);
      sink.uint(record.resultBytes);
    },
    read: (source) => ({
      type: 'ChildEnded',
      run: source.uint(),
      index: source.uint(),
      end: present(CHILD_ENDS[source.uint()], 'end of a child'),
      result: readMaybe(source),
      resultBytes: source.uint(),
    }),
  },
  ChildRedriven: {
    code: 63,
    write: (sink, record) => {
      sink.uint(record.run);
      sink.uint(record.index);
    },
    read: (source) => ({ type: 'ChildRedriven', run: source.uint(), index: source.uint() }),
  },
  MapRunFailing: {
    code: 56,
    write: (sink, record) => {
      sink.uint(record.run);
      writeFailure(sink, record);
      sink.uint(record.isFinal ? 1 : 0);
    },
    read: (source) => ({
      type: 'MapRunFailing',
      run: source.uint(),
      ...readFailure(source),
      isFinal: source.uint() === 1,
    }),
  },
  MapRunLimitsChanged: {
    code: 57,
    write: (sink, record) => {
      sink.uint(record.run);
      writeJson(sink, record.limits);
    },
    read: (source) => ({
      type: 'MapRunLimitsChanged',
      run: source.uint(),
      limits: present(readJson<MapRunLimits>(source), 'limits'),
    }),
  },
};
