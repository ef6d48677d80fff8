/** Bytes that somebody holds, in parts. */
export interface Holding {
  add(bytes: number): void;
  /** From now on it is in use, and is not dropped any more. */
  keep(): void;
  /** Idempotent. */
  release(): void;
}

/**
 * Bounds the bytes that many hold together; one alone may hold more. Over the bound those are dropped that have come
 * first of all that may be dropped: who is slow has had the most time, so that slow clients cannot keep the others out.
 */
export class ByteBudget {
  readonly #pool: Pool;

  constructor(bytesMax: number) {
    this.#pool = { bytesMax, bytes: 0, droppable: new Set() };
  }

  /** Nobody more should be let in: what is held is in use. */
  get isFull(): boolean {
    return this.#pool.bytes >= this.#pool.bytesMax;
  }

  /** @param drop Called when its bytes are wanted back; it has been released then. */
  hold(drop: () => void): Holding {
    return new HeldBytes(this.#pool, drop);
  }
}

interface Pool {
  readonly bytesMax: number;
  bytes: number;
  /** In the order in which they came. */
  readonly droppable: Set<HeldBytes>;
}

class HeldBytes implements Holding {
  readonly #pool: Pool;
  readonly #drop: () => void;
  #bytes = 0;
  #isReleased = false;

  constructor(pool: Pool, drop: () => void) {
    this.#pool = pool;
    this.#drop = drop;
    pool.droppable.add(this);
  }

  add(bytes: number): void {
    if (this.#isReleased) return;
    const pool = this.#pool;
    this.#bytes += bytes;
    pool.bytes += bytes;
    for (const first of pool.droppable) {
      if (pool.bytes <= pool.bytesMax || pool.bytes === first.#bytes) return;
      first.release();
      first.#drop();
    }
  }

  keep(): void {
    this.#pool.droppable.delete(this);
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#pool.bytes -= this.#bytes;
    this.#pool.droppable.delete(this);
  }
}
