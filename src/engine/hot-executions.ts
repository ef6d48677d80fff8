import type { ExecutionId } from '../store/store.ts';
import { type HotExecution, isIdle } from './hot-execution.ts';

/** How many executions, and how many bytes of their journals, may stay in memory with nothing to do. */
export interface HotLimits {
  readonly count: number;
  readonly bytes: number;
  /** How many of them that have ended: somebody will ask how, and then nobody for long. */
  readonly ended: number;
}

/**
 * The executions in memory, least recently used first. Over a limit the oldest idle ones are dropped: their
 * journal has everything. Busy ones stay, so that the limits are those of a cache, not of work.
 *
 * Few of those that have ended stay: kept until the others push them out, each one was moved into the old generation of
 * the heap to die there, which cost a start a fifth of its processor time (Nov 2026).
 */
export class HotExecutions {
  readonly #limits: HotLimits;
  #bytes = 0;
  /** The sizes at which it is worth looking for idle ones again. */
  #nextPass: Omit<HotLimits, 'ended'>;
  readonly #byId = new Map<ExecutionId, HotExecution>();
  /** By machine, then by name. */
  readonly #byName = new Map<number, Map<string, HotExecution>>();
  /** In the order in which they ended, came, or were used; some may have been redriven since. */
  readonly #ended = new Set<HotExecution>();

  constructor(limits: HotLimits) {
    this.#limits = limits;
    this.#nextPass = limits;
  }

  get count(): number {
    return this.#byId.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(id: ExecutionId): boolean {
    return this.#byId.has(id);
  }

  get(id: ExecutionId): HotExecution | undefined {
    return this.#touch(this.#byId.get(id));
  }

  getByName(machine: number, name: string): HotExecution | undefined {
    return this.#touch(this.#byName.get(machine)?.get(name));
  }

  add(hot: HotExecution): void {
    this.#byId.set(hot.header.id, hot);
    this.#addName(hot);
    this.#bytes += hot.weight;
    this.#noteEnd(hot);
    this.#evict();
  }

  /** A turn of it was committed. */
  grow(hot: HotExecution, bytes: number): void {
    hot.weight += bytes;
    if (this.#byId.get(hot.header.id) === hot) {
      this.#bytes += bytes;
      this.#noteEnd(hot);
    }
    this.#evict();
  }

  remove(hot: HotExecution): void {
    const { id, machine, name } = hot.header;
    if (this.#byId.get(id) === hot) {
      this.#byId.delete(id);
      this.#ended.delete(hot);
      this.#bytes -= hot.weight;
    }
    const names = this.#byName.get(machine);
    if (names?.get(name) !== hot) return;
    names.delete(name);
    if (names.size === 0) this.#byName.delete(machine);
  }

  /** It is about to be deleted. One with a turn under way loses it to the deletion: that turn cannot be committed. */
  forget(id: ExecutionId): void {
    const hot = this.#byId.get(id);
    if (hot !== undefined) this.remove(hot);
  }

  /** Waits for executions of a machine that are about to run: started or redriven, and not on disk as running yet. */
  async begun(machine: number): Promise<void> {
    const all = [...this.#byId.values()].filter(({ header }) => header.machine === machine);
    const begun = all.filter((hot) => hot.isRunning && (hot.header.version === 0 || hasEndedOnDisk(hot)));
    await Promise.all(begun.map(({ settled }) => settled));
  }

  values(): IterableIterator<HotExecution> {
    return this.#byId.values();
  }

  #addName(hot: HotExecution): void {
    const { machine, name } = hot.header;
    const names = this.#byName.get(machine);
    if (names === undefined) this.#byName.set(machine, new Map([[name, hot]]));
    else names.set(name, hot);
  }

  #isOver(): boolean {
    return this.#byId.size > this.#limits.count || this.#bytes > this.#limits.bytes;
  }

  #touch(hot: HotExecution | undefined): HotExecution | undefined {
    if (hot === undefined) return undefined;
    // A Map iterates in insertion order: the last used goes to the end.
    this.#byId.delete(hot.header.id);
    this.#byId.set(hot.header.id, hot);
    if (this.#ended.delete(hot)) this.#ended.add(hot);
    return hot;
  }

  #noteEnd(hot: HotExecution): void {
    if (!hasEnded(hot)) return;
    this.#ended.add(hot);
    if (this.#ended.size <= this.#limits.ended + slackOf(this.#limits.ended)) return;
    for (const first of this.#ended) {
      if (this.#ended.size <= this.#limits.ended) break;
      this.#ended.delete(first);
      if (hasEnded(first) && isIdle(first)) this.remove(first);
    }
  }

  /**
   * In passes, not one by one: a Map keeps the holes of what was deleted at its front, and every new iteration
   * would walk over them (10 % of a start's CPU, Nov 2026).
   */
  #evict(): void {
    if (this.#byId.size <= this.#nextPass.count && this.#bytes <= this.#nextPass.bytes) return;
    let looks = this.#byId.size;
    for (const hot of this.#byId.values()) {
      if (!this.#isOver() || looks-- === 0) break;
      if (isIdle(hot)) this.remove(hot);
    }
    const { count, bytes } = this.#limits;
    this.#nextPass = {
      count: Math.max(this.#byId.size, count) + slackOf(count),
      bytes: Math.max(this.#bytes, bytes) + slackOf(bytes),
    };
  }
}

/** What may come on top of a limit before the next pass. */
function slackOf(limit: number): number {
  return Math.ceil(limit / 8);
}

function hasEnded({ execution }: HotExecution): boolean {
  return execution.status !== 'RUNNING';
}

function hasEndedOnDisk({ header }: HotExecution): boolean {
  return header.status !== 'RUNNING';
}
