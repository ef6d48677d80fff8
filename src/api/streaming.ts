import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyRefused } from '../base/body-refused.ts';
import type { HttpService, ServiceRequest, ServiceResponse } from '../base/http-service.ts';
import type { SigningKeys, WireRequest } from '../base/sigv4.ts';
import type { Instant } from '../base/time.ts';
import { denialOf } from './access/authorize.ts';
import type { Claim } from './authentication.ts';
import { streamedBody } from './streamed-body.ts';
import { split } from './target.ts';

export interface StreamedExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly claim: Claim;
  readonly wire: WireRequest;
}

interface StreamingPorts {
  /** Aborted when the client has gone or the listener drains. */
  readonly signal: AbortSignal;
  readonly keys: SigningKeys;
  readonly now: Instant;
  readonly isClosing: () => boolean;
  readonly onNotAuthentic: () => void;
}

/**
 * Serves one request of a service that streams: the signature is checked before a byte of the body is read, the body
 * while the service reads it.
 */
export async function answerStreaming(
  service: HttpService,
  exchange: StreamedExchange,
  ports: StreamingPorts,
): Promise<void> {
  const answer = await answerOf(service, exchange, ports);
  try {
    await send(exchange, answer, ports);
  } finally {
    answer.outgoing?.close();
  }
}

async function answerOf(
  service: HttpService,
  { request, requestId, claim, wire }: StreamedExchange,
  { signal, keys, now, onNotAuthentic }: StreamingPorts,
): Promise<ServiceResponse> {
  const { path = '', query } = split(wire.target);
  const refused = (status: number, code: string, message: string) =>
    service.streaming?.refused({ status, code, message, requestId, path }) ?? NOTHING;
  if (path === '') return await refused(400, 'InvalidURI', "Couldn't parse the specified URI.");
  const problem = claim.verify(wire, { now, keys });
  if (problem !== undefined) {
    onNotAuthentic();
    return await refused(403, problem.problem, problem.message);
  }
  const { method } = wire;
  const head = { method, path, query, headers: request.headers };
  try {
    const streamed = streamedBody(request, claim.chunkSignatures?.(keys));
    const isStreamed = service.streaming?.takes(head) === true;
    const whole: ServiceRequest = {
      ...{ ...head, scope: claim.scope, requestId, signal, trailers: streamed.trailers },
      ...{ remoteAddress: request.socket.remoteAddress },
      ...(isStreamed
        ? { body: Buffer.alloc(0), incoming: streamed.incoming }
        : { body: await collected(streamed.incoming, service.bodyBytesMax) }),
    };
    const denial = denialOf(claim, whole, now);
    if (denial !== undefined) return await refused(403, 'AccessDeniedException', denial);
    return await service.handle(whole);
  } catch (error) {
    // A service answers for what it reads itself.
    if (!(error instanceof BodyRefused)) throw error;
    return await refused(error.status, error.code, error.message);
  }
}

const NOTHING: ServiceResponse = { status: 500, headers: {}, body: '' };

async function collected(incoming: AsyncIterable<Buffer>, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new BodyRefused('MaxMessageLengthExceeded', 'Your request was too big.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(
  { request, response, requestId }: StreamedExchange,
  { status, headers, body, outgoing }: ServiceResponse,
  { isClosing }: StreamingPorts,
): Promise<void> {
  const hasLength = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...headers,
    ...(hasLength ? { 'content-length': outgoing?.bytes ?? Buffer.byteLength(body) } : {}),
    'x-amzn-requestid': requestId,
    ...(isClosing() ? { connection: 'close' } : {}),
  });
  if (outgoing === undefined || request.method === 'HEAD') {
    response.end(body);
    return;
  }
  const { pipeline } = process.getBuiltinModule('node:stream/promises');
  try {
    await pipeline(outgoing.chunks, response);
  } catch (error) {
    // The client has gone, or the disk has: the client sees an answer that is too short, and nobody can say more.
    if (!(error instanceof Error && 'code' in error)) throw error;
    response.destroy();
  }
}
