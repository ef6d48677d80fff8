const DIGIT_0 = 0x30;
/** UTF-8 takes at most so many bytes for a UTF-16 unit. */
const BYTES_A_UNIT = 3;
const BYTES_MIN = 64 * 1024;
/** As much is kept for the next text. */
const KEPT_BYTES_MAX = 1024 * 1024;
const EMPTY = Buffer.alloc(0);

/**
 * Long JSON text put together as UTF-8, mostly from pieces that are there already. One buffer serves one text after the
 * other: every large one that is left to the garbage collector costs more than a copy.
 */
export class JsonBytes {
  #bytes: Buffer = EMPTY;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  piece(piece: Uint8Array): void {
    const end = this.#length + piece.length;
    if (end > this.#bytes.length) this.#grow(end);
    this.#bytes.set(piece, this.#length);
    this.#length = end;
  }

  text(text: string): void {
    const end = this.#length + text.length * BYTES_A_UNIT;
    if (end > this.#bytes.length) this.#grow(end);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** @param value A whole number from 0 to 2^31 - 1. */
  number(value: number): void {
    const end = this.#length + digitsOf(value);
    if (end > this.#bytes.length) this.#grow(end);
    const bytes = this.#bytes;
    let rest = value;
    for (let index = end - 1; index >= this.#length; index--) {
      const less = (rest / 10) | 0;
      bytes[index] = DIGIT_0 + rest - less * 10;
      rest = less;
    }
    this.#length = end;
  }

  /** What was put there before, once more. */
  again(start: number, end: number): void {
    const to = this.#length + end - start;
    if (to > this.#bytes.length) this.#grow(to);
    this.#bytes.copyWithin(this.#length, start, end);
    this.#length = to;
  }

  /** Hands out what was put together, and starts anew. */
  take(): Buffer {
    const whole = this.#bytes.subarray(0, this.#length);
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES_MAX) {
      this.#bytes = EMPTY;
      return whole;
    }
    const copy = Buffer.allocUnsafeSlow(whole.length);
    copy.set(whole);
    return copy;
  }

  #grow(end: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, BYTES_MIN, end));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits++;
  return digits;
}
