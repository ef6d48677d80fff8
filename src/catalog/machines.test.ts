import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceError } from '../base/service-error.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { Machine, NewMachine } from './catalog.ts';
import { createCatalog } from './create-catalog.ts';
import { StoredMachines } from './machines.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };

describe('creating a machine', () => {
  test('numbers machines from 1, and their revisions', async () => {
    const machines = catalog();
    assert.deepEqual(
      await numbers([machines.create(SCOPE, fresh('a')), machines.create(SCOPE, fresh('b'))]),
      [
        [1, 1],
        [2, 1],
      ],
    );
  });
  test('again answers with the first, whatever the role', async () => {
    const machines = catalog();
    const first = await machines.create(SCOPE, fresh('a'));
    assert.deepEqual(await machines.create(SCOPE, { ...fresh('a'), roleArn: 'other' }), first);
  });
  test('is refused when the definition differs, if only in a space', () => refuses({ definition: '{ }' }));
  test('is refused when the type differs', () => refuses({ type: 'EXPRESS' }));
  test('is refused when logging differs', () => {
    return refuses({ loggingConfiguration: { level: 'ALL', includeExecutionData: false } });
  });
  test('by many at once gives each its own number', async () => {
    const machines = catalog();
    const made = await numbers(Array.from({ length: 100 }, (_, i) => machines.create(SCOPE, fresh(`m${i}`))));
    assert.equal(new Set(made.map(([id]) => id)).size, 100);
  });
  test('by another node at the same time is tried again', async () => {
    const store = createMemoryStore();
    const [here, there] = [catalog(store), catalog(store)];
    const made = await numbers([here.create(SCOPE, fresh('a')), there.create(SCOPE, fresh('b'))]);
    assert.deepEqual(made.map(([id]) => id).sort(), [1, 2]);
  });
});

describe('updating a machine', () => {
  test('makes a revision with an id, and keeps the old one', async () => {
    const { machines, machine } = await one();
    const { revisionId } = await machines.update(machine, { definition: '{"new":1}' });
    const now = await machines.find(SCOPE, 'a');
    assert.equal(revisionId, 'uuid-1');
    assert.deepEqual(
      [now?.current.number, now?.current.definition, now?.current.revisionId],
      [2, '{"new":1}', 'uuid-1'],
    );
    assert.equal((await machines.revision(1, 1))?.definition, '{}');
  });
  test('without a change keeps the revision', async () => {
    const { machines, machine } = await one();
    assert.deepEqual(await machines.update(machine, { definition: '{}', roleArn: 'role' }), {
      updatedAt: 1000,
    });
    assert.equal((await machines.find(SCOPE, 'a'))?.current.number, 1);
  });
  test('without a change answers with the id of the revision that is there', async () => {
    const { machines, machine } = await one();
    await machines.update(machine, { roleArn: 'x' });
    assert.deepEqual(await machines.update(machine, { roleArn: 'x' }), {
      updatedAt: 1000,
      revisionId: 'uuid-1',
    });
  });
  test('applies to what is there, not to what the caller saw', async () => {
    const { machines, machine } = await one();
    await machines.update(machine, { definition: '{"new":1}' });
    await machines.update(machine, { roleArn: 'other' });
    const { current } = await present(machines.find(SCOPE, 'a'));
    assert.deepEqual([current.number, current.definition, current.roleArn], [3, '{"new":1}', 'other']);
  });
  test('at the same time loses nothing', async () => {
    const { machines, machine } = await one();
    await Promise.all([
      machines.update(machine, { definition: 'x' }),
      machines.update(machine, { roleArn: 'y' }),
    ]);
    const { current } = await present(machines.find(SCOPE, 'a'));
    assert.deepEqual([current.number, current.definition, current.roleArn], [3, 'x', 'y']);
  });
  test('is refused when the machine is gone', async () => {
    const { machines, machine } = await one();
    await machines.retire(SCOPE, 'a');
    await machines.delete(SCOPE, 'a');
    await assert.rejects(machines.update(machine, { roleArn: 'x' }), hasCode('StateMachineDoesNotExist'));
  });
});

