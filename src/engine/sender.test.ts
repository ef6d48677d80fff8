import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARN, EngineWorld, world } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { map, parallel, task, tokenTask } from '../../test/interpreter/states.ts';

describe('An attempt', () => {
  test('goes out with what was scheduled, under a name of its own', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() }, { input: '{ "a": 1.0 }' });
    const { id, resource, parameters, scope, executionArn } = it.last().attempt;
    const [header] = await process.engine.list({ machine: await process.machine({ T: task() }), limit: 1 });
    assert.equal(id, `${header?.id}-3`);
    assert.deepEqual([resource.kind, parameters.text, executionArn], ['function', '{ "a": 1.0 }', ARN]);
    assert.deepEqual(scope, { region: 'us-east-1', account: '123456789012' });
  });

  test('that fails is told with error and cause', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    it.last().fail('Bad', 'luck');
    await quiet();
    const described = await process.engine.describe(ARN);
    assert.deepEqual([described?.error, described?.cause], ['Bad', 'luck']);
  });

  test('that fails with no cause has none', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    it.last().fail('Bad');
    await quiet();
    const described = await process.engine.describe(ARN);
    assert.deepEqual([described?.error, described?.cause], ['Bad', undefined]);
  });

  test('that nobody can send fails and names its resource', async () => {
    const { process } = await world({ knows: () => false });
    await process.run({ T: tokenTask() });
    const described = await process.engine.describe(ARN);
    assert.match(String(described?.cause), /arn:aws:states:::lambda:invoke\.waitForTaskToken/);
    assert.equal(described?.header.status, 'FAILED');
  });

  test('whose sibling failed is told to give up, and its outcome is dropped', async () => {
    const { process, world: it } = await world();
    await process.run({ P: parallel([{ A: task() }, { B: task() }]) });
    const [one, other] = it.sends;
    one?.fail('Bad');
    await quiet();
    assert.deepEqual([one?.signal.aborted, other?.signal.aborted], [false, true]);
    const before = (await process.history()).length;
    other?.succeed();
    await process.clock.pass(10_000);
    assert.equal((await process.history()).length, before);
  });

  test('is settled once its outcome is on disk', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    process.store.gate = 'held';
    it.last().succeed();
    await quiet();
    assert.deepEqual(it.settled, []);
    process.store.release('committed');
    await quiet();
    assert.deepEqual(it.settled, ['3']);
  });

  test('is not settled when the engine ends before its outcome is on disk', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task() });
    process.store.gate = 'unavailable';
    it.last().succeed();
    const closed = process.engine.close();
    await process.clock.pass(10_000);
    await closed;
    assert.deepEqual(it.settled, []);
  });

  test('over the limit waits for another to end, and none is left over', async () => {
    const it = new EngineWorld();
    const process = await it.boot();
    const input = JSON.stringify(Array.from({ length: 1500 }, (_, i) => i));
    await process.run({ M: map({ T: task() }) }, { input });
    assert.equal(it.sends.length, 1000);
    it.sends[0]?.succeed();
    await quiet();
    assert.equal(it.sends.length - 1, 1000, 'one has ended, so one more may be under way');
    for (let i = 0; i < it.sends.length; i++) {
      it.sends[i]?.succeed();
      if (i % 100 === 99 || i > 1000) await quiet();
    }
    await quiet();
    assert.deepEqual([it.sends.length, await process.status()], [1500, 'SUCCEEDED']);
  });

  test('over the limit waits also when many executions start together', async () => {
    const { process, world: it } = await world();
    const machine = await process.machine({ T: task() });
    for (let rounds = 0; rounds < 2; rounds++) {
      const starts = Array.from({ length: 600 }, () => process.engine.start({ machine, input: '{}' }));
      await Promise.all(starts);
    }
    await quiet();
    assert.equal(it.sends.length, 1000);
  });

  test('of another execution gets the slot that is free', async () => {
    const { process, world: it } = await world();
    const input = JSON.stringify(Array.from({ length: 1000 }, (_, i) => i));
    await process.run({ M: map({ T: task() }) }, { input });
    await process.run({ M: map({ T: task() }) }, { name: 'other', input: '[1]' });
    assert.equal(it.sends.length, 1000);
    it.last().succeed();
    await quiet();
    assert.match(it.last().attempt.executionArn, /:other$/);
  });
});
