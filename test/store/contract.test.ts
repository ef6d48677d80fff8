import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { DocumentWrite } from '../../src/base/documents.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { ExecutionStatus, Header, Store, Turn, Versions } from '../../src/store/store.ts';
import { turnOf } from './turn.ts';

const STORES: Readonly<Record<string, () => Promise<Store>>> = {
  memory: async () => createMemoryStore(),
  sqlite: openTemporary,
};

for (const [name, open] of Object.entries(STORES)) {
  describe(`a turn in the ${name} store`, () => {
    test('of version 1 starts an execution', () => on(open, (store) => accepts(store, turnOf({ id: 1 }))));

    test('is refused when its id is taken', () =>
      on(open, (store) => refusesSecond(store, { id: 1, name: 'b' })));

    test('is refused when its name is taken in the machine', () =>
      on(open, (store) => refusesSecond(store, { id: 2, name: 'a' })));

    test('may have the name of an execution of another machine', () =>
      on(open, (store) => acceptsSecond(store, { id: 2, machine: 2, name: 'a' })));

    test('is refused when it skips a version', () =>
      on(open, (store) => refusesSecond(store, { id: 1, version: 3 })));

    test('is refused when it repeats a version', () => on(open, repeatsVersion));

    test('is refused when its execution does not exist', () =>
      on(open, (store) => refuses(store, turnOf({ id: 9, version: 2 }))));

    test('of the next version appends its chunk and changes the header', () => on(open, appends));

    test('cannot change machine, name, version or alias', () => on(open, keepsIdentity));

    test('that conflicts leaves the others of its group alone', () => on(open, isIndependent));

    test('follows those of its execution called before it, in the same group', () => on(open, keepsOrder));

    test('keeps 0, NUL and 1 MB in chunks', () => on(open, keepsBytes));

    test('keeps names of any script, UUIDs and NUL', () => on(open, keepsNames));

    test('may end, and be taken up again', () => on(open, endsAndGoesOn));

    test('after close is refused as unavailable', () => on(open, refusesAfterClose));

    test('called before close is finished by it', () => on(open, finishesOnClose));
  });

  describe(`what is asked of the ${name} store`, () => {
    test('absence is an answer', () => on(open, answersAbsence));

    test('executions come newest first, by status, in pages', () => on(open, listsExecutions));

    test('executions come by the version or alias that started them', () => on(open, listsQualified));
    test('executions of a Map Run come with it, and not with their machine', () => on(open, listsMapRuns));

    test('due executions come earliest first and only while they run', () => on(open, listsDue));

    test('attentive executions come by id, for any of the bits, in pages', () => on(open, listsAttentive));

    test('a journal can be read from any version', () => on(open, readsPartOfJournal));
  });

  describe(`a document in the ${name} store`, () => {
    test('is created, updated and deleted by version', () => on(open, livesByVersion));

    test('keeps its position through updates and gets a new one when created again', () =>
      on(open, keepsPosition));

    test('is found by the prefix of its key, in creation order, in pages', () => on(open, listsDocuments));

    test('may have any text and key', () => on(open, keepsText));

    test('is written with others or not at all', () => on(open, writesAllOrNone));

    test('may be asserted not to exist', () => on(open, assertsAbsence));
  });

  test(`the ${name} store agrees with a naive model on random turns`, async () => {
    await fc.assert(
      fc.asyncProperty(groups(), (groups) => on(open, (store) => agreesWithModel(store, groups))),
      {
        numRuns: name === 'sqlite' ? 15 : 200,
        seed: 20261123,
      },
    );
  });
}

// The claims.

async function accepts(store: Store, turn: Turn): Promise<void> {
  assert.equal(await store.commit(turn), 'committed');
  assert.deepEqual(await store.header(turn.header.id), turn.header);
  assert.deepEqual(await store.headerByName(turn.header.machine, turn.header.name), turn.header);
}

async function refuses(store: Store, turn: Turn): Promise<void> {
  const before = await store.header(turn.header.id);
  const journal = await store.journal(turn.header.id);
  assert.equal(await store.commit(turn), 'conflict');
  assert.deepEqual(await store.header(turn.header.id), before);
  assert.deepEqual(await store.journal(turn.header.id), journal);
}

