import { statfsSync, statSync } from 'node:fs';
import { COUNT_BOUNDS, Histogram, MS_BOUNDS } from '../../base/histogram.ts';
import { counter, gauge, histogram, type Metric } from '../../base/metric.ts';
import type { Report } from '../../base/operator-event.ts';
import type { DataDirectory } from './data-directory.ts';

/** Room with which a disk that was full is worth another try. */
const ROOM_BYTES = 4 * 1024 * 1024;

/** How the store does: every batch passes, so that it only compares and adds; files are looked at when somebody asks. */
export class Measures {
  readonly #directory: DataDirectory;
  readonly #openSyncMs: number;
  readonly #report: Report;
  readonly #calls = new Histogram(COUNT_BOUNDS);
  readonly #commit = new Histogram(MS_BOUNDS);
  readonly #sync = new Histogram(MS_BOUNDS);
  #sentMs = 0;
  #full = 0;
  #isFull = false;

  /** @param options `syncMs` is what a sync took when the store was opened. */
  constructor(
    directory: DataDirectory,
    { syncMs, report }: { readonly syncMs: number; readonly report: Report },
  ) {
    this.#directory = directory;
    this.#openSyncMs = syncMs;
    this.#report = report;
  }

  /** A batch goes to the disk; one at a time does. */
  sent(calls: number): void {
    this.#calls.record(calls);
    this.#sentMs = performance.now();
  }

  /** It is there. */
  done(syncMs: number): void {
    if (this.#isFull) this.#isOver();
    this.#sync.record(syncMs);
    this.#commit.record(performance.now() - this.#sentMs);
  }

  /** There was no room for it. */
  full(): void {
    this.#full++;
    if (this.#isFull) return;
    this.#isFull = true;
    const message = 'the disk is full: writes are refused with 503, and what runs waits until there is room';
    this.#report({ event: 'disk_full', level: 'error', message });
  }

  #isOver(): void {
    this.#isFull = false;
    const message = 'the disk has room again: what waited goes on';
    this.#report({ event: 'disk_has_room', level: 'info', message });
  }

  /** Whether a write has a chance: nothing has said that the disk is full, or there is room again. */
  get isWritable(): boolean {
    return !this.#isFull || this.#freeBytes() >= ROOM_BYTES;
  }

  metrics(): readonly Metric[] {
    const { database, ballast } = this.#directory;
    return [
      histogram('commit_calls', 'Turns and writes that shared one transaction and its sync', this.#calls),
      histogram('commit_ms', 'From handing a transaction to the writer to its acknowledgement', this.#commit),
      histogram('sync_ms', 'COMMIT: what was left to write of the WAL, and its fsync', this.#sync),
      gauge('open_sync_ms', 'What one fsync took when the server started', this.#openSyncMs),
      gauge('database_bytes', 'Size of the database without its WAL', bytesOf(database)),
      gauge('wal_bytes', 'Size of the write-ahead log', bytesOf(`${database}-wal`)),
      gauge('ballast_bytes', 'What is dropped to make room on a full disk', bytesOf(ballast)),
      gauge('disk_free_bytes', 'Room left for this user where the data is', this.#freeBytes()),
      gauge('disk_is_full', '1 from a write that found no room to the next that does', this.#isFull ? 1 : 0),
      counter('disk_full_total', 'Transactions refused because the disk was full', this.#full),
    ];
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#directory.path);
    return bavail * bsize;
  }
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
