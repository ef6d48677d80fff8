import fc from 'fast-check';
import { type Json, parseOwnJson } from '../../src/base/json.ts';
import { Payload } from '../../src/base/payload.ts';
import { CHILD_ENDS, type Record } from '../../src/interpreter/record.ts';

const number = fc.oneof(fc.nat(300), fc.nat(2 ** 31 - 1));
const moment = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const text = fc.string({ unit: 'binary' });
const payload = fc
  .oneof(fc.json(), fc.constant('"\udc00"'), fc.constant('1e400'))
  .map((json) => Payload.fromText(json));
const place = { frame: number, previous: fc.nat(1000), state: number };
const failure = { error: maybe(text), cause: maybe(text) };
const anyParent = fc.record(
  {
    execution: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 }),
    event: number,
    item: number,
    isWaiting: fc.boolean(),
  },
  { requiredKeys: ['execution', 'event', 'isWaiting'], noNullPrototype: true },
);
const limits = fc.record(
  {
    maxConcurrency: number,
    toleratedFailureCount: number,
    toleratedFailurePercentage: fc.constantFrom(0, 0.5, 33.3, 100),
  },
  { requiredKeys: ['maxConcurrency'], noNullPrototype: true },
);
const batching = fc.record(
  { itemsMax: number, bytesMax: number, input: payload },
  { requiredKeys: [], noNullPrototype: true },
);
const variables = fc
  .dictionary(text, fc.jsonValue())
  .map((value): { [name: string]: Json } => parseObject(value));

function parseObject(value: unknown): { [name: string]: Json } {
  // What is printed from an object is read as one, its numbers as an execution has them.
  return parseOwnJson(JSON.stringify(value)) as { [name: string]: Json };
}

/** Every record there is. */
export const anyRecord: fc.Arbitrary<Record> = fc.oneof(
  of('StateEntered', { ...place, input: payload }),
  of('StateExited', {
    ...place,
    output: payload,
    assigned: maybe(variables),
    next: fc.integer({ min: -1, max: 99 }),
  }),
  of('EvaluationFailed', { ...place, ...failure, location: maybe(text) }),
  of('TaskScheduled', {
    ...{ ...place, parameters: payload, roleArn: maybe(text) },
    ...{ timeoutSeconds: maybe(number), heartbeatSeconds: maybe(number) },
  }),
  of('TaskStarted', { ...place, workerName: maybe(text) }),
  ...(['TaskSubmitted', 'TaskSucceeded'] as const).map((type) => of(type, { ...place, output: payload })),
  of('TaskFailed', { ...place, ...failure }),
  of('TaskTimedOut', { ...place, ...failure, isHeartbeat: fc.boolean() }),
  of('ParallelStarted', { ...place, input: payload }),
  ...(['StateAborted', 'ParallelSucceeded', 'ParallelFailed', 'MapSucceeded', 'MapFailed'] as const).map(
    (type) => of(type, place),
  ),
  of('MapStarted', { ...place, items: payload, keys: maybe(fc.array(text)), maxConcurrency: number }),
  of('MapIterationStarted', { ...place, index: number, input: payload }),
  ...(['MapIterationSucceeded', 'MapIterationFailed', 'MapIterationAborted'] as const).map((type) =>
    of(type, { ...place, index: number }),
  ),
  of('ExecutionStarted', { input: payload }),
  of('ExecutionStarted', {
    input: payload,
    origin: fc
      .record(
        { machineVersion: number, machineAlias: text, traceHeader: text, parent: anyParent },
        { requiredKeys: [], noNullPrototype: true },
      )
      .filter((origin) => Object.keys(origin).length > 0),
  }),
  of('ExecutionSucceeded', { previous: fc.nat(1000), output: payload }),
  of('ExecutionFailed', { previous: fc.nat(1000), ...failure }),
  of('ExecutionAborted', failure),
  of('ExecutionTimedOut', {}),
  of('ExecutionRedriven', { previous: fc.nat(1000), redriveCount: number, clientToken: text }),
  of('WaitScheduled', { frame: number, until: moment }),
  of('RetryScheduled', { frame: number, previous: fc.nat(1000), retrier: number, until: moment }),
  of('ChildrenFailed', { frame: number, previous: fc.nat(1000) }),
  of('HeartbeatReceived', { frame: number, at: moment }),
  of('SuccessHeld', { frame: number, output: payload }),
  of('FailureHeld', { frame: number, ...failure }),
  of('JobReleased', { frame: number }),
  of('MapRunStarted', { ...place, uuid: text, limits, batching: maybe(batching) }),
  ...(['MapRunSucceeded', 'MapRunAborted'] as const).map((type) => of(type, place)),
  of('MapRunFailed', { ...place, ...failure }),
  of('ChildOf', { mapRun: text, map: number, items: number }),
  of('ChildStarted', { run: number, items: number, input: maybe(payload) }),
  of('ChildEnded', {
    ...{ run: number, index: number, end: fc.constantFrom(...CHILD_ENDS) },
    ...{ result: maybe(payload), resultBytes: number },
  }),
  of('MapRunFailing', { run: number, ...failure, isFinal: fc.boolean() }),
  of('MapRunLimitsChanged', { run: number, limits }),
  of('MapRunRedriven', { ...place, run: number, uuid: text, redriveCount: number }),
  of('ChildRedriven', { run: number, index: number }),
);

function of<Type extends Record['type']>(type: Type, fields: object): fc.Arbitrary<Record> {
  // Each row above has the fields of its record; the tests of the journal fail when one is missing.
  return fc.record({ type: fc.constant(type), ...fields }) as unknown as fc.Arbitrary<Record>;
}
