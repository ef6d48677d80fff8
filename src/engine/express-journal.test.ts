import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { compile } from '../asl/compile.ts';
import { Payload } from '../base/payload.ts';
import { evolve } from '../interpreter/evolve.ts';
import { createExecution } from '../interpreter/execution.ts';
import type { Record } from '../interpreter/record.ts';
import { ExpressJournal, JournalSpace } from './express-journal.ts';

const PROGRAM = compile('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');
const MB = 1024 * 1024;

describe('The journal of an Express execution', () => {
  test('gives the execution back as it was', () => {
    const { journal, execution } = kept('{"a":1.0}');
    evolve(execution, { type: 'ExecutionTimedOut' }, 2000);
    const restored = journal.restored(execution);
    assert.deepEqual(
      [restored.status, restored.input.text, restored.startedAt],
      ['RUNNING', '{"a":1.0}', 1000],
    );
  });

  test('is dropped when it is too large', () => {
    const { journal, space } = kept(JSON.stringify('x'.repeat(4 * MB)));
    assert.deepEqual([journal.chunks, space.bytes], [undefined, 0]);
  });

  test('is dropped when all of them are too large', () => {
    const space = new JournalSpace();
    space.bytes = 128 * MB;
    assert.equal(kept('{}', space).journal.chunks, undefined);
    assert.equal(space.bytes, 128 * MB);
  });

  test('gives its space back', () => {
    const { journal, space } = kept('{}');
    assert.ok(space.bytes > 0);
    journal.drop();
    journal.drop();
    assert.equal(space.bytes, 0);
  });

  test('keeps nothing of a turn in which nothing happened', () => {
    const journal = new ExpressJournal(new JournalSpace());
    journal.keep(createExecution(PROGRAM, IDENTITY), []);
    assert.deepEqual(journal.chunks, []);
  });
});

function kept(input: string, space = new JournalSpace()) {
  const execution = createExecution(PROGRAM, IDENTITY);
  const journal = new ExpressJournal(space);
  const record: Record = { type: 'ExecutionStarted', input: Payload.fromText(input) };
  evolve(execution, record, 1000);
  journal.keep(execution, [record]);
  return { journal, execution, space };
}
