import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALGORITHMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;

export type ChecksumAlgorithm = (typeof ALGORITHMS)[number];

/** A checksum as S3 writes it, in base64. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** @param name As in headers and parameters, in any case. */
export function checksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return ALGORITHMS.find((one) => one === name.toLowerCase());
}

/** MD5, which is the ETag, and one more checksum if the client has asked for it, of bytes as they come. */
export class Digests {
  readonly #md5 = createHash('md5');
  readonly #checksum: Summing | undefined;
  readonly #algorithm: ChecksumAlgorithm | undefined;
  bytes = 0;

  constructor(algorithm?: ChecksumAlgorithm) {
    this.#algorithm = algorithm;
    this.#checksum = algorithm && summing(algorithm);
  }

  update(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    this.#md5.update(chunk);
    this.#checksum?.update(chunk);
  }

  /** Once, at the end. */
  end(): { readonly md5: Buffer; readonly checksum?: Checksum } {
    const md5 = this.#md5.digest();
    if (this.#algorithm === undefined || this.#checksum === undefined) return { md5 };
    return {
      md5,
      checksum: { algorithm: this.#algorithm, value: this.#checksum.digest().toString('base64') },
    };
  }
}

interface Summing {
  update(chunk: Uint8Array): unknown;
  digest(): Buffer;
}

function summing(algorithm: ChecksumAlgorithm): Summing | Hash {
  if (algorithm === 'sha1' || algorithm === 'sha256') return createHash(algorithm);
  if (algorithm === 'crc64nvme') return new Crc64();
  const step = algorithm === 'crc32' ? crc32 : crc32c;
  let value = 0;
  return {
    update(chunk: Uint8Array) {
      value = step(chunk, value);
    },
    digest() {
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(value);
      return sum;
    },
  };
}

/** Castagnoli's polynomial, reflected. */
const CRC32C = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(chunk: Uint8Array, before: number): number {
  let value = ~before;
  for (const byte of chunk) value = (CRC32C[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}

/** The polynomial of CRC-64/NVME, reflected, in two halves: `BigInt` would be a hundred times slower. */
const POLYNOMIAL = { high: 0x9a6c9329, low: 0xac4bc9b5 };

const CRC64 = (() => {
  const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
  for (let index = 0; index < 256; index++) {
    let [h, l] = [0, index];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (isOdd) [h, l] = [h ^ POLYNOMIAL.high, l ^ POLYNOMIAL.low];
    }
    high[index] = h;
    low[index] = l;
  }
  return { high, low };
})();

class Crc64 implements Summing {
  #high = ~0;
  #low = ~0;

  update(chunk: Uint8Array): void {
    let [high, low] = [this.#high, this.#low];
    for (const byte of chunk) {
      const index = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (CRC64.low[index] ?? 0);
      high = (high >>> 8) ^ (CRC64.high[index] ?? 0);
    }
    this.#high = high;
    this.#low = low;
  }

  digest(): Buffer {
    const sum = Buffer.alloc(8);
    sum.writeUInt32BE(~this.#high >>> 0);
    sum.writeUInt32BE(~this.#low >>> 0, 4);
    return sum;
  }
}
