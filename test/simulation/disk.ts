import type { DocumentQuery, DocumentWrite } from '../../src/base/documents.ts';
import type { OutboxChange } from '../../src/base/outbox.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import type { ExecutionId, ExecutionQuery, Store, Turn, Versions } from '../../src/store/store.ts';
import type { Moment, SimulatedTime } from './simulated-time.ts';

/**
 * What becomes of a write: `unheard` is written, and its writer is told that it was not; `conflict` is a writer that was
 * faster, though it has changed nothing; the last two end the process, before or behind it.
 */
export const FATES = ['refused', 'unheard', 'conflict', 'crash before', 'crash after'] as const;
export type Fate = (typeof FATES)[number];

/** What survives every process, and how it is treated. */
export class Disk {
  readonly store = createMemoryStore();
  readonly time: SimulatedTime;
  /** What becomes of the next writes, by how many go well before. */
  readonly fates = new Map<number, Fate>();
  /** Until then every call is refused. */
  isAwayUntil = 0;
  /** How long writes take. */
  writeMs = () => 0;
  /** How many writes have met a fate. */
  met = 0;
  readonly #written: (turn: Turn, decided: Moment) => void;
  /** How many there were. */
  writes = 0;
  #freeAt = 0;

  /** @param written Is told of every turn that is on disk, and when its writer had decided it. */
  constructor(time: SimulatedTime, written: (turn: Turn, decided: Moment) => void) {
    this.time = time;
    this.#written = written;
  }

  /** Lets this become of the write after so many others. */
  plan(fate: Fate, after: number): void {
    this.fates.set(this.writes + after, fate);
  }

  /** From now on everything goes well, and fast. */
  heal(): void {
    this.fates.clear();
    this.isAwayUntil = 0;
    this.writeMs = () => 0;
  }

  /** Whether nothing is planned. */
  get isWell(): boolean {
    return this.fates.size === 0;
  }

  /** What becomes of this write; its turn has come. */
  async next(): Promise<Fate | undefined> {
    const ms = this.writeMs();
    // One after another, as a log is written.
    const at = Math.max(this.#freeAt, this.time.elapsed + ms);
    if (at > this.time.elapsed) {
      this.#freeAt = at;
      await new Promise<void>((resolve) => this.time.after(at - this.time.elapsed, resolve));
    }
    const number = this.writes++;
    const fate = this.fates.get(number);
    if (fate !== undefined) this.met++;
    return fate;
  }

  async commit(turn: Turn, decided: Moment): Promise<'committed' | 'conflict'> {
    const outcome = await this.store.commit(turn);
    if (outcome === 'committed') this.#written(turn, decided);
    return outcome;
  }
}

/** The disk as one process sees it. Once that is gone, nothing it has asked for is ever answered. */
export class DiskOfProcess implements Store {
  readonly durability = 'simulated';
  readonly #disk: Disk;
  readonly #process: { readonly isDead: boolean; kill(): void };

  constructor(disk: Disk, process: { readonly isDead: boolean; kill(): void }) {
    this.#disk = disk;
    this.#process = process;
  }

  commit(turn: Turn) {
    const { elapsed, wall } = this.#disk.time;
    return this.#write(() => this.#disk.commit(turn, { elapsed, wall }));
  }

  write(writes: readonly DocumentWrite[], outbox?: OutboxChange) {
    return this.#write(() => this.#disk.store.write(writes, outbox));
  }

  purge(ids: readonly ExecutionId[], until: number) {
    return this.#read((store) => store.purge(ids, until));
  }

  header(id: ExecutionId) {
    return this.#read((store) => store.header(id));
  }

  headerByName(machine: number, name: string) {
    return this.#read((store) => store.headerByName(machine, name));
  }

  journal(id: ExecutionId, versions?: Versions) {
    return this.#read((store) => store.journal(id, versions));
  }

  executions(query: ExecutionQuery) {
    return this.#read((store) => store.executions(query));
  }

  due(until: number, limit: number) {
    return this.#read((store) => store.due(until, limit));
  }

  attentive(bits: number, after: ExecutionId, limit: number) {
    return this.#read((store) => store.attentive(bits, after, limit));
  }

  ended(until: number, limit: number) {
    return this.#read((store) => store.ended(until, limit));
  }

  document(kind: string, key: string) {
    return this.#read((store) => store.document(kind, key));
  }

  documents(kind: string, query: DocumentQuery) {
    return this.#read((store) => store.documents(kind, query));
  }

  outbox(queue: string, until: number, limit: number) {
    return this.#read((store) => store.outbox(queue, until, limit));
  }

  async close(): Promise<void> {}

  async #write(apply: () => Promise<'committed' | 'conflict'>): Promise<'committed' | 'conflict'> {
    if (this.#process.isDead) return await never();
    if (this.#isAway) throw new Unavailable('the disk is away');
    const fate = await this.#disk.next();
    // The order was given before the process died; whether it has reached the disk, nobody knows: it has not.
    if (this.#process.isDead) return await never();
    if (fate === 'refused') throw new Unavailable('the disk is full');
    if (fate === 'conflict') return 'conflict';
    if (fate === 'crash before') this.#process.kill();
    if (this.#process.isDead) return await never();
    const outcome = await apply();
    if (fate === 'crash after') this.#process.kill();
    if (this.#process.isDead) return await never();
    if (fate === 'unheard') throw new Unavailable('the connection is gone');
    return outcome;
  }

  async #read<Answer>(ask: (store: Store) => Promise<Answer>): Promise<Answer> {
    if (this.#process.isDead) return await never();
    if (this.#isAway) throw new Unavailable('the disk is away');
    const answer = await ask(this.#disk.store);
    return this.#process.isDead ? await never() : answer;
  }

  get #isAway(): boolean {
    return this.#disk.time.elapsed < this.#disk.isAwayUntil;
  }
}

/** One for each who waits: what waits for it can be forgotten with it. */
function never(): Promise<never> {
  return new Promise(() => {});
}
