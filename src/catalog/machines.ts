import { isDeepStrictEqual } from 'node:util';
import { type Scope, stateMachineArn } from '../base/arn.ts';
import { present } from '../base/assert.ts';
import type { DocumentWrite, StoredDocument } from '../base/documents.ts';
import type { Entropy } from '../base/entropy.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import type { Store } from '../store/store.ts';
import { BoundedCache } from './bounded-cache.ts';
import type {
  Machine,
  MachineChange,
  Machines,
  MachineUpdate,
  NewMachine,
  Publication,
  Revision,
  Version,
} from './catalog.ts';
import { keyOf, type PageQuery, pageOf, partsOf, transact } from './document.ts';
import {
  type FormerDocument,
  formerOf,
  MACHINE,
  type MachineDocument,
  machineDocumentOf,
} from './machine-document.ts';
import type { OneByOne } from './one-by-one.ts';
import { NO_QUALIFIERS, type StoredQualifiers } from './qualifiers.ts';
import { refuseDeleting } from './refuse-deleting.ts';
import { isSame, readRevision, revisionText, weightOf } from './revision-document.ts';
import { mergeTags } from './tags.ts';
import { publish } from './versions.ts';

/**
 * State machines as documents:
 *
 * - `machine`, by account, region and name: what exists, with the number of its current revision, and its tags;
 * - `retired-machine`, by the same key: those that are being deleted;
 * - `former-machine`, by the same key: the number of a deleted name, so that its executions stay readable and a
 *   machine created again under that name goes on counting;
 * - `machine-owner`, by number: where a number came from;
 * - `revision`, by number and revision: immutable;
 * - `counter`, `machine`: the last number given;
 * - `qualifiers`, by number: versions and aliases of a machine that exists.
 */
const RETIRED = 'retired-machine';
const FORMER = 'former-machine';
const OWNER = 'machine-owner';
const REVISION = 'revision';
const COUNTER = 'counter';
/** What the first revision of a machine is called, which has no id (API reference, PublishStateMachineVersion). */
const INITIAL = 'INITIAL';

const CACHE_BYTES_MAX = 64 * 1024 * 1024;
const SMALL_ENTRIES_MAX = 50_000;

/** Of machines under deletion that a start finds; what is more waits for the next start. */
const RETIRED_MAX = 1000;
/** What a new machine's publication is called: numbers count from here. */
const FIRST_VERSION = 1;

type Created = Machine & { readonly version?: number };
type Existing = { readonly stored: StoredDocument; readonly machine: Machine };
type Change<Answer> = { readonly writes: readonly DocumentWrite[]; readonly answer: Answer };
type Owner = { readonly scope: Scope; readonly name: string };

export interface MachinesOptions {
  readonly store: Store;
  readonly now: () => Instant;
  /** Revision ids come from here. */
  readonly entropy: Entropy;
  readonly qualifiers: StoredQualifiers;
  /** Shared with whatever else writes the documents of machines. */
  readonly oneByOne: OneByOne;
}

export class StoredMachines implements Machines {
  readonly #store: Store;
  readonly #now: () => Instant;
  readonly #entropy: Entropy;
  readonly #qualifiers: StoredQualifiers;
  readonly #machines = new BoundedCache<Machine>(CACHE_BYTES_MAX);
  readonly #revisions = new BoundedCache<Revision>(CACHE_BYTES_MAX);
  /** Numbers and owners never change. */
  readonly #numbers = new BoundedCache<number>(SMALL_ENTRIES_MAX);
  readonly #owners = new BoundedCache<Owner>(SMALL_ENTRIES_MAX);
  /** Counts changes: what was read before a change must not enter the cache after it. */
  #changes = 0;
  /** All creations write the same counter. */
  readonly #oneByOne: OneByOne;
  /** The machine whose versions and aliases the change under way may write. */
  #touched: number | undefined;

  constructor({ store, now, entropy, qualifiers, oneByOne }: MachinesOptions) {
    this.#oneByOne = oneByOne;
    this.#qualifiers = qualifiers;
    this.#store = store;
    this.#now = now;
    this.#entropy = entropy;
  }

