const SHORT = 24;
/** 53 bits, seven a byte. */
const UINT_BYTES_MAX = 8;

/** Grows as needed and is used again for the next chunk: one allocation a chunk, the result's own. */
export class ByteWriter {
  #bytes: Buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte, low bits first. */
  uint(value: number): void {
    if (this.#length + UINT_BYTES_MAX > this.#bytes.length) this.#grow(UINT_BYTES_MAX);
    this.#length = put(this.#bytes, this.#length, value);
  }

  /** Three of them: one call instead of three, which are most of what a record is. */
  uints(first: number, second: number, third: number): void {
    if (this.#length + 3 * UINT_BYTES_MAX > this.#bytes.length) this.#grow(3 * UINT_BYTES_MAX);
    const bytes = this.#bytes;
    this.#length = put(bytes, put(bytes, put(bytes, this.#length, first), second), third);
  }

  /** @param byteLength Its length in UTF-8, when the caller knows it. */
  text(text: string, byteLength: number = Buffer.byteLength(text)): void {
    // UTF-8 has no form for a lone surrogate: such rare text goes as UTF-16, told by the low bit.
    const isUtf16 = byteLength > text.length && !text.isWellFormed();
    const length = isUtf16 ? text.length * 2 : byteLength;
    this.uint(length * 2 + (isUtf16 ? 1 : 0));
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    // As many bytes as characters: ASCII. Most texts are short, and a loop is faster there than a call of native code.
    if (length === text.length && length <= SHORT) return this.#ascii(text);
    this.#bytes.write(text, this.#length, length, isUtf16 ? 'utf16le' : 'utf8');
    this.#length += length;
  }

  #ascii(text: string): void {
    const bytes = this.#bytes;
    const start = this.#length;
    for (let index = 0; index < text.length; index++) bytes[start + index] = text.charCodeAt(index);
    this.#length = start + text.length;
  }

  /** Hands out what was written and starts anew. */
  take(): Uint8Array {
    const bytes = new Uint8Array(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return bytes;
  }

  #grow(room: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + room));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** @returns where the next byte goes. */
function put(bytes: Uint8Array, start: number, value: number): number {
  if (value < 0x80) {
    bytes[start] = value;
    return start + 1;
  }
  if (value >= 0x4000) return putLarge(bytes, start, value);
  bytes[start] = (value & 0x7f) | 0x80;
  bytes[start + 1] = value >> 7;
  return start + 2;
}

/** Beyond 31 bits there is no shift, and a division goes by floating point: most numbers are small. */
function putLarge(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[at++] = (rest % 0x80) | 0x80;
  bytes[at++] = rest;
  return at;
}
