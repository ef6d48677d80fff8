import type { Clock } from '../base/clock.ts';
import type { Report } from '../base/operator-event.ts';
import type { Instant } from '../base/time.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { ExecutionId, ExecutionQuery, Header, Store } from '../store/store.ts';

const DAY_MS = 24 * 3_600_000;
/** Between two looks at what has ended long enough ago. */
const LOOK_EVERY_MS = 60_000;
/** Rows of one purge: what it deletes, commits wait for. */
const ROWS_AT_ONCE = 500;
/** Between two purges: commits that have waited go first. */
const REST_MS = 20;

export interface RetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** 0: for ever. */
  readonly days: number;
  /** Called before they are deleted: nothing of them may stay in memory. */
  readonly forget: (id: ExecutionId) => void;
  readonly report?: Report | undefined;
  readonly onDefect: (error: unknown) => void;
}

/**
 * Closed executions are kept for some days. When these are over, to the millisecond, an execution does not exist any
 * more; it is deleted some time after that.
 */
export class Retention {
  readonly #options: RetentionOptions;
  #cancel: () => void = () => {};
  #purging: Promise<void> | undefined;
  #isClosed = false;
  #backlog = 0;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** Executions that the last look found to be over and did not delete, as far as it looked. */
  get backlog(): number {
    return this.#backlog;
  }

  /** Whether an execution does not exist any more, deleted or not. */
  isOver({ status, stoppedAt }: Pick<Header, 'status' | 'stoppedAt'>): boolean {
    const { days, clock } = this.#options;
    if (days === 0 || status === 'RUNNING' || stoppedAt === undefined) return false;
    return stoppedAt + days * DAY_MS <= clock.now();
  }

  /** Deletes one that is over and still stands in the way of its name. */
  async delete({ id }: Header): Promise<void> {
    this.#options.forget(id);
    await this.#options.store.purge([id], this.#horizon());
  }

  /** Looks from time to time, not before it was asked to: a server that starts has better things to do. */
  start(): void {
    if (this.#options.days > 0) this.#again(LOOK_EVERY_MS);
  }

  /** Waits for the purge under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#purging;
  }

  #horizon(): Instant {
    return this.#options.clock.now() - this.#options.days * DAY_MS;
  }

  #again(ms: number): void {
    if (this.#isClosed) return;
    this.#cancel = this.#options.clock.after(ms, () => {
      this.#purging = this.#purge().then(
        (isUnfinished) => this.#again(isUnfinished ? REST_MS : LOOK_EVERY_MS),
        (error: unknown) => {
          if (!(error instanceof Unavailable)) return this.#options.onDefect(error);
          this.#again(LOOK_EVERY_MS);
        },
      );
    });
  }

  #tell(executions: number): void {
    const message = `${executions} executions were deleted, whose ${this.#options.days} days are over`;
    this.#options.report?.({ event: 'purged', level: 'info', message, fields: { executions } });
  }

  /** @returns whether there is more to delete at once. */
  async #purge(): Promise<boolean> {
    const { store, forget } = this.#options;
    const until = this.#horizon();
    const over = await store.ended(until, ROWS_AT_ONCE);
    const ids = firstOf(over).map(({ id }) => id);
    for (const id of ids) forget(id);
    this.#backlog = over.length;
    const { purged, isUnfinished } = await store.purge(ids, until);
    this.#backlog = over.length - purged.length;
    if (purged.length > 0) this.#tell(purged.length);
    return isUnfinished || ids.length < over.length || over.length === ROWS_AT_ONCE;
  }
}

/** As many as have few enough rows together, and always one: each has its own and about one for every commit. */
function firstOf(headers: readonly Header[]): readonly Header[] {
  let rows = 0;
  const end = headers.findIndex(({ version }, index) => {
    rows += 1 + version;
    return index > 0 && rows > ROWS_AT_ONCE;
  });
  return end < 0 ? headers : headers.slice(0, end);
}

/** A page of a machine's executions without those that are over. */
export async function keptOf(
  query: ExecutionQuery,
  store: Pick<Store, 'executions'>,
  retention: Pick<Retention, 'isOver'>,
): Promise<Header[]> {
  const kept: Header[] = [];
  for (let { before } = query; ; ) {
    const limit = query.limit - kept.length;
    const page = await store.executions({ ...query, limit, ...(before === undefined ? {} : { before }) });
    for (const header of page) if (!retention.isOver(header)) kept.push(header);
    if (page.length < limit || kept.length === query.limit) return kept;
    before = page.at(-1)?.id;
  }
}