async function refusesSecond(store: Store, second: Partial<Header>): Promise<void> {
  await accepts(store, turnOf({ id: 1, name: 'a' }));
  await refuses(store, turnOf(second));
}

async function acceptsSecond(store: Store, second: Partial<Header>): Promise<void> {
  await accepts(store, turnOf({ id: 1, name: 'a' }));
  await accepts(store, turnOf(second));
}

async function repeatsVersion(store: Store): Promise<void> {
  await accepts(store, turnOf({ id: 1 }));
  await accepts(store, turnOf({ id: 1, version: 2 }));
  await refuses(store, turnOf({ id: 1, version: 2 }));
  await refuses(store, turnOf({ id: 1, version: 1 }));
}

async function appends(store: Store): Promise<void> {
  await accepts(store, turnOf({ id: 1 }, 'first'));
  await accepts(
    store,
    turnOf({ id: 1, version: 2, revision: 4, wakeAt: 17, attention: 5, startedAt: 3 }, 'second'),
  );
  await accepts(store, turnOf({ id: 1, version: 3 }, 'third'));
  assert.deepEqual(await chunks(store, 1), ['first', 'second', 'third']);
}

async function keepsIdentity(store: Store): Promise<void> {
  await accepts(store, turnOf({ id: 1, machine: 1, name: 'a' }));
  await store.commit(turnOf({ id: 1, machine: 2, name: 'b', version: 2 }));
  assert.deepEqual(await store.header(1), turnOf({ id: 1, machine: 1, name: 'a', version: 2 }).header);
  assert.equal(await store.headerByName(2, 'b'), undefined);
  const published = { id: 2, machineVersion: 4, machineAlias: 'live' };
  await accepts(store, turnOf(published));
  await store.commit(turnOf({ id: 2, machineVersion: 5, machineAlias: 'other', version: 2 }));
  assert.deepEqual(await store.header(2), turnOf({ ...published, version: 2 }).header);
}

async function isIndependent(store: Store): Promise<void> {
  const group = [
    turnOf({ id: 1 }),
    turnOf({ id: 1, name: 'other' }),
    turnOf({ id: 7, version: 2 }),
    turnOf({ id: 2 }),
  ];
  const outcomes = await Promise.all([
    ...group.map((each) => store.commit(each)),
    store.write([create('k', 'a')]),
  ]);
  assert.deepEqual(outcomes, ['committed', 'conflict', 'conflict', 'committed', 'committed']);
  assert.deepEqual(ids(await store.executions({ machine: 1, limit: 9 })), [2, 1]);
}

async function keepsOrder(store: Store): Promise<void> {
  const versions = Array.from({ length: 50 }, (_, index) => index + 1);
  const outcomes = await Promise.all(
    versions.map((version) => store.commit(turnOf({ id: 1, version }, `${version}`))),
  );
  assert.deepEqual(new Set(outcomes), new Set(['committed']));
  assert.deepEqual(await chunks(store, 1), versions.map(String));
}

async function keepsBytes(store: Store): Promise<void> {
  const sizes = [0, 1, 1_024, 1_025, 4_096, 1_048_576];
  for (const [index, size] of sizes.entries()) {
    const chunk = Uint8Array.from({ length: size }, (_, at) => at % 251);
    await store.commit({ ...turnOf({ id: index + 1 }), chunk });
    await store.commit({ ...turnOf({ id: index + 1, version: 2 }), chunk });
    const journal = await store.journal(index + 1);
    assert.deepEqual(
      journal.map((read) => Buffer.compare(read, chunk)),
      [0, 0],
    );
  }
}

async function keepsNames(store: Store): Promise<void> {
  const names = [
    '0123abcd-4567-89ab-cdef-0123456789ab',
    '0123ABCD-4567-89AB-CDEF-0123456789AB',
    'é😀\u0000x',
    '',
    "'",
  ];
  for (const [index, name] of names.entries()) await accepts(store, turnOf({ id: index + 1, name }));
}

