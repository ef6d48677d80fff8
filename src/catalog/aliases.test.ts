import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newCatalog, publishMany, refused, withMachine } from '../../test/catalog/material.ts';
import { ALIASES_MAX } from './aliases.ts';
import type { Catalog, Machine, NewAlias } from './catalog.ts';

describe('an alias', () => {
  test('created again is the first one', async () => {
    const { catalog, machine } = await published();
    const first = await catalog.aliases.create(machine, LIVE);
    assert.deepEqual(await catalog.aliases.create(machine, LIVE), first);
  });

  test('created again with another description or other routes is a conflict', async () => {
    const { catalog, machine } = await published();
    await catalog.aliases.create(machine, LIVE);
    for (const change of [{ description: 'other' }, { routes: [{ version: 2, weight: 100 }] }])
      await refused(catalog.aliases.create(machine, { ...LIVE, ...change }), 'ConflictException');
  });

  test('routes to versions that exist', async () => {
    const { catalog, machine } = await published();
    const routes = [{ version: 3, weight: 100 }];
    await refused(catalog.aliases.create(machine, { ...LIVE, routes }), 'ResourceNotFound');
    await catalog.aliases.create(machine, LIVE);
    await refused(catalog.aliases.update(machine, 'live', { routes }), 'ResourceNotFound');
  });

  test('changes only what an update names, and when', async () => {
    const { catalog, machine } = await published();
    const made = await catalog.aliases.create(machine, LIVE);
    const changed = await catalog.aliases.update(machine, 'live', { description: 'new' });
    assert.deepEqual(changed, { ...made, description: 'new', updatedAt: made.updatedAt + 1 });
    assert.deepEqual(await catalog.aliases.find(machine, 'live'), changed);
  });

  test('that does not exist cannot be updated, but deleted', async () => {
    const { catalog, machine } = await published();
    await refused(catalog.aliases.update(machine, 'live', { description: 'd' }), 'ResourceNotFound');
    await catalog.aliases.delete(machine, 'live');
  });

  test('may have any name that objects have by themselves', async () => {
    const { catalog, machine } = await published();
    assert.equal(await catalog.aliases.find(machine, '__proto__'), undefined);
    await catalog.aliases.create(machine, { ...LIVE, name: '__proto__' });
    assert.equal((await catalog.aliases.find(machine, '__proto__'))?.name, '__proto__');
  });

  test(`is the last when there are ${ALIASES_MAX}, and a repeated creation still succeeds`, async () => {
    const { catalog, machine } = await published();
    for (let n = 1; n <= ALIASES_MAX; n++) await catalog.aliases.create(machine, { ...LIVE, name: `a${n}` });
    await refused(catalog.aliases.create(machine, LIVE), 'ServiceQuotaExceededException');
    await catalog.aliases.create(machine, { ...LIVE, name: 'a1' });
    await catalog.aliases.delete(machine, 'a1');
    await catalog.aliases.create(machine, LIVE);
    assert.equal((await catalog.aliases.list(machine)).at(-1)?.name, 'live');
  });
});

describe('drawing a version', () => {
  test('follows the weights', () => draws([80, 20], [0, 0.79, 0.8, 0.999], [1, 1, 2, 2]));
  test('never takes a route of weight 0', () => draws([0, 100], [0, 0.5, 0.999], [2, 2, 2]));
  test('takes the only route', () => draws([100], [0, 0.999], [1, 1]));
});

const LIVE: NewAlias = { name: 'live', description: 'd', routes: [{ version: 1, weight: 100 }] };

/** A machine with two versions. */
async function published(draws?: readonly number[]): Promise<{ catalog: Catalog; machine: Machine }> {
  const made = await withMachine({}, newCatalog(draws === undefined ? {} : { draws }));
  await publishMany(made.catalog, made.machine, 2);
  return made;
}

async function draws(
  weights: readonly number[],
  chance: readonly number[],
  versions: readonly number[],
): Promise<void> {
  const { catalog, machine } = await published(chance);
  const routes = weights.map((weight, i) => ({ version: i + 1, weight }));
  const alias = await catalog.aliases.create(machine, { name: 'live', routes });
  assert.deepEqual(
    versions.map(() => catalog.aliases.draw(alias)),
    versions,
  );
}
