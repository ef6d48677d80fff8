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
    async send({ scope, headers, body }, signal) {
      const signed = signRequest({
        ...{ method: 'POST', url, headers, body, service, credentials, now: now() },
        region: scope.region,
      });
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: signed,
          body,
          signal,
          redirect: 'manual',
        });
        return {
          status: response.status,
          contentType: response.headers.get('content-type') ?? '',
          requestId: response.headers.get('x-amzn-requestid') ?? '',
          queryError: response.headers.get('x-amzn-query-error') ?? undefined,
          body: await response.text(),
        };
      } catch (error) {
        throw unreachable(url, error);
      }
    },
  };
}

function unreachable(url: string, error: unknown): Unreachable {
  if (!(error instanceof Error)) throw error;
  const reason = error.cause instanceof Error ? error.cause.message : error.message;
  return new Unreachable(`Unable to execute HTTP request: ${reason} (${new URL(url).origin})`, {
    cause: error,
  });
}