async function endsAndGoesOn(store: Store): Promise<void> {
  await accepts(store, turnOf({ id: 1, wakeAt: 5 }));
  await accepts(store, turnOf({ id: 1, version: 2, status: 'FAILED', stoppedAt: 99 }));
  assert.deepEqual(ids(await store.executions({ machine: 1, status: 'FAILED', limit: 9 })), [1]);
  const redriven = { id: 1, status: 'RUNNING', wakeAt: 7, redriveCount: 1, redrivenAt: 100 } as const;
  await accepts(store, turnOf({ ...redriven, version: 3 }));
  assert.deepEqual(ids(await store.executions({ machine: 1, status: 'FAILED', limit: 9 })), []);
  assert.deepEqual(ids(await store.due(7, 9)), [1]);
  await accepts(store, turnOf({ ...redriven, version: 4, attention: 1 }));
  // Ended and redriven in one turn, twice in one moment: the status is the same as before it.
  await accepts(store, turnOf({ ...redriven, version: 5, redriveCount: 3 }));
  assert.deepEqual((await store.executions({ machine: 1, limit: 1 }))[0]?.redriveCount, 3);
}

async function refusesAfterClose(store: Store): Promise<void> {
  await store.close();
  await store.close();
  await assert.rejects(store.commit(turnOf({ id: 1 })), Unavailable);
  await assert.rejects(store.write([create('k', 'a')]), Unavailable);
  await assert.rejects(store.header(1), Unavailable);
}

async function finishesOnClose(store: Store): Promise<void> {
  const commits = Array.from({ length: 20 }, (_, index) => store.commit(turnOf({ id: index + 1 })));
  await store.close();
  assert.deepEqual(new Set(await Promise.all(commits)), new Set(['committed']));
}

async function answersAbsence(store: Store): Promise<void> {
  assert.equal(await store.header(1), undefined);
  assert.equal(await store.headerByName(1, 'a'), undefined);
  assert.equal(await store.document('k', 'a'), undefined);
  assert.deepEqual(await store.journal(1), []);
  assert.deepEqual(await store.executions({ machine: 1, limit: 9 }), []);
  assert.deepEqual(await store.due(9, 9), []);
  assert.deepEqual(await store.attentive(1, 0, 9), []);
  assert.deepEqual(await store.documents('k', { prefix: '', limit: 9 }), []);
}

async function listsExecutions(store: Store): Promise<void> {
  const statuses: ExecutionStatus[] = [
    'SUCCEEDED',
    'RUNNING',
    'FAILED',
    'RUNNING',
    'ABORTED',
    'TIMED_OUT',
    'RUNNING',
  ];
  for (const [index, status] of statuses.entries()) await store.commit(turnOf({ id: index + 1, status }));
  await store.commit(turnOf({ id: 8, machine: 2 }));
  assert.deepEqual(ids(await store.executions({ machine: 1, limit: 9 })), [7, 6, 5, 4, 3, 2, 1]);
  assert.deepEqual(ids(await store.executions({ machine: 1, limit: 3 })), [7, 6, 5]);
  assert.deepEqual(ids(await store.executions({ machine: 1, before: 5, limit: 3 })), [4, 3, 2]);
  assert.deepEqual(ids(await store.executions({ machine: 1, status: 'RUNNING', limit: 2 })), [7, 4]);
  assert.deepEqual(ids(await store.executions({ machine: 1, status: 'RUNNING', before: 4, limit: 2 })), [2]);
}

