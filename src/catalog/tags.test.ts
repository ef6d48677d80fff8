import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MACHINE_ARN, newCatalog, refused, SCOPE, withMachine } from '../../test/catalog/material.ts';
import { TAGS_MAX } from './tags.ts';

describe('tags', () => {
  test('of a machine come with its creation, and stay through updates', async () => {
    const { catalog, machine } = await withMachine({ tags: [A] });
    await catalog.machines.update(machine, { definition: '{"new":1}' });
    assert.deepEqual(await catalog.tags.list(MACHINE_ARN), [A]);
  });

  test('of a repeated creation are passed over', async () => {
    const { catalog } = await withMachine({ tags: [A] });
    await withMachine({ tags: [B] }, catalog);
    assert.deepEqual(await catalog.tags.list(MACHINE_ARN), [A]);
  });

  test('of an activity come with its creation', async () => {
    const catalog = newCatalog();
    const { arn } = await catalog.activities.create(SCOPE, {
      ...{ name: 'a', encryptionConfiguration: { type: 'AWS_OWNED_KEY' }, tags: [A] },
    });
    await catalog.tags.add(arn, [B]);
    assert.deepEqual(await catalog.tags.list(arn), [A, B]);
    assert.equal('tags' in ((await catalog.activities.find(arn)) ?? {}), false);
  });

  test('are added and removed by key, and a key that is there gets the new value', async () => {
    const { catalog } = await withMachine({ tags: [A, B] });
    assert.deepEqual(await catalog.tags.add(MACHINE_ARN, [{ ...A, value: 'new' }]), [
      { ...A, value: 'new' },
      B,
    ]);
    assert.deepEqual(await catalog.tags.remove(MACHINE_ARN, ['a', 'a', 'none']), [B]);
  });

  test(`are at most ${TAGS_MAX}: one more changes nothing`, async () => {
    const { catalog } = await withMachine();
    const many = Array.from({ length: TAGS_MAX }, (_, i) => ({ key: `k${i}`, value: '' }));
    await catalog.tags.add(MACHINE_ARN, many);
    await catalog.tags.add(MACHINE_ARN, many);
    await refused(catalog.tags.add(MACHINE_ARN, [A, ...many]), 'TooManyTags');
    assert.equal((await catalog.tags.list(MACHINE_ARN))?.length, TAGS_MAX);
    await refused(withMachine({ name: 'n', tags: [A, ...many] }, catalog), 'TooManyTags');
  });

  test('are not there for what does not exist, versions and executions', async () => {
    const { catalog } = await withMachine({ publication: {} });
    for (const arn of [
      `${MACHINE_ARN}:1`,
      `${MACHINE_ARN}2`,
      MACHINE_ARN.replace('stateMachine', 'execution'),
    ]) {
      assert.equal(await catalog.tags.list(arn), undefined, arn);
      assert.equal(await catalog.tags.add(arn, [A]), undefined, arn);
    }
  });

  test('go with their machine', async () => {
    const { catalog } = await withMachine({ tags: [A] });
    await catalog.machines.retire(SCOPE, 'm');
    await catalog.machines.delete(SCOPE, 'm');
    await withMachine({}, catalog);
    assert.deepEqual(await catalog.tags.list(MACHINE_ARN), []);
  });
});

const A = { key: 'a', value: '1' };
const B = { key: 'b', value: '2' };
