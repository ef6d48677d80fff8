import type { ExecutionId } from '../store/store.ts';
import { type HotExecution, isIdle } from './hot-execution.ts';

/**
 * The executions in memory, least recently used first. Over the limit the oldest idle ones are dropped: their
 * journal has everything. Busy ones stay, so that the limit is one of caching, not of work.
 */
export class HotExecutions {
  readonly #limit: number;
  readonly #byId = new Map<ExecutionId, HotExecution>();
  readonly #byName = new Map<string, HotExecution>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(id: ExecutionId): HotExecution | undefined {
    return this.#touch(this.#byId.get(id));
  }

  getByName(machine: number, name: string): HotExecution | undefined {
    return this.#touch(this.#byName.get(keyOf(machine, name)));
  }

  add(hot: HotExecution): void {
    this.#byId.set(hot.header.id, hot);
    this.#byName.set(keyOf(hot.header.machine, hot.header.name), hot);
    if (this.#byId.size > this.#limit) this.#evict();
  }

  remove(hot: HotExecution): void {
    const { id, machine, name } = hot.header;
    if (this.#byId.get(id) === hot) this.#byId.delete(id);
    if (this.#byName.get(keyOf(machine, name)) === hot) this.#byName.delete(keyOf(machine, name));
  }

  values(): IterableIterator<HotExecution> {
    return this.#byId.values();
  }

  #touch(hot: HotExecution | undefined): HotExecution | undefined {
    if (hot === undefined) return undefined;
    // A Map iterates in insertion order: the last used goes to the end.
    this.#byId.delete(hot.header.id);
    this.#byId.set(hot.header.id, hot);
    return hot;
  }

  #evict(): void {
    let looked = 0;
    for (const hot of this.#byId.values()) {
      if (this.#byId.size <= this.#limit || ++looked > EVICTION_LOOK_AHEAD) return;
      if (isIdle(hot)) this.remove(hot);
      else this.#touch(hot);
    }
  }
}

/** A bound on one eviction's work when the oldest are all busy. */
const EVICTION_LOOK_AHEAD = 64;

function keyOf(machine: number, name: string): string {
  return `${machine}/${name}`;
}