async function listsQualified(store: Store): Promise<void> {
  const one = { machineVersion: 1 };
  const live = { machineVersion: 2, machineAlias: 'live' };
  const started = [one, live, {}, one, { ...live, status: 'FAILED' as const }, { ...one, machine: 2 }];
  for (const [index, header] of started.entries()) await store.commit(turnOf({ id: index + 1, ...header }));
  const list = async (query: Omit<Parameters<Store['executions']>[0], 'machine' | 'limit'>) =>
    ids(await store.executions({ machine: 1, limit: 2, ...query }));
  assert.deepEqual(await list({ qualifier: 1 }), [4, 1]);
  assert.deepEqual(await list({ qualifier: 2 }), [5, 2]);
  assert.deepEqual(await list({ qualifier: 'live' }), [5, 2]);
  assert.deepEqual(await list({ qualifier: 'live', before: 5 }), [2]);
  assert.deepEqual(await list({ qualifier: 'live', status: 'FAILED' }), [5]);
  assert.deepEqual(await list({ qualifier: 1, status: 'RUNNING', before: 4 }), [1]);
  assert.deepEqual(await list({ qualifier: '1' }), []);
}

async function listsMapRuns(store: Store): Promise<void> {
  const [one, other] = ['aaaaaaaa-0000-8000-8000-000000000000', 'bbbbbbbb-0000-8000-8000-000000000000'];
  const child = { mapRun: one, itemCount: 2 };
  const started = [{}, child, { ...child, status: 'FAILED' as const }, { mapRun: other }, child];
  for (const [index, header] of started.entries()) await store.commit(turnOf({ id: index + 1, ...header }));
  const list = async (query: object) => ids(await store.executions({ machine: 1, limit: 2, ...query }));
  assert.deepEqual(await list({}), [1]);
  assert.deepEqual(await list({ status: 'FAILED' }), []);
  assert.deepEqual(await list({ mapRun: one }), [5, 3]);
  assert.deepEqual(await list({ mapRun: one, before: 3 }), [2]);
  assert.deepEqual(await list({ mapRun: one, status: 'RUNNING' }), [5, 2]);
  assert.deepEqual(await list({ mapRun: other }), [4]);
  await store.commit(turnOf({ id: 2, version: 2 }));
  assert.deepEqual(await store.header(2), turnOf({ id: 2, ...child, version: 2 }).header);
}

async function listsDue(store: Store): Promise<void> {
  await store.commit(turnOf({ id: 1, wakeAt: 30 }));
  await store.commit(turnOf({ id: 2, wakeAt: 10 }));
  await store.commit(turnOf({ id: 3, wakeAt: 20 }));
  await store.commit(turnOf({ id: 4 }));
  await store.commit(turnOf({ id: 5, wakeAt: 5, status: 'ABORTED' }));
  await store.commit(turnOf({ id: 6, wakeAt: 31 }));
  assert.deepEqual(ids(await store.due(30, 9)), [2, 3, 1]);
  assert.deepEqual(ids(await store.due(30, 2)), [2, 3]);
  await store.commit(turnOf({ id: 2, version: 2 }));
  assert.deepEqual(ids(await store.due(30, 9)), [3, 1]);
}

async function listsAttentive(store: Store): Promise<void> {
  for (const [index, attention] of [4, 1, 0, 3, 2, 1].entries())
    await store.commit(turnOf({ id: index + 1, attention }));
  assert.deepEqual(ids(await store.attentive(1, 0, 9)), [2, 4, 6]);
  assert.deepEqual(ids(await store.attentive(6, 0, 9)), [1, 4, 5]);
  assert.deepEqual(ids(await store.attentive(7, 1, 2)), [2, 4]);
  assert.deepEqual(ids(await store.attentive(8, 0, 9)), []);
  await store.commit(turnOf({ id: 4, version: 2, attention: 0 }));
  assert.deepEqual(ids(await store.attentive(7, 0, 9)), [1, 2, 5, 6]);
}

async function readsPartOfJournal(store: Store): Promise<void> {
  for (const version of [1, 2, 3]) await store.commit(turnOf({ id: 1, version }, `${version} long`));
  assert.deepEqual(await chunks(store, 1, { first: 1, last: 2 }), ['1 long', '2 long']);
  assert.deepEqual(await chunks(store, 1, { first: 2, last: 9, bytesMax: 3 }), ['2 l', '3 l']);
  assert.deepEqual(await chunks(store, 1, { first: 1, last: 1, bytesMax: 9 }), ['1 long']);
  assert.deepEqual(await chunks(store, 1, { first: 4, last: 9 }), []);
}

