import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  NEW_MACHINE,
  newCatalog,
  publishMany,
  refused,
  SCOPE,
  withMachine,
} from '../../test/catalog/material.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { VERSIONS_MAX } from './versions.ts';

describe('publishing', () => {
  test('gives the current revision a number, counting from 1', async () => {
    const { catalog, machine } = await withMachine();
    assert.deepEqual(await catalog.machines.publish(machine, { description: 'first' }), {
      ...{ number: 1, revision: 1, createdAt: 1001, description: 'first' },
    });
    await catalog.machines.update(machine, { definition: '{"new":1}' });
    const second = await catalog.machines.publish(machine, {});
    assert.deepEqual([second.number, second.revision], [2, 2]);
  });

  test('again gives the version that the revision has, whatever the description', async () => {
    const { catalog, machine } = await withMachine();
    const first = await catalog.machines.publish(machine, {});
    assert.deepEqual(await catalog.machines.publish(machine, { description: 'other' }), first);
  });

  test('along with the creation is part of what makes a creation the same', async () => {
    const { catalog, machine } = await withMachine({ publication: { description: 'd' } });
    assert.equal(machine.version, 1);
    const again = await withMachine({ publication: { description: 'd' } }, catalog);
    assert.equal(again.machine.version, 1);
    for (const change of [{}, { publication: {} }, { publication: { description: 'e' } }])
      await refused(withMachine(change, catalog), 'StateMachineAlreadyExists');
  });

  test('along with an update publishes what the update leads to, changed or not', async () => {
    const { catalog, machine } = await withMachine();
    const { machines } = catalog;
    assert.equal((await machines.update(machine, { definition: '{}' }, {})).version, 1);
    assert.equal((await machines.update(machine, { definition: '{}' }, {})).version, 1);
    assert.equal((await machines.update(machine, { definition: '{"new":1}' }, {})).version, 2);
    assert.equal((await catalog.versions.find(machine, 2))?.revision, 2);
  });

  test('a revision that is no longer the current one is a conflict', async () => {
    const { catalog, machine } = await withMachine();
    const message =
      'Failed to publish the State Machine version for revision x. The current State Machine revision is INITIAL.';
    await refused(catalog.machines.publish(machine, { revisionId: 'x' }), 'ConflictException', message);
    assert.equal((await catalog.machines.publish(machine, { revisionId: 'INITIAL' })).number, 1);
    const { revisionId = '' } = await catalog.machines.update(machine, { definition: '{"new":1}' });
    await refused(catalog.machines.publish(machine, { revisionId: 'INITIAL' }), 'ConflictException');
    assert.equal((await catalog.machines.publish(machine, { revisionId })).number, 2);
  });

  test(`at ${VERSIONS_MAX} versions is refused, and changes nothing, but for a revision that has one`, async () => {
    const { catalog, machine } = await withMachine();
    await publishMany(catalog, machine, VERSIONS_MAX);
    const more = catalog.machines.update(machine, { definition: '{"more":1}' }, {});
    await refused(more, 'ServiceQuotaExceededException');
    assert.equal((await catalog.machines.publish(machine, {})).number, VERSIONS_MAX);
    await catalog.versions.delete(machine, 1);
    await catalog.machines.update(machine, { definition: '{"more":1}' });
    assert.equal((await catalog.machines.publish(machine, {})).number, VERSIONS_MAX + 1);
  });

  test('from two nodes at once gives no number twice', async () => {
    const store = createMemoryStore();
    const [here, there] = [newCatalog({ store }), newCatalog({ store })];
    const { machine } = await withMachine({}, here);
    const publish = (catalog: typeof here, definition: string) =>
      catalog.machines.update(machine, { definition }, {});
    const made = await Promise.all([publish(here, '{"a":1}'), publish(there, '{"b":1}')]);
    assert.deepEqual(made.map(({ version }) => version).sort(), [1, 2]);
  });

  test('and deleting the machine at once leaves no version behind', async () => {
    const store = createMemoryStore();
    const [here, there] = [newCatalog({ store }), newCatalog({ store })];
    const { machine } = await withMachine({}, here);
    const publishing = here.machines.publish(machine, {}).catch(() => undefined);
    const deleting = there.machines.retire(SCOPE, 'm').then(() => there.machines.delete(SCOPE, 'm'));
    await Promise.all([publishing, deleting]);
    const again = await newCatalog({ store }).machines.create(SCOPE, NEW_MACHINE);
    assert.deepEqual(await newCatalog({ store }).versions.list(again), []);
  });
});

describe('versions', () => {
  test('are listed newest first', async () => {
    const { catalog, machine } = await withMachine();
    await publishMany(catalog, machine, 3);
    const numbers = (await catalog.versions.list(machine)).map(({ number }) => number);
    assert.deepEqual(numbers, [3, 2, 1]);
  });

  test('that are deleted do not come back, nor does their number', async () => {
    const { catalog, machine } = await withMachine();
    await publishMany(catalog, machine, 2);
    await catalog.versions.delete(machine, 2);
    await catalog.versions.delete(machine, 2);
    assert.equal(await catalog.versions.find(machine, 2), undefined);
    assert.equal((await catalog.machines.publish(machine, {})).number, 3);
  });

  test('that an alias routes to cannot be deleted', async () => {
    const { catalog, machine } = await withMachine({ publication: {} });
    const routes = [{ version: 1, weight: 100 }];
    for (const name of ['live', 'test']) await catalog.aliases.create(machine, { name, routes });
    const message =
      'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live, test]';
    await refused(catalog.versions.delete(machine, 1), 'ConflictException', message);
    for (const name of ['live', 'test']) await catalog.aliases.delete(machine, name);
    await catalog.versions.delete(machine, 1);
  });

  test('go with their machine: one created again begins anew', async () => {
    const { catalog, machine } = await withMachine({ publication: {} });
    await catalog.machines.retire(SCOPE, machine.name);
    await catalog.machines.delete(SCOPE, machine.name);
    assert.deepEqual(await catalog.versions.list(machine), []);
    assert.equal((await withMachine({ publication: {} }, catalog)).machine.version, 1);
  });
});
