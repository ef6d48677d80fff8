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
    const end = this.#offset + Math.floor(header / 2);
    assert(end <= this.#bytes.length, 'journal chunk ends early');
    const text = this.#bytes.toString(header % 2 === 1 ? 'utf16le' : 'utf8', this.#offset, end);
    this.#offset = end;
    return text;
  }
}
