import type { LogBatch, LogGroupName, LogGroups } from '../../base/log-groups.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import type { NewEvent } from './event-log.ts';
import type { EventLogs } from './event-logs.ts';
import type { Group, Groups } from './groups.ts';

/** What waits for a slow disk; more is dropped, and the log says so. */
const PENDING_CHARACTERS_MAX = 32 * 1024 * 1024;
const RETRY_MS = 1000;
/** CloudWatch's own bound for one event. */
const MESSAGE_CHARACTERS_MAX = 256 * 1024;

/** Writes what executions and functions log, behind their backs. */
export class LogWriter implements LogGroups {
  readonly #groups: Groups;
  readonly #logs: EventLogs;
  readonly #say: (line: string) => void;
  /** By group. */
  readonly #queues = new Map<string, LogBatch[]>();
  readonly #draining = new Set<Promise<void>>();
  /** Numbers of streams that were found or made, by group and name. */
  readonly #streams = new Map<string, { readonly group: Group; readonly stream: number }>();
  #pendingCharacters = 0;
  #dropped = 0;
  readonly #closing = new AbortController();

  constructor(groups: Groups, logs: EventLogs, say: (line: string) => void) {
    this.#groups = groups;
    this.#logs = logs;
    this.#say = say;
  }

  async has(name: LogGroupName): Promise<boolean> {
    return (await this.#groups.find(name)) !== undefined;
  }

  append(batch: LogBatch): void {
    const characters = charactersOf(batch);
    if (this.#pendingCharacters + characters > PENDING_CHARACTERS_MAX) {
      if (this.#dropped === 0) this.#say('the disk is slower than what is logged: log events are dropped');
      this.#dropped += batch.events.length;
      return;
    }
    this.#pendingCharacters += characters;
    const key = groupKey(batch);
    const queue = this.#queues.get(key);
    if (queue !== undefined) {
      queue.push(batch);
      return;
    }
    this.#queues.set(key, [batch]);
    const draining = this.#drain(key).finally(() => this.#draining.delete(draining));
    this.#draining.add(draining);
  }

  /** A group or one of its streams is gone: its numbers no longer count. */
  forget(name: LogGroupName): void {
    const key = groupKey(name);
    for (const known of this.#streams.keys()) if (known.startsWith(`${key} `)) this.#streams.delete(known);
  }

  /** Writes what was taken, unless the disk does not take it. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#draining);
  }

  async #drain(key: string): Promise<void> {
    for (;;) {
      const batches = this.#queues.get(key)?.splice(0) ?? [];
      if (batches.length === 0) break;
      await this.#write(batches);
      for (const batch of batches) this.#pendingCharacters -= charactersOf(batch);
      if (this.#dropped > 0) this.#say(`${this.#dropped} log events were dropped`);
      this.#dropped = 0;
    }
    this.#queues.delete(key);
  }

  async #write(batches: readonly LogBatch[]): Promise<void> {
    for (;;) {
      try {
        return await this.#writeOnce(batches);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        if (this.#closing.signal.aborted) return this.#say(`log events were lost: ${error.message}`);
        await new Promise<void>((resolve) => {
          setTimeout(resolve, RETRY_MS);
          this.#closing.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    }
  }

  /** All batches are of one group. */
  async #writeOnce(batches: readonly LogBatch[]): Promise<void> {
    const events: NewEvent[] = [];
    let group: Group | undefined;
    for (const batch of batches) {
      const found = await this.#streamOf(batch);
      if (found === undefined) continue;
      ({ group } = found);
      for (const { timestamp, message } of batch.events) {
        if (message !== '') {
          events.push({ stream: found.stream, timestamp, message: message.slice(0, MESSAGE_CHARACTERS_MAX) });
        }
      }
    }
    if (group !== undefined && events.length > 0) await this.#logs.of(group).append(events);
  }

  /** Undefined: there is no such group. */
  async #streamOf(batch: LogBatch): Promise<{ readonly group: Group; readonly stream: number } | undefined> {
    const key = `${groupKey(batch)} ${batch.stream}`;
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const group = await this.#groupOf(batch);
    if (group === undefined) return undefined;
    await this.#groups.createStream(group, batch.stream);
    const stream = await this.#groups.stream(group, batch.stream);
    // Deleted in between.
    if (stream === undefined) return undefined;
    const found = { group, stream: stream.number };
    this.#streams.set(key, found);
    return found;
  }

  async #groupOf(batch: LogBatch): Promise<Group | undefined> {
    const group = await this.#groups.find(batch);
    if (group !== undefined || batch.makesGroup !== true) return group;
    await this.#groups.create(batch).catch((error: unknown) => {
      // Somebody else was faster.
      if (!(error instanceof ServiceRefusal)) throw error;
    });
    return await this.#groups.find(batch);
  }
}

function groupKey({ account, region, group }: LogGroupName): string {
  return `${account}/${region}/${group}`;
}

function charactersOf({ events }: LogBatch): number {
  return events.reduce((sum, { message }) => sum + message.length, 0);
}