  create(scope: Scope, input: NewMachine): Promise<Created> {
    const key = keyOf(scope, input.name);
    return this.#change(key, () =>
      transact<Created>(this.#store, async () => {
        const existing = await this.#read(key);
        if (existing !== undefined) return { writes: [], answer: sameOrRefused(existing, input) };
        return this.#creation(key, input);
      }),
    );
  }

  async #creation(key: string, input: NewMachine): Promise<Change<Created>> {
    const [former, counter] = await Promise.all([
      this.#store.document(FORMER, key),
      this.#store.document(COUNTER, MACHINE),
    ]);
    const past = former === undefined ? undefined : formerOf(former);
    const id = past?.id ?? Number(counter?.text ?? 0) + 1;
    const { name, type, publication, tags = [], ...defined } = input;
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
    const document: MachineDocument = {
      ...{ id, type, createdAt, revision: revision.number },
      tags: mergeTags(stateMachineArn(owner.scope, name), [], tags),
      ...(publication === undefined ? {} : { publication }),
    };
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
    const machine = {
      ...{ scope: owner.scope, name, id, type, createdAt, current: revision },
      isDeleting: false,
    };
    if (publication === undefined) return { writes, answer: machine };
    const { replace } = await this.#qualifiersOf(id);
    const { after, version } = publish(NO_QUALIFIERS, revision.number, { ...publication, createdAt });
    return { writes: [...writes, replace(after)], answer: { ...machine, version: version.number } };
  }

  update(machine: Machine, change: MachineChange, publication?: Publication): Promise<MachineUpdate> {
    const key = keyOf(machine.scope, machine.name);
    return this.#change(key, () =>
      transact<MachineUpdate>(this.#store, async () => {
        const existing = await this.#changeable(key, machine);
        const { number, ...revised } = this.#revised(key, existing, change);
        if (publication === undefined) return revised;
        const published = await this.#publication(existing, number, publication);
        // A revision that this very change makes writes the machine's document already.
        const writes = revised.writes.length === 0 ? published.writes : published.writes.slice(1);
        const { number: version } = published.answer;
        return { writes: [...revised.writes, ...writes], answer: { ...revised.answer, version } };
      }),
    );
  }

  publish(
    machine: Machine,
    { revisionId, ...publication }: Publication & { readonly revisionId?: string },
  ): Promise<Version> {
    const key = keyOf(machine.scope, machine.name);
    return this.#change(key, () =>
      transact<Version>(this.#store, async () => {
        const existing = await this.#changeable(key, machine);
        const { current } = existing.machine;
        const { revisionId: currentId = INITIAL } = current;
        if (revisionId !== undefined && revisionId !== currentId) {
          throw new ServiceError(
            'ConflictException',
            `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${currentId}.`,
          );
        }
        return await this.#publication(existing, current.number, publication);
      }),
    );
  }

  /** The first write leaves the machine's document as it is: it fails when that was changed or deleted meanwhile. */
  async #publication(
    { stored, machine }: Existing,
    revision: number,
    publication: Publication,
  ): Promise<Change<Version>> {
    const { before, replace } = await this.#qualifiersOf(machine.id);
    const { after, version } = publish(before, revision, { ...publication, createdAt: this.#now() });
    if (after === before) return { writes: [], answer: version };
    const { key, text } = stored;
    const guard = { kind: MACHINE, key, text, expectedVersion: stored.version };
    return { writes: [guard, replace(after)], answer: version };
  }

  async #changeable(key: string, { scope, name }: Machine): Promise<Existing> {
    const existing = await this.#read(key);
    if (existing === undefined)
      throw new ServiceError('StateMachineDoesNotExist', stateMachineArn(scope, name));
    refuseDeleting(existing.machine);
    return existing;
  }

  #revised(
    key: string,
    { stored, machine }: Existing,
    change: MachineChange,
  ): Change<MachineUpdate> & { readonly number: number } {
    const { current, id } = machine;
    const updatedAt = this.#now();
    const { revisionId: formerId, number, createdAt: _then, ...before } = current;
    const after = { ...before, ...change };
    if (isSame(current, after) && current.roleArn === after.roleArn) {
      const answer = formerId === undefined ? { updatedAt } : { updatedAt, revisionId: formerId };
      return { writes: [], answer, number };
    }
    const revisionId = this.#entropy.uuid();
    const revision = { ...after, number: number + 1, revisionId, createdAt: updatedAt };
    const document: MachineDocument = { ...machineDocumentOf(stored), revision: revision.number };
    const writes = [
      { kind: MACHINE, key, text: JSON.stringify(document), expectedVersion: stored.version },
      {
        kind: REVISION,
        key: revisionKey(id, revision.number),
        text: revisionText(revision),
        expectedVersion: 0,
      },
    ];
    return { writes, answer: { updatedAt, revisionId }, number: revision.number };
  }

  async retire(scope: Scope, name: string): Promise<void> {
    const key = keyOf(scope, name);
    await this.#change(key, () =>
      transact(this.#store, async () => {
        const stored = await this.#store.document(MACHINE, key);
        const document = stored && machineDocumentOf(stored);
        if (document === undefined || document.isDeleting) return { writes: [], answer: undefined };
        const text = JSON.stringify({ ...document, isDeleting: true } satisfies MachineDocument);
        const writes = [
          { kind: MACHINE, key, text, expectedVersion: present(stored, 'machine').version },
          { kind: RETIRED, key, text: '{}', expectedVersion: 0 },
        ];
        return { writes, answer: undefined };
      }),
    );
  }

  async retired(): Promise<Machine[]> {
    const documents = await this.#store.documents(RETIRED, { prefix: '', limit: RETIRED_MAX });
    const found = documents.map(({ key }) => this.#read(key));
    return (await Promise.all(found)).flatMap((existing) => existing?.machine ?? []);
  }

  async delete(scope: Scope, name: string): Promise<void> {
    const key = keyOf(scope, name);
    await this.#change(key, () =>
      transact(this.#store, async () => {
        const stored = await this.#store.document(MACHINE, key);
        if (stored === undefined) return { writes: [], answer: undefined };
        const { id, revision, isDeleting } = machineDocumentOf(stored);
        // Another call has deleted the one that was marked, and this one has been created since.
        if (isDeleting !== true) return { writes: [], answer: undefined };
        const text = JSON.stringify({ id, revision } satisfies FormerDocument);
        const [retired, { replace }] = await Promise.all([
          this.#store.document(RETIRED, key),
          this.#qualifiersOf(id),
        ]);
        const writes = [
          { kind: MACHINE, key, text: undefined, expectedVersion: stored.version },
          { kind: FORMER, key, text, expectedVersion: 0 },
          { kind: RETIRED, key, text: undefined, expectedVersion: retired?.version ?? 0 },
          replace(undefined),
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

  async #read(key: string): Promise<Existing | undefined> {
    const stored = await this.#store.document(MACHINE, key);
    return stored === undefined ? undefined : { stored, machine: await this.#machineOf(stored) };
  }

  async #machineOf(stored: StoredDocument): Promise<Machine> {
    const { id, type, createdAt, revision, isDeleting = false } = machineDocumentOf(stored);
    const current = present(await this.revision(id, revision), `revision ${revision} of machine ${id}`);
    return { ...partsOf(stored.key), id, type, createdAt, current, isDeleting };
  }

  #qualifiersOf(machine: number) {
    this.#touched = machine;
    return this.#qualifiers.read(machine);
  }

  /** Runs a change after those before it. */
  #change<Answer>(key: string, run: () => Promise<Answer>): Promise<Answer> {
    return this.#oneByOne.run(() => this.#forgetting(key, run));
  }

  /** Forgets what a change may have changed, whatever its outcome. */
  async #forgetting<Answer>(key: string, run: () => Promise<Answer>): Promise<Answer> {
    try {
      return await run();
    } finally {
      this.#changes += 1;
      this.#machines.delete(key);
      if (this.#touched !== undefined) this.#qualifiers.forget(this.#touched);
      this.#touched = undefined;
    }
  }
}

function sameOrRefused({ stored, machine }: Existing, input: NewMachine): Created {
  refuseDeleting(machine);
  const arn = stateMachineArn(machine.scope, machine.name);
  const { publication } = machineDocumentOf(stored);
  const isTheSame =
    machine.type === input.type &&
    isSame(machine.current, input) &&
    isDeepStrictEqual(publication, input.publication);
  if (!isTheSame) throw new ServiceError('StateMachineAlreadyExists', arn);
  return publication === undefined ? machine : { ...machine, version: FIRST_VERSION };
}

function revisionKey(machine: number, revision: number): string {
  return `${machine}/${revision}`;
}
