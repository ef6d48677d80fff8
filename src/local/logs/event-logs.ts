import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../base/time.ts';
import { EventLog } from './event-log.ts';
import type { Group, Groups } from './groups.ts';
import { DiskSegments, MemorySegments } from './segment-files.ts';

const DAY_MS = 24 * 3_600_000;

/** The event logs of all groups: a directory each, named for the group's number. */
export class EventLogs {
  readonly #directory: string | undefined;
  readonly #now: () => Instant;
  readonly #logs = new Map<number, EventLog>();

  /** @param directory Undefined: in memory. */
  constructor(directory: string | undefined, now: () => Instant) {
    this.#directory = directory;
    this.#now = now;
  }

  of({ number }: Pick<Group, 'number'>): EventLog {
    const known = this.#logs.get(number);
    if (known !== undefined) return known;
    const files = this.#directory === undefined ? new MemorySegments() : new DiskSegments(this.#path(number));
    const log = new EventLog(files, this.#now);
    this.#logs.set(number, log);
    return log;
  }

  async destroy(group: Pick<Group, 'number'>): Promise<void> {
    await this.of(group).destroy();
    this.#logs.delete(group.number);
  }

  /** The first moment that a group still remembers. */
  horizon({ retentionDays }: Group): Instant {
    return retentionDays === undefined ? 0 : this.#now() - retentionDays * DAY_MS;
  }

  /** Deletes what groups need not remember, and what a crash has left of deleted ones. */
  async sweep(groups: Groups): Promise<void> {
    const all = await groups.all();
    for (const group of all) {
      if (group.retentionDays !== undefined) await this.of(group).forget(this.horizon(group));
    }
    if (this.#directory === undefined) return;
    const known = new Set(all.map(({ number }) => number));
    for (const name of await readdir(this.#directory).catch(() => [])) {
      const number = Number(name);
      // A group that was made since the list was read is in use here.
      if (known.has(number) || this.#logs.has(number)) continue;
      await rm(join(this.#directory, name), { recursive: true, force: true });
      await groups.removeStreams(number);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#logs.values()].map((log) => log.close()));
  }

  #path(number: number): string {
    return join(this.#directory ?? '', String(number));
  }
}
