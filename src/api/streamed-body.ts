import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BodyRefused } from '../base/body-refused.ts';
import type { ChunkSignatures } from '../base/sigv4-chunks.ts';
import { decodeAwsChunked } from './aws-chunked.ts';

/** Between two pieces of a body. How long the whole takes is the client's business. */
const IDLE_MS = 30_000;

const CHUNKED: Readonly<Record<string, { readonly isSigned: boolean; readonly hasTrailer: boolean }>> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { isSigned: true, hasTrailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { isSigned: true, hasTrailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { isSigned: false, hasTrailer: true },
};

export interface StreamedBody {
  readonly incoming: AsyncIterable<Buffer>;
  readonly trailers: ReadonlyMap<string, string>;
}

/**
 * A body as it arrives, decoded, and held against what `x-amz-content-sha256` says of it.
 *
 * @param signatures Of its chunks; undefined: nobody checks.
 * @throws BodyRefused at once for a form that is not known here; from `incoming` for what is found out later.
 */
export function streamedBody(
  request: IncomingMessage,
  signatures: ChunkSignatures | undefined,
): StreamedBody {
  const trailers = new Map<string, string>();
  const claimed = String(request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD');
  const arriving = arrivingOf(request);
  if (claimed === 'UNSIGNED-PAYLOAD') return { incoming: arriving, trailers };
  if (/^[0-9a-f]{64}$/i.test(claimed)) return { incoming: hashed(arriving, claimed.toLowerCase()), trailers };
  const form = Object.hasOwn(CHUNKED, claimed) ? CHUNKED[claimed] : undefined;
  if (form === undefined) throw unknownForm(claimed);
  const incoming = decodeAwsChunked(arriving, {
    signatures: form.isSigned ? signatures : undefined,
    trailers: form.hasTrailer ? trailers : undefined,
  });
  return { incoming: counted(incoming, request.headers['x-amz-decoded-content-length']), trailers };
}

async function* arrivingOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  request.socket.setTimeout(IDLE_MS);
  try {
    // Whoever stops reading early still has an answer to send.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) yield chunk;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new BodyRefused('RequestTimeout', 'The client broke off before its request had come.', 400);
  } finally {
    request.socket.setTimeout(0);
  }
}

async function* hashed(arriving: AsyncIterable<Buffer>, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of arriving) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') === sha256) return;
  throw new BodyRefused(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

async function* counted(decoded: AsyncIterable<Buffer>, length: unknown): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of decoded) {
    bytes += chunk.length;
    yield chunk;
  }
  if (length === undefined || Number(length) === bytes) return;
  throw new BodyRefused(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header',
  );
}

function unknownForm(claimed: string): BodyRefused {
  return new BodyRefused(
    'InvalidArgument',
    claimed.startsWith('STREAMING-')
      ? `This server does not have ${claimed.slice(0, 100)}.`
      : 'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
  );
}
