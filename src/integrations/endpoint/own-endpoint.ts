import type { HttpService, ServiceResponse } from '../../base/http-service.ts';
import { StateError } from '../../base/state-error.ts';
import type { ServiceEndpoint } from './endpoint.ts';

/** More than any state may have as its result. */
const BYTES_MAX = 1_000_000;

/** A service of this server, called without a network: the execution's account and region are the caller's. */
export function ownEndpoint(service: HttpService, uuid: () => string): ServiceEndpoint {
  return {
    async send(
      { scope, method = 'POST', path = '/', query = new URLSearchParams(), headers, body, actor },
      signal,
    ) {
      const requestId = uuid();
      const bytes = Buffer.from(body);
      const answer = await service.handle({
        ...{ method, path: decodeURIComponent(path), query, body: bytes, scope, requestId, signal, actor },
        headers: { ...headers, 'content-length': String(bytes.length) },
      });
      const names = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]);
      const known = { status: answer.status, headers: Object.fromEntries(names), requestId };
      const { outgoing } = answer;
      if (outgoing === undefined) return { ...known, body: String(answer.body) };
      const length = { 'content-length': String(outgoing.bytes) };
      return { ...known, headers: { ...known.headers, ...length }, body: await read(outgoing, method) };
    },
  };
}

async function read(
  { bytes, chunks, close }: NonNullable<ServiceResponse['outgoing']>,
  method: string,
): Promise<string> {
  try {
    if (method === 'HEAD') return '';
    if (bytes > BYTES_MAX)
      throw new StateError(
        'States.DataLimitExceeded',
        'The object is larger than the maximum number of bytes that a state may return',
      );
    const read: Uint8Array[] = [];
    for await (const chunk of chunks) read.push(chunk);
    return Buffer.concat(read).toString();
  } finally {
    close();
  }
}
