import { ServiceError } from '../base/service-error.ts';
import type { EventId } from '../interpreter/record.ts';
import type { ExecutionId } from '../store/store.ts';

/** Callers that may wait on one activity (API reference, GetActivityTask). */
const POLLERS_MAX = 1000;

/** An attempt that waits for a worker. */
export interface PooledTask {
  readonly execution: ExecutionId;
  readonly attempt: EventId;
}

interface Pool {
  readonly tasks: PooledTask[];
  readonly pollers: Set<(task: PooledTask) => void>;
}

/** Work for activities' workers, first come first served on both sides. What it forgets, recovery finds again. */
export class ActivityPools {
  readonly #pools = new Map<string, Pool>();
  /** Offered and not yet taken: an attempt is offered once, however often recovery meets it. */
  readonly #offered = new Set<string>();

  offer(activityArn: string, task: PooledTask): void {
    const key = keyOf(task);
    if (this.#offered.has(key)) return;
    this.#offered.add(key);
    const pool = this.#poolOf(activityArn);
    for (const poller of pool.pollers) {
      pool.pollers.delete(poller);
      this.#offered.delete(key);
      poller(task);
      return;
    }
    pool.tasks.push(task);
  }

  /**
   * The next task, as soon as there is one; undefined once `signal` is aborted.
   *
   * @throws ServiceError ActivityWorkerLimitExceeded.
   */
  async take(activityArn: string, signal: AbortSignal): Promise<PooledTask | undefined> {
    if (signal.aborted) return undefined;
    const pool = this.#poolOf(activityArn);
    const task = pool.tasks.shift();
    if (task !== undefined) {
      this.#offered.delete(keyOf(task));
      return task;
    }
    if (pool.pollers.size >= POLLERS_MAX) throw new ServiceError('ActivityWorkerLimitExceeded');
    return await new Promise((resolve) => {
      const poller = (found: PooledTask | undefined) => {
        signal.removeEventListener('abort', leave);
        resolve(found);
      };
      const leave = () => {
        pool.pollers.delete(poller);
        poller(undefined);
      };
      signal.addEventListener('abort', leave, { once: true });
      pool.pollers.add(poller);
    });
  }

  #poolOf(activityArn: string): Pool {
    const known = this.#pools.get(activityArn);
    if (known !== undefined) return known;
    const pool: Pool = { tasks: [], pollers: new Set() };
    this.#pools.set(activityArn, pool);
    return pool;
  }
}

function keyOf({ execution, attempt }: PooledTask): string {
  return `${execution}/${attempt}`;
}
