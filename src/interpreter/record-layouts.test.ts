import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Record } from './record.ts';
import { LAYOUTS, layoutOf } from './record-layouts.ts';

describe('Codes of records', () => {
  test('are for ever', () => {
    const codes = Object.keys(CODES).map((type) => [type, layoutOf(typeOf(type)).code]);
    assert.deepEqual(Object.fromEntries(codes), CODES);
  });

  test('are each known, and no other is', () => {
    const used = LAYOUTS.flatMap((layout, code) => (layout === undefined ? [] : [code]));
    assert.deepEqual(
      used,
      [...FORMER, ...Object.values(CODES)].sort((a, b) => a - b),
    );
  });

  test('are each of one record', () => {
    const codes = [...FORMER, ...Object.values(CODES)];
    assert.equal(new Set(codes).size, codes.length);
  });
});

/** ExecutionStarted before it told what started it, and before that could be another execution. */
const FORMER = [30, 35];

/** Written into every journal there is: add to it; a code that a record gives up moves to FORMER. */
const CODES: { readonly [Type in Record['type']]: number } = {
  ...{
    StateEntered: 1,
    StateExited: 2,
    StateAborted: 3,
    EvaluationFailed: 4,
    TaskScheduled: 5,
    TaskStarted: 6,
  },
  ...{ TaskSubmitted: 7, TaskSucceeded: 8, TaskFailed: 9, TaskTimedOut: 10 },
  ...{ ParallelStarted: 11, ParallelSucceeded: 12, ParallelFailed: 13 },
  ...{ MapStarted: 14, MapSucceeded: 15, MapFailed: 16, MapIterationStarted: 17, MapIterationSucceeded: 18 },
  ...{ MapIterationFailed: 19, MapIterationAborted: 20 },
  ...{ ExecutionStarted: 36, ExecutionSucceeded: 31, ExecutionFailed: 32, ExecutionAborted: 33 },
  ...{ ExecutionTimedOut: 34, ExecutionRedriven: 37 },
  ...{ WaitScheduled: 40, RetryScheduled: 41, ChildrenFailed: 42, HeartbeatReceived: 43 },
  ...{ SuccessHeld: 44, FailureHeld: 45, JobReleased: 46 },
  ...{ MapRunStarted: 21, MapRunSucceeded: 22, MapRunFailed: 23, MapRunAborted: 24 },
  ...{ ChildStarted: 54, ChildEnded: 55, MapRunFailing: 56, MapRunLimitsChanged: 57, ChildOf: 58 },
  ...{ MapRunRedriven: 25, ChildRedriven: 63 },
};

function typeOf(name: string): Record['type'] {
  // `Object.keys` forgets the key type; these are the keys of CODES.
  return name as Record['type'];
}
