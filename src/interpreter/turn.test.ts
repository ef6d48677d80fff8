import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IDENTITY, SmallWorld } from '../../test/interpreter/small-world.ts';
import { compile } from '../asl/compile.ts';
import { createExecution } from './execution.ts';
import { Turn } from './turn.ts';

const MS = 10;

describe('A turn', () => {
  test('with nothing to commit goes on', () => assert.equal(isSpent({ records: 0, ms: 1000 }), false));
  test('is over after its time', () => {
    assert.equal(isSpent({ records: 8, ms: MS - 1 }), false);
    assert.equal(isSpent({ records: 8, ms: MS }), true);
  });
  test('that has done little has four times as long', () => {
    assert.equal(isSpent({ records: 7, ms: 4 * MS - 1 }), false);
    assert.equal(isSpent({ records: 1, ms: 4 * MS }), true);
  });
  test('is over when it has enough records, at whatever time', () =>
    assert.equal(isSpent({ records: 20, ms: 0 }), true));
});

function isSpent({ records, ms }: { readonly records: number; readonly ms: number }): boolean {
  const definition = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
  const execution = createExecution(compile(definition), IDENTITY);
  const world = new SmallWorld({ definition, input: '{}', seed: 1, crashes: false });
  let elapsedMs = 0;
  const env = { ...world.env(execution), msPerTurn: MS, recordsPerTurn: 20, elapsedMs: () => elapsedMs };
  const turn = new Turn(execution, env);
  for (let index = 0; index < records; index++) turn.records.push({ type: 'ExecutionTimedOut' });
  elapsedMs = ms;
  return turn.isSpent;
}