describe('deleting a machine', () => {
  test('removes the name and keeps number, owner and revisions', async () => {
    const { machines } = await one();
    await machines.retire(SCOPE, 'a');
    await machines.delete(SCOPE, 'a');
    assert.equal(await machines.find(SCOPE, 'a'), undefined);
    assert.equal(await machines.numberOf(SCOPE, 'a'), 1);
    assert.deepEqual(await machines.ownerOf(1), { scope: SCOPE, name: 'a' });
    assert.equal((await machines.revision(1, 1))?.definition, '{}');
  });
  test('is idempotent', async () => {
    const machines = catalog();
    await machines.delete(SCOPE, 'never');
    assert.equal(await machines.numberOf(SCOPE, 'never'), undefined);
  });
  test('leaves one that nobody has marked', async () => {
    const { machines } = await one();
    await machines.delete(SCOPE, 'a');
    assert.notEqual(await machines.find(SCOPE, 'a'), undefined);
  });
  test('lets the name be created again, under its number, counting on', async () => {
    const { machines } = await one();
    await machines.retire(SCOPE, 'a');
    await machines.delete(SCOPE, 'a');
    const again = await machines.create(SCOPE, { ...fresh('a'), definition: '{"again":1}' });
    assert.deepEqual([again.id, again.current.number, again.current.revisionId], [1, 2, undefined]);
    await machines.retire(SCOPE, 'a');
    await machines.delete(SCOPE, 'a');
    assert.equal((await machines.create(SCOPE, fresh('a'))).current.number, 3);
  });
});

describe('finding a machine', () => {
  test('reads the store once', async () => {
    const { store, reads } = counted(createMemoryStore());
    await catalog(store).create(SCOPE, fresh('a'));
    const machines = catalog(store);
    await machines.find(SCOPE, 'a');
    const first = reads();
    await machines.find(SCOPE, 'a');
    assert.ok(first > 0);
    assert.equal(reads(), first);
  });
  test('sees a change made while it was reading', async () => {
    const { machines, machine } = await one();
    const [, reading] = await Promise.all([
      machines.update(machine, { definition: 'x' }),
      machines.find(SCOPE, 'a'),
    ]);
    assert.ok(reading !== undefined);
    assert.equal((await machines.find(SCOPE, 'a'))?.current.definition, 'x');
  });
  test('that began before a change is not remembered after it', async () => {
    const { store, hold } = held(createMemoryStore());
    const machines = catalog(store);
    const machine = await machines.create(SCOPE, fresh('a'));
    const release = hold();
    const reading = machines.find(SCOPE, 'a');
    await machines.update(machine, { definition: 'x' });
    release();
    assert.equal((await reading)?.current.definition, '{}');
    assert.equal((await machines.find(SCOPE, 'a'))?.current.definition, 'x');
  });
  test('needs the account and the region', async () => {
    const { machines } = await one();
    assert.equal(await machines.find({ ...SCOPE, account: '000000000000' }, 'a'), undefined);
    assert.equal(await machines.find({ ...SCOPE, region: 'eu-west-1' }, 'a'), undefined);
  });
  test('survives a restart, with everything it had', async () => {
    const store = createMemoryStore();
    const made = await catalog(store).create(SCOPE, fresh('__proto__'));
    assert.deepEqual(await catalog(store).find(SCOPE, '__proto__'), made);
  });
});

