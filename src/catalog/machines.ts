import { type Scope, stateMachineArn } from '../base/arn.ts';
import { present } from '../base/assert.ts';
import type { Entropy } from '../base/entropy.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import type { DocumentWrite, Store, StoredDocument } from '../store/store.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { Machine, MachineChange, Machines, NewMachine, Revision } from './catalog.ts';
import { keyOf, type PageQuery, pageOf, partsOf, transact } from './document.ts';
import { isSame, readRevision, revisionText, weightOf } from './revision-document.ts';

/**
 * State machines as documents:
 *
 * - `machine`, by account, region and name: what exists, with the number of its current revision;
 * - `former-machine`, by the same key: the number of a deleted name, so that its executions stay readable and a
 *   machine created again under that name goes on counting;
 * - `machine-owner`, by number: where a number came from;
 * - `revision`, by number and revision: immutable;
 * - `counter`, `machine`: the last number given.
 */
const MACHINE = 'machine';
const FORMER = 'former-machine';
const OWNER = 'machine-owner';
const REVISION = 'revision';
const COUNTER = 'counter';

const CACHE_BYTES_MAX = 64 * 1024 * 1024;
const SMALL_ENTRIES_MAX = 50_000;

interface MachineDocument {
  readonly id: number;
  readonly type: Machine['type'];
  readonly createdAt: Instant;
  readonly revision: number;
}

type FormerDocument = Pick<MachineDocument, 'id' | 'revision'>;
type Updated = { readonly updatedAt: Instant; readonly revisionId?: string };
type Change<Answer> = { readonly writes: readonly DocumentWrite[]; readonly answer: Answer };
type Owner = { readonly scope: Scope; readonly name: string };

export interface MachinesOptions {
  readonly store: Store;
  readonly now: () => Instant;
  /** Revision ids come from here. */
  readonly entropy: Entropy;
}

