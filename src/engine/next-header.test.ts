import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { world } from '../../test/engine/engine-world.ts';
import { task, wait } from '../../test/interpreter/states.ts';
import { ATTENTION } from './attention.ts';

describe('The header of an execution', () => {
  test('has its timer until it has fired, and no longer', async () => {
    const { process } = await world();
    await process.run({ W: wait(10, { Next: 'T' }), T: task() });
    assert.equal((await process.store.due(Number.MAX_SAFE_INTEGER, 10)).length, 1);
    await process.clock.pass(10_000);
    assert.equal((await process.store.due(Number.MAX_SAFE_INTEGER, 10)).length, 0);
  });

  test('says what recovery has to look after, as long as it has to', async () => {
    const { process, world: it } = await world();
    await process.run({ T: task({ Next: 'W' }), W: wait(10) });
    assert.equal((await process.store.attentive(ATTENTION.sending, 0, 10)).length, 1);
    it.last().succeed();
    await process.clock.pass(1);
    assert.equal((await process.store.attentive(ATTENTION.sending, 0, 10)).length, 0);
  });
});
