import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { turnOf } from '../../../test/store/turn.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Turn } from '../store.ts';
import { type Batch, COMMITTED, CONFLICT, TURN_NUMBERS } from './batch.ts';
import { GroupCommit, type Outcome } from './group-commit.ts';

describe('group commit', () => {
  test('sends the calls of one tick together', async () => {
    const { group, sent } = groupCommit();
    group.commit(turn(1));
    group.write({ documents: [] });
    group.commit(turn(2));
    await tick();
    assert.deepEqual(sent.map(size), [3]);
  });

  test('sends what came meanwhile after the reply, not before', async () => {
    const { group, sent } = groupCommit();
    group.commit(turn(1));
    await tick();
    group.commit(turn(2));
    group.commit(turn(3));
    await tick();
    assert.deepEqual(sent.map(size), [1]);
    group.settle(done(COMMITTED));
    assert.deepEqual(sent.map(size), [1, 2]);
  });

  test('gives each call its own outcome, turns first', async () => {
    const { group } = groupCommit();
    const outcomes = Promise.all([
      group.commit(turn(1)),
      group.write({ documents: [] }),
      group.commit(turn(2)),
    ]);
    await tick();
    group.settle(done(CONFLICT, COMMITTED, CONFLICT));
    assert.deepEqual(await outcomes, ['conflict', 'conflict', 'committed']);
  });

  test('starts anew when it was idle', async () => {
    const { group, sent } = groupCommit();
    for (const id of [1, 2]) {
      const outcome = group.commit(turn(id));
      await tick();
      group.settle(done(COMMITTED));
      assert.equal(await outcome, 'committed');
    }
    assert.deepEqual(sent.map(size), [1, 1]);
  });

  test('rejects a whole batch that could not be written, and goes on', async () => {
    const { group, sent } = groupCommit();
    const outcomes = [group.commit(turn(1)), group.commit(turn(2))].map(rejection);
    await tick();
    const later = group.commit(turn(3));
    group.settle({ kind: 'unavailable', message: 'The disk is full' });
    for (const outcome of outcomes) assert.match((await outcome).message, /disk is full/);
    assert.equal(sent.length, 2);
    group.settle(done(COMMITTED));
    assert.equal(await later, 'committed');
  });

  test('rejects everything, also later calls, after a failure', async () => {
    const { group } = groupCommit();
    const underWay = rejection(group.commit(turn(1)));
    await tick();
    const waiting = rejection(group.commit(turn(2)));
    group.fail('broken');
    for (const outcome of [underWay, waiting, rejection(group.commit(turn(3)))]) {
      assert.match((await outcome).message, /broken/);
    }
    await group.close();
  });

  test('splits what is larger than a batch may be', async () => {
    const { group, sent } = groupCommit();
    for (const id of [1, 2, 3]) group.commit({ ...turn(id), chunk: new Uint8Array(5 * 1024 * 1024) });
    await tick();
    assert.deepEqual(sent.map(size), [1]);
    group.settle(done(COMMITTED));
    assert.deepEqual(sent.map(size), [1, 1]);
  });

  test('closes once all calls are answered, and takes no more', async () => {
    const { group } = groupCommit();
    const outcome = group.commit(turn(1));
    const order: string[] = [];
    const closed = group.close().then(() => order.push('closed'));
    outcome.then(() => order.push('answered'));
    assert.match((await rejection(group.commit(turn(2)))).message, /closed/);
    await tick();
    group.settle(done(COMMITTED));
    await closed;
    assert.deepEqual(order.sort(), ['answered', 'closed']);
  });
});

function groupCommit(): { group: GroupCommit; sent: Batch[] } {
  const sent: Batch[] = [];
  return { group: new GroupCommit((batch) => sent.push(batch)), sent };
}

function size({ numbers, writes }: Batch): number {
  return numbers.length / TURN_NUMBERS + writes.length;
}

function done(...outcomes: number[]): { kind: 'done'; outcomes: Uint8Array; syncMs: number } {
  return { kind: 'done', outcomes: Uint8Array.from(outcomes), syncMs: 1 };
}

function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function rejection(outcome: Promise<Outcome>): Promise<Error> {
  return outcome.then(
    () => assert.fail('expected a rejection'),
    (error) => {
      assert.ok(error instanceof Unavailable);
      return error;
    },
  );
}

function turn(id: number): Turn {
  return turnOf({ id });
}
