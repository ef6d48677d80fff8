import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { compile } from '../asl/compile.ts';
import { createExecution } from './execution.ts';
import { obligations } from './obligations.ts';

describe('An execution before its first record', () => {
  test('runs, has no event, and asks nothing of the world', () => {
    const execution = createExecution(compile(MACHINE), IDENTITY);
    assert.deepEqual([execution.status, execution.lastEventId, execution.input.text], ['RUNNING', 0, '{}']);
    assert.deepEqual(obligations(execution), {
      ...{ hasSteps: false, wakeAt: undefined, unsent: [], sent: [], pooled: [] },
      ...{ jobs: [], parent: undefined, children: 0 },
    });
  });

  test('shares nothing that changes with another', () => {
    const program = compile(MACHINE);
    const [one, other] = [createExecution(program, IDENTITY), createExecution(program, IDENTITY)];
    const indexes = ['frames', 'ready', 'timers', 'attempts', 'unsent', 'sent', 'pooled'] as const;
    for (const field of [...indexes, 'jobs', 'abandoned', 'released'] as const) {
      assert.notEqual(one[field], other[field]);
    }
  });
});

const MACHINE = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
