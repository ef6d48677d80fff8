import type { DocumentQuery, DocumentWrite } from '../../src/base/documents.ts';
import type { OutboxChange } from '../../src/base/outbox.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import type { ExecutionId, ExecutionQuery, Store, Turn, Versions } from '../../src/store/store.ts';

type Fate = 'committed' | 'unavailable' | 'lost';

/** For tests: a store whose commits go through, wait, or fail, as it is told; everything else goes through. */
export class GatedStore implements Store {
  /** `held` commits wait for `release`. */
  gate: 'open' | 'held' | 'unavailable' = 'open';
  /** The process is gone: nothing it asks for is ever answered. */
  isDead = false;
  commits = 0;
  /** The process dies with the commit after so many. */
  commitsMax = Number.POSITIVE_INFINITY;
  /** Whether documents can be read. */
  hasDocuments = true;
  /** Documents are written once it resolves, or not at all. */
  writes: Promise<void> | 'unavailable' | undefined;
  readonly #store: Store;
  readonly #held: ((fate: Fate) => void)[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  get durability(): string {
    return this.#store.durability;
  }

  /** Lets the commits that wait have this fate, and the next ones through. */
  release(fate: Fate): void {
    this.gate = 'open';
    for (const settle of this.#held.splice(0)) settle(fate);
  }

  commit(turn: Turn): Promise<'committed' | 'conflict'> {
    if (this.commits >= this.commitsMax) this.isDead = true;
    if (this.isDead) return NEVER;
    if (this.gate === 'unavailable') return Promise.reject(new Unavailable('no store'));
    if (this.gate === 'open') return this.#commit(turn);
    return new Promise((resolve, reject) => {
      this.#held.push((fate) => {
        if (fate === 'committed') resolve(this.#commit(turn));
        else if (fate === 'unavailable') reject(new Unavailable('no store'));
      });
    });
  }

  #commit(turn: Turn): Promise<'committed' | 'conflict'> {
    this.commits++;
    return this.#store.commit(turn);
  }

  header(id: ExecutionId) {
    return this.isDead ? NEVER : this.#store.header(id);
  }

  headerByName(machine: number, name: string) {
    return this.isDead ? NEVER : this.#store.headerByName(machine, name);
  }

  ended(until: number, limit: number) {
    return this.isDead ? NEVER : this.#store.ended(until, limit);
  }

  purge(ids: readonly ExecutionId[], until: number) {
    return this.isDead ? NEVER : this.#store.purge(ids, until);
  }

  journal(id: ExecutionId, versions?: Versions) {
    return this.isDead ? NEVER : this.#store.journal(id, versions);
  }

  executions(query: ExecutionQuery) {
    return this.#store.executions(query);
  }

  due(until: number, limit: number) {
    return this.isDead ? NEVER : this.#store.due(until, limit);
  }

  attentive(bits: number, after: ExecutionId, limit: number) {
    return this.isDead ? NEVER : this.#store.attentive(bits, after, limit);
  }

  async document(kind: string, key: string) {
    if (!this.hasDocuments) throw new Unavailable('no store');
    return await this.#store.document(kind, key);
  }

  documents(kind: string, query: DocumentQuery) {
    return this.#store.documents(kind, query);
  }

  outbox(queue: string, until: number, limit: number) {
    return this.isDead ? NEVER : this.#store.outbox(queue, until, limit);
  }

  async write(writes: readonly DocumentWrite[], outbox?: OutboxChange) {
    if (this.isDead) return await NEVER;
    if (this.writes === 'unavailable') throw new Unavailable('no store');
    if (this.writes !== undefined) await this.writes;
    return await this.#store.write(writes, outbox);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

const NEVER: Promise<never> = new Promise(() => {});
