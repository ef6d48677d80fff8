import type { ServiceRequest } from '../../src/base/http-service.ts';

/** A call in AWS Query, as a service gets it. */
export function formRequest(body: string, query = ''): ServiceRequest {
  return {
    ...{ method: 'POST', path: '/', query: new URLSearchParams(query), headers: {}, requestId: 'r' },
    body: Buffer.from(body),
    scope: { region: 'us-east-1', account: '123456789012' },
    signal: new AbortController().signal,
  };
}
