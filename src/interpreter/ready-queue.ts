/** Something that can stand in a queue. */
interface Ticketed {
  /** Its place; 0: not in it. */
  ticket: number;
}

/**
 * Frames that can take a step, first come first served. The order follows from the records alone, so that an
 * execution loaded in the middle of its steps goes on as it would have without the crash.
 */
export class ReadyQueue<Frame extends Ticketed> {
  #frames: Frame[] = [];
  #tickets: number[] = [];
  #head = 0;
  #lastTicket = 0;

  push(frame: Frame): void {
    frame.ticket = ++this.#lastTicket;
    this.#frames.push(frame);
    this.#tickets.push(frame.ticket);
  }

  /** Takes a frame out, wherever it stands. */
  remove(frame: Frame): void {
    frame.ticket = 0;
  }

  first(): Frame | undefined {
    while (this.#head < this.#frames.length) {
      const frame = this.#frames[this.#head];
      if (frame !== undefined && frame.ticket === this.#tickets[this.#head]) return frame;
      this.#head++;
    }
    this.clear();
    return undefined;
  }

  /** For when all its frames were taken out: until then it keeps them in memory. */
  clear(): void {
    this.#frames = [];
    this.#tickets = [];
    this.#head = 0;
  }
}
