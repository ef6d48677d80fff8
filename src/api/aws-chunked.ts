import { createHash } from 'node:crypto';
import { BodyRefused } from '../base/body-refused.ts';
import type { ChunkSignatures } from '../base/sigv4-chunks.ts';

export interface AwsChunked {
  /** Undefined: the chunks are not signed, or nobody checks. */
  readonly signatures: ChunkSignatures | undefined;
  /** Takes what stands behind the last chunk; undefined: there is nothing. */
  readonly trailers: Map<string, string> | undefined;
}

/** The longest head of a chunk, and the longest trailer. */
const LINE_BYTES_MAX = 4096;
const TRAILERS_MAX = 32;

/**
 * Decodes `aws-chunked`: chunks with their sizes, and signatures when the client has signed them, then trailers.
 *
 * Bytes are handed on before the signature of their chunk has been seen; the end comes only when all have.
 *
 * @throws BodyRefused
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  { signatures, trailers }: AwsChunked,
): AsyncGenerator<Buffer> {
  const bytes = new ByteSource(source);
  for (;;) {
    const [, size = '', signature = ''] =
      /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(await bytes.line()) ?? [];
    if (size === '') throw malformed();
    const sha256 = createHash('sha256');
    for (let left = Number.parseInt(size, 16); left > 0; ) {
      const some = await bytes.some(left);
      left -= some.length;
      if (signatures !== undefined) sha256.update(some);
      yield some;
    }
    const isLast = /^0+$/.test(size);
    if (!isLast && (await bytes.line()) !== '') throw malformed();
    if (signatures?.isChunk(signature, sha256.digest('hex')) === false) throw mismatch();
    if (isLast) break;
  }
  await readTrailers(bytes, signatures, trailers ?? new Map());
  await bytes.end();
}

async function readTrailers(
  bytes: ByteSource,
  signatures: ChunkSignatures | undefined,
  trailers: Map<string, string>,
): Promise<void> {
  let signed = '';
  let signature: string | undefined;
  for (let line = await bytes.line(); line !== ''; line = await bytes.line()) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (colon <= 0 || trailers.size >= TRAILERS_MAX || signature !== undefined) throw malformed();
    if (name === 'x-amz-trailer-signature') signature = value;
    else {
      trailers.set(name, value);
      signed += `${name}:${value}\n`;
    }
  }
  if (signatures === undefined || (signed === '' && signature === undefined)) return;
  if (!signatures.isTrailer(signature ?? '', signed)) throw mismatch();
}

class ByteSource {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Without its CRLF. Some clients leave out the last one of all. */
  async line(): Promise<string> {
    for (let from = 0; ; ) {
      const at = this.#rest.indexOf('\r\n', from);
      if (at >= 0) {
        const line = this.#rest.subarray(0, at).toString('latin1');
        this.#rest = this.#rest.subarray(at + 2);
        return line;
      }
      if (this.#rest.length > LINE_BYTES_MAX) throw malformed();
      from = Math.max(this.#rest.length - 1, 0);
      const next = await this.#source.next();
      if (next.done === true) {
        if (this.#rest.length === 0) return '';
        throw incomplete();
      }
      this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
  }

  /** At least one byte, and at most so many. */
  async some(bytesMax: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) throw incomplete();
      this.#rest = next.value;
    }
    const some = this.#rest.subarray(0, bytesMax);
    this.#rest = this.#rest.subarray(some.length);
    return some;
  }

  async end(): Promise<void> {
    if (this.#rest.length > 0 || (await this.#source.next()).done !== true) throw malformed();
  }
}

function malformed(): BodyRefused {
  return new BodyRefused('InvalidRequest', 'The body is not what Content-Encoding: aws-chunked says it is.');
}

function incomplete(): BodyRefused {
  return new BodyRefused(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}

function mismatch(): BodyRefused {
  return new BodyRefused(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  );
}
