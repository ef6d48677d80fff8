import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { groupsInMemory, SCOPE } from '../../../test/logs/logs-world.ts';

const NAME = { ...SCOPE, group: '/g' };

describe('Groups and streams', () => {
  test('have numbers that are never given again', async () => {
    const groups = groupsInMemory();
    await groups.create(NAME);
    const first = await groups.delete(NAME);
    await groups.create(NAME);
    assert.notEqual((await groups.get(NAME)).number, first.number);
  });
  test('a deleted group takes its streams along', async () => {
    const groups = groupsInMemory();
    await groups.create(NAME);
    const group = await groups.get(NAME);
    await groups.createStream(group, 's');
    await groups.delete(NAME);
    assert.deepEqual(await groups.streams(group), []);
  });
  test('a change keeps what it does not touch', async () => {
    const groups = groupsInMemory();
    await groups.create(NAME, { tags: [['a', 'b']] });
    await groups.change(NAME, (settings) => ({ ...settings, retentionDays: 3 }));
    const { tags, retentionDays, createdAt } = await groups.get(NAME);
    assert.deepEqual([tags, retentionDays, createdAt], [[['a', 'b']], 3, 0]);
  });
  test('changes at the same time: one wins, the other is told', async () => {
    const groups = groupsInMemory();
    await groups.create(NAME);
    const change = () => groups.change(NAME, (settings) => ({ ...settings, retentionDays: 1 }));
    const outcomes = await Promise.allSettled([change(), change()]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });
  test('more than one page of them is listed', async () => {
    const groups = groupsInMemory();
    await groups.create(NAME);
    const group = await groups.get(NAME);
    await Promise.all(Array.from({ length: 1001 }, (_, i) => groups.createStream(group, `s${i}`)));
    assert.equal((await groups.streams(group)).length, 1001);
  });
});
