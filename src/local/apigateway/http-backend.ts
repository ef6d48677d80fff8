import type { BackendAnswer, BackendPorts, BackendRequest } from './backend.ts';
import { GatewayError, misconfigured, timedOut } from './gateway-error.ts';
import { type Headers, multiple } from './gateway-request.ts';
import { PAYLOAD_BYTES_MAX } from './payload-limit.ts';

/** Headers that belong to one connection, or that the next hop makes anew. */
const HOP = new Set(
  'connection content-length expect host keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade content-encoding'.split(
    ' ',
  ),
);

/** Sends a request on to an HTTP endpoint. Redirects are answers, as on AWS. @throws GatewayError */
export async function callHttp(request: BackendRequest, ports: BackendPorts): Promise<BackendAnswer> {
  const { httpMethod, timeoutInMillis, body, signal } = request;
  const url = urlOf(request);
  const method = httpMethod === 'ANY' ? 'GET' : (httpMethod ?? 'GET');
  const limit = AbortSignal.timeout(timeoutInMillis);
  try {
    const answer = await ports.fetch(url, {
      method,
      headers: sent(request.headers),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
    });
    const headers = multiple([...answer.headers].filter(([name]) => !HOP.has(name)));
    return { status: answer.status, headers, body: await read(answer), selector: String(answer.status) };
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    if (limit.aborted) throw timedOut();
    // What fetch throws when there is no answer: a TypeError with its cause, or the abort's reason.
    if (!(error instanceof TypeError) && !signal.aborted) throw error;
    const why = 'Execution failed due to a network error communicating with endpoint';
    throw new GatewayError(500, 'InternalServerErrorException', 'Internal server error', why);
  }
}

function urlOf({ uri, query }: BackendRequest): URL {
  const url = URL.parse(uri);
  if (url === null || !/^https?:$/.test(url.protocol)) throw misconfigured('Invalid endpoint address');
  for (const [name, value] of query) url.searchParams.append(name, value);
  return url;
}

function sent(headers: Headers): [string, string][] {
  return Object.entries(headers)
    .filter(([name]) => !HOP.has(name.toLowerCase()))
    .flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
}

async function read(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > PAYLOAD_BYTES_MAX) throw misconfigured('The endpoint answers with more than 10 MB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