describe('listing machines', () => {
  test('goes page by page in creation order', async () => {
    const machines = catalog();
    for (const name of ['b', 'a', 'c']) await machines.create(SCOPE, fresh(name));
    await machines.create({ ...SCOPE, account: '000000000000' }, fresh('other'));
    const first = await machines.list(SCOPE, { limit: 2 });
    assert.deepEqual(names(first.machines), ['b', 'a']);
    const second = await machines.list(SCOPE, { limit: 2, after: first.after ?? 0 });
    assert.deepEqual([names(second.machines), second.after], [['c'], undefined]);
  });
  test('ends without a token when the last page is full', async () => {
    const { machines } = await one();
    assert.equal((await machines.list(SCOPE, { limit: 1 })).after, undefined);
  });
});

describe('a machine under deletion', () => {
  test('is found, and takes no changes', async () => {
    const { machines, machine } = await one();
    await machines.retire(SCOPE, 'a');
    await machines.retire(SCOPE, 'a');
    assert.equal((await machines.find(SCOPE, 'a'))?.isDeleting, true);
    for (const change of [
      machines.update(machine, { definition: '{"new":1}' }),
      machines.publish(machine, {}),
      machines.create(SCOPE, fresh('a')),
    ])
      await assert.rejects(change, hasCode('StateMachineDeleting'));
  });
  test('is told after a crash, until it is deleted', async () => {
    const store = createMemoryStore();
    const before = catalog(store);
    for (const name of ['a', 'b']) await before.create(SCOPE, fresh(name));
    await before.retire(SCOPE, 'b');
    const after = catalog(store);
    assert.deepEqual(names(await after.retired()), ['b']);
    await after.delete(SCOPE, 'b');
    assert.deepEqual(await after.retired(), []);
    assert.equal((await after.create(SCOPE, fresh('b'))).isDeleting, false);
  });
  test('that does not exist is none', async () => {
    const machines = catalog();
    await machines.retire(SCOPE, 'a');
    assert.deepEqual(await machines.retired(), []);
  });
});

function catalog(store = createMemoryStore()): StoredMachines {
  let uuids = 0;
  const made = createCatalog({
    store,
    now: () => 1000,
    entropy: { random: () => 0, uuid: () => `uuid-${++uuids}` },
  });
  assert.ok(made.machines instanceof StoredMachines);
  return made.machines;
}

async function one(): Promise<{ machines: StoredMachines; machine: Machine }> {
  const machines = catalog();
  return { machines, machine: await machines.create(SCOPE, fresh('a')) };
}

function fresh(name: string): NewMachine {
  return {
    name,
    type: 'STANDARD',
    definition: '{}',
    roleArn: 'role',
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  };
}

async function refuses(change: Partial<NewMachine>): Promise<void> {
  const { machines } = await one();
  await assert.rejects(
    machines.create(SCOPE, { ...fresh('a'), ...change }),
    hasCode('StateMachineAlreadyExists'),
  );
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ServiceError && error.code === code;
}

async function numbers(made: readonly Promise<Machine>[]): Promise<[number, number][]> {
  return (await Promise.all(made)).map(({ id, current }) => [id, current.number]);
}

function names(machines: readonly Machine[]): string[] {
  return machines.map(({ name }) => name);
}

async function present(machine: Promise<Machine | undefined>): Promise<Machine> {
  const found = await machine;
  assert.ok(found !== undefined);
  return found;
}

function counted(store: Store): { store: Store; reads: () => number } {
  let reads = 0;
  const document: Store['document'] = (kind, key) => {
    reads += 1;
    return store.document(kind, key);
  };
  const write: Store['write'] = (writes) => store.write(writes);
  return { store: Object.assign(Object.create(store), { document, write }), reads: () => reads };
}

/** A store whose next read of a document gives what was there, but only when it is released. */
function held(store: Store): { store: Store; hold: () => () => void } {
  let gate: Promise<void> | undefined;
  const document: Store['document'] = async (kind, key) => {
    const waiting = gate;
    gate = undefined;
    const found = await store.document(kind, key);
    await waiting;
    return found;
  };
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    return resolve;
  };
  const write: Store['write'] = (writes) => store.write(writes);
  return { store: Object.assign(Object.create(store), { document, write }), hold };
}
