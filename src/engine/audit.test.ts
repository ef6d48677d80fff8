import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Payload } from '../base/payload.ts';
import type { Chunk } from '../interpreter/journal.ts';
import type { Record } from '../interpreter/record.ts';
import { wrongInJournal } from './audit.ts';

describe('The audit of a journal', () => {
  test('finds nothing wrong with one that begins, ends and is numbered without a gap', () => {
    finds([[STARTED], [entered(1)], [exited(2), SUCCEEDED]], []);
  });

  test('finds events that are missing', () => {
    assert.deepEqual(wrongInJournal([chunk(1, [STARTED]), chunk(3, [entered(2)])]), [
      'has an event 3 where 2 should stand',
    ]);
  });

  test('finds an event that follows itself or a later one', () => {
    finds([[STARTED, entered(2)]], ['has an event 2 that follows 2']);
  });

  test('finds what comes after the end', () => {
    finds(
      [[STARTED, SUCCEEDED], [entered(1)]],
      ['goes on with StateEntered (event 3) after ExecutionSucceeded'],
    );
  });

  test('finds a second end', () => {
    finds(
      [[STARTED, SUCCEEDED, SUCCEEDED]],
      ['goes on with ExecutionSucceeded (event 3) after ExecutionSucceeded'],
    );
  });

  test('lets a redrive follow an end', () => {
    finds(
      [
        [STARTED, FAILED],
        [REDRIVEN, SUCCEEDED],
      ],
      [],
    );
  });

  test('finds a journal that does not begin', () => {
    finds([], ['begins with nothing']);
    finds([[entered(0)]], ['begins with StateEntered']);
  });

  test('finds a turn that was earlier than the one before', () => {
    assert.deepEqual(wrongInJournal([chunk(1, [STARTED], 2), chunk(2, [entered(1)], 1)]), [
      'goes back in time at event 2',
    ]);
  });
});

const STARTED: Record = { type: 'ExecutionStarted', input: Payload.fromText('{}') };
const SUCCEEDED: Record = { type: 'ExecutionSucceeded', previous: 1, output: Payload.fromText('{}') };
const FAILED: Record = { type: 'ExecutionFailed', previous: 1, error: undefined, cause: undefined };
const REDRIVEN: Record = { type: 'ExecutionRedriven', previous: 2, redriveCount: 1, clientToken: 't' };

function entered(previous: number): Record {
  return { type: 'StateEntered', frame: 0, previous, state: 0, input: Payload.fromText('{}') };
}

function exited(previous: number): Record {
  const output = Payload.fromText('{}');
  return { type: 'StateExited', frame: 0, previous, state: 0, output, next: -1, assigned: undefined };
}

function chunk(firstEventId: number, records: readonly Record[], at = 1): Chunk {
  return { at, firstEventId, records };
}

/** Chunks numbered as they must be. */
function finds(turns: readonly (readonly Record[])[], wrong: readonly string[]): void {
  let next = 1;
  const chunks = turns.map((records) => {
    const made = chunk(next, records);
    next += records.length;
    return made;
  });
  assert.deepEqual(wrongInJournal(chunks), wrong);
}
