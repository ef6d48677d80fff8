import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { compile } from '../asl/compile.ts';
import { createExecution } from '../interpreter/execution.ts';
import { type HotExecution, hotExecution } from './hot-execution.ts';
import { HotExecutions, type HotLimits } from './hot-executions.ts';

describe('Executions in memory', () => {
  test('are found by id and by name', () => {
    const { all, hot } = kept(1);
    assert.equal(all.get(1), hot[0]);
    assert.equal(all.getByName(1, 'e1'), hot[0]);
    assert.equal(all.getByName(2, 'e1'), undefined);
  });

  test('over the limit lose the one not used for longest', () => {
    const { all, hot } = kept(3, { count: 3 });
    all.get(1);
    all.add(execution(4));
    assert.deepEqual([all.get(1), all.get(2)], [hot[0], undefined]);
    assert.equal(all.getByName(1, 'e2'), undefined);
  });

  test('over the limit of bytes lose as many as have to go', () => {
    const { all } = kept(3, { bytes: 100 });
    all.grow(execution(9), 1000);
    const [, , last] = [...all.values()];
    if (last !== undefined) all.grow(last, 90);
    assert.deepEqual(idsOf(all), [3]);
  });

  test('that are busy stay, whatever the limit', () => {
    const { all, hot } = kept(1, { count: 1 });
    for (const one of hot) one.isRunning = true;
    all.add(execution(2));
    assert.equal(all.get(1), hot[0]);
  });

  test('that have ended go first, the one that did so first before the others', () => {
    const { all, hot } = kept(5, { ended: 2 });
    for (const one of hot.slice(1)) end(all, one);
    assert.deepEqual(idsOf(all), [1, 4, 5]);
  });

  test('that have ended stay as long as they are used', () => {
    const { all, hot } = kept(5, { ended: 2 });
    for (const one of hot) {
      all.get(1);
      end(all, one);
    }
    assert.deepEqual(new Set(idsOf(all)), new Set([1, 4, 5]));
  });

  test('that run again are not taken for ended ones', () => {
    const { all, hot } = kept(3, { ended: 1 });
    for (const one of hot) {
      end(all, one);
      one.execution.status = 'RUNNING';
    }
    assert.deepEqual(idsOf(all), [1, 2, 3]);
  });

  test('are removed by who they are, not by their number', () => {
    const { all, hot } = kept(1);
    all.remove(execution(1));
    assert.equal(all.get(1), hot[0]);
  });
});

/** The first so many, 10 bytes each. */
function kept(count: number, limits: Partial<HotLimits> = {}) {
  const all = new HotExecutions({ count: 10, bytes: 1000, ended: 10, ...limits });
  const hot = Array.from({ length: count }, (_, i) => execution(i + 1));
  for (const one of hot) all.add(one);
  return { all, hot };
}

/** Its last turn was committed. */
function end(all: HotExecutions, hot: HotExecution): void {
  hot.execution.status = 'SUCCEEDED';
  all.grow(hot, 0);
}

function idsOf(all: HotExecutions): number[] {
  return [...all.values()].map(({ header }) => header.id);
}

function execution(id: number): HotExecution {
  const header = { id, machine: 1, revision: 1, name: `e${id}`, status: 'RUNNING', startedAt: 0 } as const;
  return hotExecution({
    execution: createExecution(PROGRAM, IDENTITY),
    header: { ...header, attention: 0, version: 1 },
    ...{ weight: 10, activityArns: [], definition: '', logs: undefined, isTraced: false },
    inherited: undefined,
  });
}

const PROGRAM = compile('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}');
