import { present } from '../../base/assert.ts';
import type { DocumentQuery, DocumentWrite, StoredDocument } from '../../base/documents.ts';
import type { OutboxChange, OutboxEntry, StoredOutboxEntry } from '../../base/outbox.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { ExecutionId, ExecutionQuery, Header, Purge, Store, Turn, Versions } from '../store.ts';

/** A store that forgets with the process. Commits apply one microtask later: no timers, no clock, no chance. */
export function createMemoryStore(): Store {
  return new MemoryStore();
}

interface Stored {
  header: Header;
  readonly chunks: Uint8Array[];
}

class MemoryStore implements Store {
  readonly durability = 'memory (nothing survives)';
  readonly #executions = new Map<ExecutionId, Stored>();
  readonly #byName = new Map<string, Stored>();
  /** Ascending, by machine or Map Run. */
  readonly #byOwner = new Map<number | string, Stored[]>();
  readonly #waking = new Set<Stored>();
  readonly #attentive = new Set<Stored>();
  /** By kind and key, in creation order. */
  readonly #documents = new Map<string, Map<string, StoredDocument>>();
  /** By queue and position: ascending, since positions are given in order. */
  readonly #outbox = new Map<string, Map<number, StoredOutboxEntry>>();
  #lastPosition = 0;
  #isClosed = false;

  async commit(turn: Turn): Promise<'committed' | 'conflict'> {
    this.#assertOpen();
    await undefined;
    return this.#apply(turn) ? 'committed' : 'conflict';
  }

  async write(
    writes: readonly DocumentWrite[],
    outbox: OutboxChange = {},
  ): Promise<'committed' | 'conflict'> {
    this.#assertOpen();
    await undefined;
    return this.#writeAll(writes, outbox) ? 'committed' : 'conflict';
  }

  async header(id: ExecutionId): Promise<Header | undefined> {
    this.#assertOpen();
    return this.#executions.get(id)?.header;
  }

  async headerByName(machine: number, name: string): Promise<Header | undefined> {
    this.#assertOpen();
    return this.#byName.get(nameKey(machine, name))?.header;
  }

  async journal(id: ExecutionId, versions?: Versions): Promise<Uint8Array[]> {
    this.#assertOpen();
    const { first = 1, last, bytesMax } = versions ?? {};
    const chunks = this.#executions.get(id)?.chunks.slice(first - 1, last) ?? [];
    return bytesMax === undefined ? chunks : chunks.map((chunk) => chunk.subarray(0, bytesMax));
  }

  async executions({ machine, mapRun, qualifier, status, before, limit }: ExecutionQuery): Promise<Header[]> {
    this.#assertOpen();
    const all = this.#byOwner.get(mapRun ?? machine) ?? [];
    const found: Header[] = [];
    for (let index = all.length - 1; index >= 0 && found.length < limit; index--) {
      const { header } = present(all[index], 'an execution');
      if (before !== undefined && header.id >= before) continue;
      if (qualifier !== undefined && !isStartedBy(header, qualifier)) continue;
      if (status === undefined || header.status === status) found.push(header);
    }
    return found;
  }