export class StoredMachines implements Machines {
  readonly #store: Store;
  readonly #now: () => Instant;
  readonly #entropy: Entropy;
  readonly #machines = new BoundedCache<Machine>(CACHE_BYTES_MAX);
  readonly #revisions = new BoundedCache<Revision>(CACHE_BYTES_MAX);
  /** Numbers and owners never change. */
  readonly #numbers = new BoundedCache<number>(SMALL_ENTRIES_MAX);
  readonly #owners = new BoundedCache<Owner>(SMALL_ENTRIES_MAX);
  /** Counts changes: what was read before a change must not enter the cache after it. */
  #changes = 0;
  /** Changes run one after another: all creations write the same counter. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ store, now, entropy }: MachinesOptions) {
    this.#store = store;
    this.#now = now;
    this.#entropy = entropy;
  }

  create(scope: Scope, input: NewMachine): Promise<Machine> {
    const key = keyOf(scope, input.name);
    return this.#change(key, () =>
      transact(this.#store, async () => {
        const existing = await this.#read(key);
        if (existing !== undefined) return { writes: [], answer: sameOrRefused(existing.machine, input) };
        return this.#creation(key, input);
      }),
    );
  }

  async #creation(key: string, input: NewMachine) {
    const [former, counter] = await Promise.all([
      this.#store.document(FORMER, key),
      this.#store.document(COUNTER, MACHINE),
    ]);
    const past = former === undefined ? undefined : formerOf(former);
    const id = past?.id ?? Number(counter?.text ?? 0) + 1;
    const { name, type, ...defined } = input;
    const createdAt = this.#now();
    const revision = { ...defined, number: (past?.revision ?? 0) + 1, createdAt };
    const owner = partsOf(key);
    const numbering =
      former === undefined
        ? [
            { kind: COUNTER, key: MACHINE, text: String(id), expectedVersion: counter?.version ?? 0 },
            { kind: OWNER, key: String(id), text: JSON.stringify(owner), expectedVersion: 0 },
          ]
        : [{ kind: FORMER, key, text: undefined, expectedVersion: former.version }];
    const document: MachineDocument = { id, type, createdAt, revision: revision.number };
    const writes = [
      ...numbering,
      { kind: MACHINE, key, text: JSON.stringify(document), expectedVersion: 0 },
      {
        kind: REVISION,
        key: revisionKey(id, revision.number),
        text: revisionText(revision),
        expectedVersion: 0,
      },
    ];
    return { writes, answer: { scope: owner.scope, name, id, type, createdAt, current: revision } };
  }

  update(machine: Machine, change: MachineChange): Promise<Updated> {
    const key = keyOf(machine.scope, machine.name);
    return this.#change(key, () =>
      transact<Updated>(this.#store, async () => {
        const existing = await this.#read(key);
        if (existing === undefined) {
          throw new ServiceError('StateMachineDoesNotExist', stateMachineArn(machine.scope, machine.name));
        }
        return this.#revised(key, existing, change);
      }),
    );
  }

  #revised(
    key: string,
    { stored, machine }: { stored: StoredDocument; machine: Machine },
    change: MachineChange,
  ): Change<Updated> {
    const { current, id, type, createdAt } = machine;
    const updatedAt = this.#now();
    const { revisionId: formerId, number, createdAt: _then, ...before } = current;
    const after = { ...before, ...change };
    if (isSame(current, after) && current.roleArn === after.roleArn) {
      return {
        writes: [],
        answer: formerId === undefined ? { updatedAt } : { updatedAt, revisionId: formerId },
      };
    }
    const revisionId = this.#entropy.uuid();
    const revision = { ...after, number: number + 1, revisionId, createdAt: updatedAt };
    const document: MachineDocument = { id, type, createdAt, revision: revision.number };
    const writes = [
      { kind: MACHINE, key, text: JSON.stringify(document), expectedVersion: stored.version },
      {
        kind: REVISION,
        key: revisionKey(id, revision.number),
        text: revisionText(revision),
        expectedVersion: 0,
      },
    ];
    return { writes, answer: { updatedAt, revisionId } };
  }

  async delete(scope: Scope, name: string): Promise<void> {
    const key = keyOf(scope, name);
    await this.#change(key, () =>
      transact(this.#store, async () => {
        const stored = await this.#store.document(MACHINE, key);
        if (stored === undefined) return { writes: [], answer: undefined };
        const { id, revision } = machineDocumentOf(stored);
        const text = JSON.stringify({ id, revision } satisfies FormerDocument);
        const writes = [
          { kind: MACHINE, key, text: undefined, expectedVersion: stored.version },
          { kind: FORMER, key, text, expectedVersion: 0 },
        ];
        return { writes, answer: undefined };
      }),
    );
  }

  async find(scope: Scope, name: string): Promise<Machine | undefined> {
    const key = keyOf(scope, name);
    const cached = this.#machines.get(key);
    if (cached !== undefined) return cached;
    const before = this.#changes;
    const machine = (await this.#read(key))?.machine;
    if (machine !== undefined && before === this.#changes) {
      this.#machines.set(key, machine, weightOf(machine.current));
    }
    return machine;
  }

  async numberOf(scope: Scope, name: string): Promise<number | undefined> {
    const key = keyOf(scope, name);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const machine = await this.#store.document(MACHINE, key);
    const stored =
      machine ?? (await this.#store.document(FORMER, key)) ?? (await this.#store.document(MACHINE, key));
    if (stored === undefined) return undefined;
    const { id } = formerOf(stored);
    this.#numbers.set(key, id, 1);
    return id;
  }

  async ownerOf(machine: number): Promise<Owner | undefined> {
    const known = this.#owners.get(String(machine));
    if (known !== undefined) return known;
    const stored = await this.#store.document(OWNER, String(machine));
    if (stored === undefined) return undefined;
    // Written by `#creation` alone.
    const owner = JSON.parse(stored.text) as Owner;
    this.#owners.set(String(machine), owner, 1);
    return owner;
  }

  async revision(machine: number, revision: number): Promise<Revision | undefined> {
    const key = revisionKey(machine, revision);
    const known = this.#revisions.get(key);
    if (known !== undefined) return known;
    const stored = await this.#store.document(REVISION, key);
    if (stored === undefined) return undefined;
    const read = readRevision(stored.text);
    this.#revisions.set(key, read, weightOf(read));
    return read;
  }

  async list(scope: Scope, page: PageQuery) {
    const { documents, ...next } = await pageOf(this.#store, MACHINE, scope, page);
    return { machines: await Promise.all(documents.map((stored) => this.#machineOf(stored))), ...next };
  }

  async #read(key: string): Promise<{ stored: StoredDocument; machine: Machine } | undefined> {
    const stored = await this.#store.document(MACHINE, key);
    return stored === undefined ? undefined : { stored, machine: await this.#machineOf(stored) };
  }

  async #machineOf(stored: StoredDocument): Promise<Machine> {
    const { id, type, createdAt, revision } = machineDocumentOf(stored);
    const current = present(await this.revision(id, revision), `revision ${revision} of machine ${id}`);
    return { ...partsOf(stored.key), id, type, createdAt, current };
  }

  /** Runs a change after those before it, and forgets what it may have changed, whatever its outcome. */
  async #change<Answer>(key: string, run: () => Promise<Answer>): Promise<Answer> {
    const turn = this.#last.then(run);
    // A refused change is its caller's business; the next one runs all the same.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await turn;
    } finally {
      this.#changes += 1;
      this.#machines.delete(key);
    }
  }
}

function sameOrRefused(machine: Machine, input: NewMachine): Machine {
  if (machine.type === input.type && isSame(machine.current, input)) return machine;
  throw new ServiceError('StateMachineAlreadyExists', stateMachineArn(machine.scope, machine.name));
}

function revisionKey(machine: number, revision: number): string {
  return `${machine}/${revision}`;
}

function machineDocumentOf(stored: StoredDocument): MachineDocument {
  // Written by this file alone.
  return JSON.parse(stored.text) as MachineDocument;
}

function formerOf(stored: StoredDocument): FormerDocument {
  // Written by this file alone; a machine's document has these members too.
  return JSON.parse(stored.text) as FormerDocument;
}
