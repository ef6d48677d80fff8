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
  readonly #bytesMax: number;
  #bytes = 0;
  /** In the order in which they came. */
  readonly #droppable = new Set<HeldBytes>();

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Nobody more should be let in: what is held is in use. */
  get isFull(): boolean {
    return this.#bytes >= this.#bytesMax;
  }

  /** @param drop Called when its bytes are wanted back; it has been released then. */
  hold(drop: () => void): Holding {
    const held: HeldBytes = { bytes: 0, isReleased: false, drop };
    this.#droppable.add(held);
    return {
      add: (bytes) => this.#add(held, bytes),
      keep: () => {
        this.#droppable.delete(held);
      },
      release: () => this.#release(held),
    };
  }

  #add(held: HeldBytes, bytes: number): void {
    if (held.isReleased) return;
    held.bytes += bytes;
    this.#bytes += bytes;
    for (const first of this.#droppable) {
      if (this.#bytes <= this.#bytesMax || this.#bytes === first.bytes) return;
      this.#release(first);
      first.drop();
    }
  }

  #release(held: HeldBytes): void {
    if (held.isReleased) return;
    held.isReleased = true;
    this.#bytes -= held.bytes;
    this.#droppable.delete(held);
  }
}

interface HeldBytes {
  bytes: number;
  isReleased: boolean;
  readonly drop: () => void;
}
