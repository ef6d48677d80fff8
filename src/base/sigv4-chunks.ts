import { createHmac, hash } from 'node:crypto';
import { isSameText, type Signature } from './sigv4.ts';

/** SHA-256 of nothing. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The signatures inside a body of `aws-chunked`: each covers a chunk and the signature before it. */
export class ChunkSignatures {
  readonly #signature: Pick<Signature, 'date' | 'day' | 'region' | 'service'>;
  readonly #key: Buffer;
  #previous: string;

  /** @param key That of the signature's scope. */
  constructor(signature: Signature, key: Buffer) {
    this.#signature = signature;
    this.#key = key;
    this.#previous = signature.signature;
  }

  /** @param sha256 Of the chunk's bytes, in hex. */
  isChunk(signature: string, sha256: string): boolean {
    return this.#isNext(signature, 'AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY}\n${sha256}`);
  }

  /** @param trailer `name:value\n` for each, as they stand before the signature. */
  isTrailer(signature: string, trailer: string): boolean {
    return this.#isNext(signature, 'AWS4-HMAC-SHA256-TRAILER', hash('sha256', trailer, 'hex'));
  }

  #isNext(signature: string, algorithm: string, rest: string): boolean {
    const { date, day, region, service } = this.#signature;
    const text = `${algorithm}\n${date}\n${day}/${region}/${service}/aws4_request\n${this.#previous}\n${rest}`;
    this.#previous = createHmac('sha256', this.#key).update(text).digest('hex');
    return isSameText(signature, this.#previous);
  }
}