async function livesByVersion(store: Store): Promise<void> {
  assert.equal(await store.write([create('k', 'a', 'one')]), 'committed');
  assert.equal(await store.write([create('k', 'a', 'again')]), 'conflict');
  assert.equal(await store.write([update('k', 'a', 'two', 2)]), 'conflict');
  assert.equal(await store.write([update('k', 'a', 'two', 1)]), 'committed');
  assert.deepEqual(await textAndVersion(store, 'a'), ['two', 2]);
  assert.equal(await store.write([update('k', 'a', undefined, 1)]), 'conflict');
  assert.equal(await store.write([update('k', 'a', undefined, 2)]), 'committed');
  assert.equal(await store.document('k', 'a'), undefined);
  assert.equal(await store.write([update('k', 'a', 'three', 2)]), 'conflict');
}

async function keepsPosition(store: Store): Promise<void> {
  await store.write([create('k', 'a'), create('k', 'b')]);
  await store.write([update('k', 'a', 'two', 1)]);
  assert.deepEqual(await keys(store, ''), ['a', 'b']);
  const before = (await store.document('k', 'b'))?.position ?? 0;
  await store.write([update('k', 'b', undefined, 1)]);
  await store.write([create('k', 'b')]);
  assert.ok(((await store.document('k', 'b'))?.position ?? 0) > before);
  await store.write([update('k', 'a', undefined, 2), create('k', 'a')]);
  assert.deepEqual(await keys(store, ''), ['b', 'a']);
}

async function listsDocuments(store: Store): Promise<void> {
  for (const key of ['m/2', 'm/10', 'n/1', 'm', 'm/\u{10ffff}', 'm/1']) await store.write([create('k', key)]);
  await store.write([create('other', 'm/3')]);
  assert.deepEqual(await keys(store, 'm/'), ['m/2', 'm/10', 'm/\u{10ffff}', 'm/1']);
  assert.deepEqual(await keys(store, 'm/1'), ['m/10', 'm/1']);
  const page = await store.documents('k', { prefix: 'm/', limit: 2 });
  const after = page.at(-1)?.position ?? 0;
  const rest = await store.documents('k', { prefix: 'm/', after, limit: 9 });
  assert.deepEqual(
    rest.map(({ key }) => key),
    ['m/\u{10ffff}', 'm/1'],
  );
}

async function keepsText(store: Store): Promise<void> {
  for (const text of ['', 'a\u0000b', '😀é', '__proto__', '"'.repeat(1_000_000)]) {
    const key = text.slice(0, 50);
    await store.write([create('__proto__', key, text)]);
    assert.equal((await store.document('__proto__', key))?.text, text);
  }
}

async function writesAllOrNone(store: Store): Promise<void> {
  await store.write([create('k', 'a', 'old'), create('k', 'b', 'old'), create('k', 'c', 'old')]);
  const failing = [
    update('k', 'a', 'new', 1),
    update('k', 'b', undefined, 1),
    create('k', 'd'),
    create('k', 'c'),
  ];
  const [first, second] = await Promise.all([
    store.write(failing),
    store.write([update('k', 'c', 'new', 1)]),
  ]);
  assert.deepEqual([first, second], ['conflict', 'committed']);
  assert.deepEqual(await keys(store, ''), ['a', 'b', 'c']);
  assert.deepEqual(await textAndVersion(store, 'a'), ['old', 1]);
  assert.deepEqual(await textAndVersion(store, 'c'), ['new', 2]);
}

async function assertsAbsence(store: Store): Promise<void> {
  assert.equal(await store.write([update('k', 'a', undefined, 0), create('k', 'b')]), 'committed');
  assert.equal(await store.write([update('k', 'b', undefined, 0)]), 'conflict');
}

