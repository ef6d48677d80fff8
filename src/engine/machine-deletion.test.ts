import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NEW_MACHINE, newCatalog, SCOPE } from '../../test/catalog/material.ts';
import { isPending } from '../../test/engine/engine-world.ts';
import { GatedStore } from '../../test/engine/gated-store.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import { createEngine } from './create-engine.ts';
import type { OpenableEngine } from './engine-options.ts';

describe('deleting a machine', () => {
  test('aborts what runs on any of its versions and takes it away', () =>
    onNode(createMemoryStore(), async ({ engine, catalog }) => {
      const arns = await startOnEach(engine, catalog);
      await engine.deleteMachine(await found(catalog));
      assert.deepEqual(await statuses(engine, arns), ['ABORTED', 'ABORTED']);
      assert.equal(await catalog.machines.find(SCOPE, 'm'), undefined);
    }));

  test('that a crash broke off is finished by the next start', async () => {
    const store = createMemoryStore();
    let arns: string[] = [];
    await onNode(store, async ({ engine, catalog }) => {
      arns = await startOnEach(engine, catalog);
      await catalog.machines.retire(SCOPE, 'm');
    });
    await onNode(store, async ({ engine, catalog }) => {
      assert.deepEqual(await statuses(engine, arns), ['ABORTED', 'ABORTED']);
      assert.equal(await catalog.machines.find(SCOPE, 'm'), undefined);
    });
  });

  test('waits for a start that was let in before the mark and is written after it, and aborts it', async () => {
    const store = new GatedStore(createMemoryStore());
    await onNode(store, async ({ engine, catalog }) => {
      const arns = await startOnEach(engine, catalog);
      store.gate = 'held';
      const late = engine.start({ machine: await found(catalog), input: '{}' });
      const deleted = engine.deleteMachine(await found(catalog));
      assert.equal(await isPending(deleted), true);
      store.release('committed');
      await deleted;
      arns.push((await late).executionArn);
      assert.deepEqual(await statuses(engine, arns), ['ABORTED', 'ABORTED', 'ABORTED']);
    });
  });

  test('twice at once does not delete what is created in between', () =>
    onNode(createMemoryStore(), async ({ engine, catalog }) => {
      await startOnEach(engine, catalog);
      const old = await found(catalog);
      const deletions = [engine.deleteMachine(old), engine.deleteMachine(old)];
      await Promise.race(deletions);
      await catalog.machines.create(SCOPE, NEW_MACHINE);
      await Promise.all(deletions);
      assert.equal((await found(catalog)).isDeleting, false);
    }));

  test('refuses a start whose definition was being compiled meanwhile', () =>
    onNode(createMemoryStore(), async ({ engine, catalog }) => {
      await catalog.machines.create(SCOPE, NEW_MACHINE);
      const machine = await found(catalog);
      await catalog.machines.retire(SCOPE, 'm');
      // The compiler is loaded for the first of all starts: it waits for that.
      await assert.rejects(engine.start({ machine, input: '{}' }), { code: 'StateMachineDeleting' });
    }));
});

const NOW = Date.UTC(2026, 0, 1);

interface Node {
  readonly engine: OpenableEngine;
  readonly catalog: Catalog;
}

async function onNode(store: Store, claim: (node: Node) => Promise<void>): Promise<void> {
  const catalog = newCatalog({ store });
  let uuids = 0;
  const entropy = { random: () => 0, uuid: () => `run-${++uuids}` };
  const engine = createEngine({
    ...{ store, catalog, entropy },
    clock: { now: () => NOW, after: () => () => {} },
    integrations: () => undefined,
    retentionDays: 0,
    logGroups: { append: () => {} },
    tokenSecret: Buffer.alloc(32),
    onDefect: (error) => assert.fail(String(error)),
  });
  await engine.open();
  await claim({ engine, catalog });
  await engine.close();
}

/** Executions that wait: one by a plain start, one of a version. */
async function startOnEach(engine: OpenableEngine, catalog: Catalog): Promise<string[]> {
  const definition = '{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}';
  await catalog.machines.create(SCOPE, { ...NEW_MACHINE, definition, publication: {} });
  const machine = await found(catalog);
  const origins = [{}, { origin: { machineVersion: 1 } }];
  const starts = origins.map((origin) => engine.start({ machine, input: '{}', ...origin }));
  return (await Promise.all(starts)).map(({ executionArn }) => executionArn);
}

async function found({ machines }: Catalog) {
  const machine = await machines.find(SCOPE, 'm');
  assert.ok(machine !== undefined);
  return machine;
}

async function statuses(engine: OpenableEngine, arns: readonly string[]): Promise<unknown[]> {
  return await Promise.all(arns.map(async (arn) => (await engine.describe(arn))?.header.status));
}
