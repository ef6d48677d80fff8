import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  attemptsIn,
  calledIn,
  type Event,
  earlyTimersIn,
  eventsOf,
  gapsIn,
  redrivesIn,
  rewritesIn,
  type Span,
  unexplainedIn,
} from './history.ts';

describe('an audited history', () => {
  test('of a wait is fine', () => finds([], gapsIn(WAIT)));
  test('with a gap is found out', () => finds([/event 4 stands at 3/, /5 stands at 4/], gapsIn(without(3))));
  test('that begins in the middle is found out', () => {
    finds(
      [/ stands at 1/, / stands at 2/, / stands at 3/, / stands at 4/, /no ExecutionStarted/],
      gapsIn(without(1)),
    );
  });
  test('with a link forwards is found out', () =>
    finds([/event 2 follows 2/], gapsIn(changed(2, { previous: 2 }))));
  test('with a loose event is found out', () => {
    finds([/event 3 \(WaitStateExited\) follows nothing/], gapsIn(changed(3, { previous: 0 })));
  });
  test('that goes on after its end is found out', () => {
    finds([/event 3 \(ExecutionFailed\) is not the last/], gapsIn(changed(3, { type: 'ExecutionFailed' })));
  });
  test('that goes back in time is found out', () =>
    finds([/event 3 is earlier/], gapsIn(changed(3, { at: 0 }))));
});

describe('a history read twice', () => {
  test('may have grown', () => finds([], rewritesIn(WAIT, texts(WAIT.slice(0, 2)))));
  test('that has changed is found out', () => {
    finds([/event 3 was/], rewritesIn(changed(3, { text: 'x' }), texts(WAIT)));
  });
  test('that has shrunk is found out', () =>
    finds([/event 5 was/], rewritesIn(WAIT.slice(0, 4), texts(WAIT))));
});

describe('a timer', () => {
  test('on time is fine', () => finds([], earlyTimersIn(WAIT, { afterMs: 1000 }, 1000)));
  test('that is early is found out', () =>
    finds([/1 ms early/], earlyTimersIn(WAIT, { afterMs: 1001 }, 1000)));
  test('that is early for its moment is found out', () => {
    finds([/1 ms early/], earlyTimersIn(WAIT, { at: 2001 }, 1000));
  });
  test('of a retry that is early is found out', () =>
    finds([/retry began 1 ms early/], earlyTimersIn(RETRIED, undefined, 1000)));
});

describe('An attempt with an unknown outcome', () => {
  test('is explained by the death of its process', () => finds([], unexplainedIn(RETRIED, [killed(1500)])));
  test('is explained by a kill that had begun when it was sent', () =>
    finds([], unexplainedIn(RETRIED, [{ from: 900, until: 1100 }])));
  test('is not by one before', () => finds([/was not killed/], unexplainedIn(RETRIED, [killed(999)])));
  test('is not by one afterwards', () => finds([/was not killed/], unexplainedIn(RETRIED, [killed(2001)])));
});

describe('An execution that was redriven', () => {
  test('goes on after its end', () => finds([], gapsIn(REDRIVEN)));
  test('says so', () => assert.equal(redrivesIn(REDRIVEN), 1));
});

test('results name the calls that have made them', () => {
  const id = '43f23179-377e-4573-8203-920f6bdf3956';
  const [event] = RETRIED.slice(-1);
  assert.ok(event !== undefined);
  assert.deepEqual(calledIn([{ ...event, text: JSON.stringify({ output: `{"called":"${id}"}` }) }]), [id]);
});

test('attempts are counted by what became of them', () => {
  assert.deepEqual(attemptsIn(RETRIED), { sent: 2, answered: 1, unknown: 1 });
});

test('an event is read from the answer', () => {
  const event = {
    id: 1,
    previousEventId: 0,
    timestamp: 1.002,
    type: 'T',
    taskFailedEventDetails: { error: 'E' },
  };
  const read = { id: 1, previous: 0, at: 1002, type: 'T', error: 'E', text: JSON.stringify(event) };
  assert.deepEqual(eventsOf({ events: [event] }), [read]);
});

const WAIT = history([
  ['ExecutionStarted', 1000],
  ['WaitStateEntered', 1000],
  ['WaitStateExited', 2000],
  ['PassStateEntered', 2000],
  ['ExecutionSucceeded', 2000],
]);

function killed(at: number): Span {
  return { from: at, until: at };
}

const RETRIED = history([
  ['LambdaFunctionStarted', 1000],
  ['LambdaFunctionFailed', 2000, 'Lambda.SdkClientException'],
  ['LambdaFunctionScheduled', 2999],
  ['LambdaFunctionStarted', 3000],
  ['LambdaFunctionSucceeded', 3000],
]);

const REDRIVEN = history([
  ['ExecutionStarted', 1000],
  ['ExecutionFailed', 2000],
  ['ExecutionRedriven', 3000],
  ['ExecutionSucceeded', 4000],
]);

function history(rows: readonly (readonly [type: string, at: number, error?: string])[]): Event[] {
  return rows.map(([type, at, error], index) => {
    const text = `${index} ${type}`;
    return { id: index + 1, previous: index, type, at, error, text };
  });
}

function without(id: number): Event[] {
  return WAIT.filter((event) => event.id !== id);
}

function changed(id: number, change: Partial<Event>): Event[] {
  return WAIT.map((event) => (event.id === id ? { ...event, ...change } : event));
}

function texts(events: readonly Event[]): string[] {
  return events.map(({ text }) => text);
}

function finds(wanted: readonly RegExp[], found: readonly string[]): void {
  assert.equal(found.length, wanted.length, found.join('\n'));
  for (const [index, pattern] of wanted.entries()) assert.match(found[index] ?? '', pattern);
}
