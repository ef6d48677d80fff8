import { signRequest } from '../../base/sigv4.ts';
import type { Instant } from '../../base/time.ts';
import { type ServiceEndpoint, Unreachable } from './endpoint.ts';

export interface RemoteEndpointOptions {
  readonly url: string;
  /** In the signature's scope: `sqs`. */
  readonly service: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly now: () => Instant;
  readonly fetch: typeof fetch;
}

/** A service at an address that the environment names: AWS itself, or another stand-in. */
export function remoteEndpoint({
  url,
  service,
  credentials,
  now,
  fetch,
}: RemoteEndpointOptions): ServiceEndpoint {
  return {
    async send({ scope, method = 'POST', path = '/', query, headers, body }, signal) {
      const target = addressOf(url, path, query);
      const signed = signRequest({
        ...{ method, url: target, headers, body, service, credentials, now: now() },
        region: scope.region,
      });
      const hasBody = method !== 'GET' && method !== 'HEAD';
      try {
        const response = await fetch(target, {
          ...{ method, headers: signed, signal, redirect: 'manual' },
          // As bytes: of a text, fetch would say that it is one.
          ...(hasBody ? { body: Buffer.from(body) } : {}),
        });
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          requestId: response.headers.get('x-amzn-requestid') ?? '',
          body: await response.text(),
        };
      } catch (error) {
        throw unreachable(url, error);
      }
    },
  };
}

function addressOf(url: string, path: string, query: URLSearchParams | undefined): URL {
  const target = new URL(url);
  const wanted = `${target.pathname.replace(/\/$/, '')}${path}`;
  target.pathname = wanted;
  // URLs have no segments of dots: it would be the address of something else.
  if (target.pathname !== wanted) throw new Unreachable(`${path} cannot stand in a URL`);
  if (query !== undefined) target.search = query.toString().replaceAll('+', '%20');
  return target;
}

function unreachable(url: string, error: unknown): Unreachable {
  if (!(error instanceof Error)) throw error;
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return new Unreachable(`Unable to execute HTTP request: ${reason} (${new URL(url).origin})`, {
    cause: error,
  });
}