  async due(until: number, limit: number): Promise<Header[]> {
    this.#assertOpen();
    return [...this.#waking]
      .map(({ header }) => header)
      .filter((header) => wakeOf(header) <= until)
      .sort((a, b) => wakeOf(a) - wakeOf(b) || a.id - b.id)
      .slice(0, limit);
  }

  async attentive(bits: number, after: ExecutionId, limit: number): Promise<Header[]> {
    this.#assertOpen();
    return [...this.#attentive]
      .map(({ header }) => header)
      .filter(({ id, attention }) => id > after && (attention & bits) !== 0)
      .sort((a, b) => a.id - b.id)
      .slice(0, limit);
  }

  async ended(until: number, limit: number): Promise<Header[]> {
    this.#assertOpen();
    return [...this.#executions.values()]
      .map(({ header }) => header)
      .filter((header) => endOf(header) <= until)
      .sort((a, b) => endOf(a) - endOf(b) || a.id - b.id)
      .slice(0, limit);
  }

  async purge(ids: readonly ExecutionId[], until: number): Promise<Purge> {
    this.#assertOpen();
    await undefined;
    return { purged: ids.filter((id) => this.#purge(id, until)), isUnfinished: false };
  }

  async document(kind: string, key: string): Promise<StoredDocument | undefined> {
    this.#assertOpen();
    return this.#documents.get(kind)?.get(key);
  }

  async documents(kind: string, { prefix, after = 0, limit }: DocumentQuery): Promise<StoredDocument[]> {
    this.#assertOpen();
    return [...(this.#documents.get(kind)?.values() ?? [])]
      .filter(({ key, position }) => position > after && key.startsWith(prefix))
      .slice(0, limit);
  }

  async outbox(queue: string, until: number, limit: number): Promise<StoredOutboxEntry[]> {
    this.#assertOpen();
    return [...(this.#outbox.get(queue)?.values() ?? [])]
      .filter(({ dueAt }) => dueAt <= until)
      .sort((a, b) => a.dueAt - b.dueAt || a.position - b.position)
      .slice(0, limit);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new Unavailable('The store is closed');
  }

  #apply({ header, chunk, events = [] }: Turn): boolean {
    const stored = header.version === 1 ? this.#start(header) : this.#goOn(header);
    if (stored === undefined) return false;
    stored.chunks.push(chunk.slice());
    this.#append(events);
    const isWaking = header.status === 'RUNNING' && header.wakeAt !== undefined;
    hold(this.#waking, stored, isWaking);
    hold(this.#attentive, stored, header.attention !== 0);
    return true;
  }

  #start(header: Header): Stored | undefined {
    const key = nameKey(header.machine, header.name);
    if (this.#executions.has(header.id) || this.#byName.has(key)) return undefined;
    const stored: Stored = { header, chunks: [] };
    this.#executions.set(header.id, stored);
    this.#byName.set(key, stored);
    const owner = header.mapRun ?? header.machine;
    const all = this.#byOwner.get(owner) ?? [];
    this.#byOwner.set(owner, all);
    // Ids ascend with time, so this is nearly always the end.
    const before = all.findLastIndex((other) => other.header.id < header.id);
    all.splice(before + 1, 0, stored);
    return stored;
  }

  #purge(id: ExecutionId, until: number): boolean {
    const stored = this.#executions.get(id);
    if (stored === undefined || endOf(stored.header) > until) return false;
    const { machine, name, mapRun } = stored.header;
    this.#executions.delete(id);
    this.#byName.delete(nameKey(machine, name));
    this.#waking.delete(stored);
    this.#attentive.delete(stored);
    const all = this.#byOwner.get(mapRun ?? machine);
    all?.splice(all.indexOf(stored), 1);
    return true;
  }

  #goOn(header: Header): Stored | undefined {
    const stored = this.#executions.get(header.id);
    if (stored?.header.version !== header.version - 1) return undefined;
    const { machine, name, machineVersion, machineAlias, mapRun, itemCount } = stored.header;
    const {
      machineVersion: _version,
      machineAlias: _alias,
      mapRun: _run,
      itemCount: _count,
      ...changed
    } = header;
    stored.header = {
      ...{ ...changed, machine, name },
      ...(machineVersion === undefined ? {} : { machineVersion }),
      ...(machineAlias === undefined ? {} : { machineAlias }),
      ...(mapRun === undefined ? {} : { mapRun }),
      ...(itemCount === undefined ? {} : { itemCount }),
    };
    return stored;
  }

  #append(entries: readonly OutboxEntry[]): void {
    for (const { queue, text, dueAt = 0 } of entries) {
      const position = ++this.#lastPosition;
      const waiting = this.#outbox.get(queue) ?? new Map<number, StoredOutboxEntry>();
      this.#outbox.set(queue, waiting.set(position, { queue, text, dueAt, position }));
    }
  }

  #writeAll(writes: readonly DocumentWrite[], { append = [], remove = [] }: OutboxChange): boolean {
    const queues = [...this.#outbox.values()];
    const holders = remove.map((position) => queues.find((waiting) => waiting.has(position)));
    if (holders.includes(undefined) || new Set(remove).size < remove.length) return false;
    const undo: (() => void)[] = [];
    const isApplied = writes.every((write) => this.#writeOne(write, undo));
    if (!isApplied) for (const step of undo.reverse()) step();
    else {
      for (const [index, position] of remove.entries()) holders[index]?.delete(position);
      this.#append(append);
    }
    return isApplied;
  }

  #writeOne({ kind, key, text, expectedVersion }: DocumentWrite, undo: (() => void)[]): boolean {
    const documents = this.#documents.get(kind) ?? new Map<string, StoredDocument>();
    const old = documents.get(key);
    if ((old?.version ?? 0) !== expectedVersion) return false;
    this.#documents.set(kind, documents);
    if (old !== undefined && text === undefined) {
      const order = [...documents];
      undo.push(() => {
        documents.clear();
        for (const [name, document] of order) documents.set(name, document);
      });
      documents.delete(key);
    } else if (text !== undefined) {
      undo.push(() => (old === undefined ? documents.delete(key) : documents.set(key, old)));
      const position = old?.position ?? ++this.#lastPosition;
      documents.set(key, { key, text, version: expectedVersion + 1, position });
    }
    return true;
  }
}

function nameKey(machine: number, name: string): string {
  return `${machine}/${name}`;
}

function isStartedBy({ machineVersion, machineAlias }: Header, qualifier: number | string): boolean {
  return qualifier === (typeof qualifier === 'number' ? machineVersion : machineAlias);
}

function wakeOf({ wakeAt = Number.POSITIVE_INFINITY }: Header): number {
  return wakeAt;
}

/** Never, while it runs. */
function endOf({ status, stoppedAt = Number.POSITIVE_INFINITY }: Header): number {
  return status === 'RUNNING' ? Number.POSITIVE_INFINITY : stoppedAt;
}

function hold(set: Set<Stored>, stored: Stored, isHeld: boolean): void {
  if (isHeld) set.add(stored);
  else set.delete(stored);
}
