import type { Scope } from './arn.ts';

/**
 * One AWS service on our port. The listener has checked Host, Origin, size and signature, and routed the
 * request by the service name in the signature's scope.
 */
export interface HttpService {
  /** A larger body is refused with 413 before it is read. */
  readonly bodyBytesMax: number;
  /** Never throws for bad input: AWS's error document is an answer. */
  handle(request: ServiceRequest): Promise<ServiceResponse>;
}

/** Whose key has signed a request. */
export interface Caller {
  readonly arn: string;
  /** As `GetCallerIdentity` tells it. */
  readonly userId: string;
  readonly accessKeyId: string;
  /** With temporary credentials. */
  readonly isSession: boolean;
}

export interface ServiceRequest {
  readonly method: string;
  /** Decoded path without the query, e.g. `/2015-03-31/functions`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Account of the credentials, region of the signature. */
  readonly scope: Scope;
  /** Undefined: who may do everything in its account. */
  readonly caller?: Caller | undefined;
  /** UUID; the listener puts it into `x-amzn-RequestId`. */
  readonly requestId: string;
  /** Aborted when the client has gone or the server drains. */
  readonly signal: AbortSignal;
  /** Of the connection; absent for calls from within this server. */
  readonly remoteAddress?: string | undefined;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}