/** Groups of turns called in one tick, with few ids, names and versions, so that many conflict. */
function groups(): fc.Arbitrary<Turn[][]> {
  const one = fc
    .record({
      id: fc.integer({ min: 1, max: 5 }),
      machine: fc.integer({ min: 1, max: 2 }),
      name: fc.constantFrom('a', 'b', '0123abcd-4567-89ab-cdef-0123456789ab'),
      version: fc.integer({ min: 1, max: 4 }),
      status: fc.constantFrom<ExecutionStatus>('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'),
      attention: fc.integer({ min: 0, max: 3 }),
    })
    .chain((header) =>
      fc
        .record({ wakeAt: fc.nat(9), stoppedAt: fc.nat(9), redriveCount: fc.nat(2) }, { requiredKeys: [] })
        .map((moments) =>
          turnOf({ ...header, ...moments }, `${header.name}${header.version}${header.attention}`),
        ),
    );
  return fc.array(fc.array(one, { maxLength: 12 }), { maxLength: 8 });
}

async function agreesWithModel(store: Store, groups: readonly Turn[][]): Promise<void> {
  const model: { header: Header; chunks: string[] }[] = [];
  for (const group of groups) {
    const expected = group.map((each) => (applyToModel(model, each) ? 'committed' : 'conflict'));
    assert.deepEqual(await Promise.all(group.map((each) => store.commit(each))), expected);
  }
  const headers = model.map(({ header }) => header).sort((a, b) => a.id - b.id);
  for (const { header, chunks: expected } of model) {
    assert.deepEqual(await store.header(header.id), header);
    assert.deepEqual(await store.headerByName(header.machine, header.name), header);
    assert.deepEqual(await chunks(store, header.id), expected);
  }
  const ofMachine = headers.filter(({ machine }) => machine === 1).reverse();
  assert.deepEqual(await store.executions({ machine: 1, limit: 9 }), ofMachine);
  assert.deepEqual(
    await store.attentive(2, 0, 9),
    headers.filter(({ attention }) => (attention & 2) !== 0),
  );
  const due = headers.filter(
    ({ status, wakeAt }) => status === 'RUNNING' && wakeAt !== undefined && wakeAt <= 5,
  );
  assert.deepEqual(ids(await store.due(5, 9)), ids(due.sort((a, b) => (a.wakeAt ?? 0) - (b.wakeAt ?? 0))));
}

function applyToModel(model: { header: Header; chunks: string[] }[], { header, chunk }: Turn): boolean {
  const text = Buffer.from(chunk).toString();
  if (header.version === 1) {
    const isTaken = model.some(
      ({ header: { id, machine, name } }) =>
        id === header.id || (machine === header.machine && name === header.name),
    );
    if (!isTaken) model.push({ header, chunks: [text] });
    return !isTaken;
  }
  const stored = model.find((each) => each.header.id === header.id);
  if (stored?.header.version !== header.version - 1) return false;
  stored.header = { ...header, machine: stored.header.machine, name: stored.header.name };
  stored.chunks.push(text);
  return true;
}

// The material.

async function on(open: () => Promise<Store>, claim: (store: Store) => Promise<void>): Promise<void> {
  const store = await open();
  try {
    await claim(store);
  } finally {
    await store.close();
  }
}

async function openTemporary(): Promise<Store> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-store-'));
  const store = await openSqliteStore({ directory, onFatal: (error) => assert.fail(error) });
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { ...store, close, durability: store.durability };
}

function create(kind: string, key: string, text = '{}'): DocumentWrite {
  return { kind, key, text, expectedVersion: 0 };
}

function update(kind: string, key: string, text: string | undefined, expectedVersion: number): DocumentWrite {
  return { kind, key, text, expectedVersion };
}

function ids(headers: readonly Header[]): number[] {
  return headers.map(({ id }) => id);
}

async function chunks(store: Store, id: number, versions?: Versions): Promise<string[]> {
  return (await store.journal(id, versions)).map((chunk) => Buffer.from(chunk).toString());
}

async function keys(store: Store, prefix: string): Promise<string[]> {
  return (await store.documents('k', { prefix, limit: 99 })).map(({ key }) => key);
}

async function textAndVersion(store: Store, key: string): Promise<[string | undefined, number | undefined]> {
  const document = await store.document('k', key);
  return [document?.text, document?.version];
}
