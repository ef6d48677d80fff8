import { present } from '../base/assert.ts';
import type { JsonObject } from '../base/json.ts';
import type { EventRecord, MapRunLimits } from './record.ts';
import {
  type Layouts,
  readBatching,
  readFailure,
  readJson,
  readOrigin,
  readPlace,
  writeBatching,
  writeFailure,
  writeJson,
  writeOrigin,
  writePlace,
} from './record-layout.ts';

/** How the records lie in a chunk that are AWS's history events. Codes are for ever: see `record-layouts.ts`. */
export const EVENT_LAYOUTS: Layouts<EventRecord> = {
  StateEntered: {
    code: 1,
    write: (sink, record) => {
      sink.place(record.frame, record.previous, record.state);
      sink.payload(record.input);
    },
    // Member by member, here and where states are left: they are most of a journal, and a spread takes as long as the rest.
    read: (source) => ({
      type: 'StateEntered',
      frame: source.uint(),
      previous: source.event(),
      state: source.uint(),
      input: source.payload(),
    }),
  },
  StateExited: {
    code: 2,
    write: (sink, record) => {
      sink.place(record.frame, record.previous, record.state);
      sink.payload(record.output);
      writeJson(sink, record.assigned);
      sink.uint(record.next + 1);
    },
    read: (source) => ({
      type: 'StateExited',
      frame: source.uint(),
      previous: source.event(),
      state: source.uint(),
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
  MapRunStarted: {
    code: 21,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.text(record.uuid);
      writeJson(sink, record.limits);
      writeBatching(sink, record.batching);
    },
    read: (source) => ({
      type: 'MapRunStarted',
      ...readPlace(source),
      uuid: present(source.text(), 'uuid'),
      limits: present(readJson<MapRunLimits>(source), 'limits'),
      batching: readBatching(source),
    }),
  },
  MapRunSucceeded: {
    code: 22,
    write: (sink, record) => {
      writePlace(sink, record);
    },
    read: (source) => ({
      type: 'MapRunSucceeded',
      ...readPlace(source),
    }),
  },
  MapRunFailed: {
    code: 23,
    write: (sink, record) => {
      writePlace(sink, record);
      writeFailure(sink, record);
    },
    read: (source) => ({
      type: 'MapRunFailed',
      ...readPlace(source),
      ...readFailure(source),
    }),
  },
  MapRunAborted: {
    code: 24,
    write: (sink, record) => {
      writePlace(sink, record);
    },
    read: (source) => ({
      type: 'MapRunAborted',
      ...readPlace(source),
    }),
  },
  MapRunRedriven: {
    code: 25,
    write: (sink, record) => {
      writePlace(sink, record);
      sink.uint(record.run);
      sink.text(record.uuid);
      sink.uint(record.redriveCount);
    },
    read: (source) => ({
      type: 'MapRunRedriven',
      ...readPlace(source),
      run: source.uint(),
      uuid: present(source.text(), 'uuid'),
      redriveCount: source.uint(),
    }),
  },
  MapIterationStarted: {
    code: 17,
    write: (sink, record) => {
      sink.place(record.frame, record.previous, record.state);
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
      sink.place(record.frame, record.previous, record.state);
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
    code: 36,
    write: (sink, record) => {
      sink.payload(record.input);
      writeOrigin(sink, record.origin);
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
  ExecutionRedriven: {
    code: 37,
    write: (sink, record) => {
      sink.event(record.previous);
      sink.uint(record.redriveCount);
      sink.text(record.clientToken);
    },
    read: (source) => ({
      type: 'ExecutionRedriven',
      previous: source.event(),
      redriveCount: source.uint(),
      clientToken: source.text() ?? '',
    }),
  },
};
