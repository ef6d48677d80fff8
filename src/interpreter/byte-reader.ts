import { assert } from '../base/assert.ts';

/** Reads what ByteWriter wrote. Bytes that end too early are a Defect: a chunk is committed whole or not at all. */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#offset++];
    assert(value !== undefined, 'journal chunk ends early');
    return value;
  }

  uint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  text(): string {
    const header = this.uint();
    const start = this.#offset;
    this.#pass(header);
    return this.#bytes.toString(header % 2 === 1 ? 'utf16le' : 'utf8', start, this.#offset);
  }

  /** @returns where it is, for `textAt`. */
  passText(): number {
    const offset = this.#offset;
    this.#pass(this.uint());
    return offset;
  }

  textAt(offset: number): string {
    const here = this.#offset;
    this.#offset = offset;
    const text = this.text();
    this.#offset = here;
    return text;
  }

  #pass(header: number): void {
    this.#offset += Math.floor(header / 2);
    assert(this.#offset <= this.#bytes.length, 'journal chunk ends early');
  }
}
