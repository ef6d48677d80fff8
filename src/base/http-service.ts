import type { Actor } from './actor.ts';
import type { Scope } from './arn.ts';

/**
 * One AWS service on our port. The listener has checked Host, Origin, size and signature, and routed the
 * request by the service name in the signature's scope.
 */
export interface HttpService {
  /** A larger body is refused with 413 before it is read. */
  readonly bodyBytesMax: number;
  /** Whether it cannot take this request now, as far as its head says. Asked before any of the body is read. */
  isFull?(headers: ServiceRequest['headers']): boolean;
  /** Never throws for bad input: AWS's error document is an answer. */
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** Of a service whose bodies may be large, and are not covered by its signatures as a whole: S3. */
  readonly streaming?: Streaming;
}

interface Streaming {
  /** Whether this body is handed on as it arrives (`incoming`), of whatever size, instead of whole. */
  takes(head: Pick<ServiceRequest, 'method' | 'path' | 'query' | 'headers'>): boolean;
  /** Puts a refusal of the listener's into the service's own form. */
  refused(refusal: ListenerRefusal): Promise<ServiceResponse>;
}

export interface ListenerRefusal {
  readonly status: number;
  /** In the words of AWS JSON: `InvalidSignatureException`. */
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly path: string;
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
  /**
   * The body, decoded, when the service streams it; `body` is empty then. Reading it throws BodyRefused when it turns out
   * not to be what was signed: nothing of it may have had an effect before it has ended.
   */
  readonly incoming?: AsyncIterable<Buffer>;
  /** What the client has sent behind the body, by lower-case name; complete once `incoming` has ended. */
  readonly trailers?: ReadonlyMap<string, string>;
  /** Where the client is; absent for callers inside this server. */
  readonly remoteAddress?: string | undefined;
  /** Account of the credentials, region of the signature. */
  readonly scope: Scope;
  /** Undefined: who may do everything in its account. */
  readonly caller?: Caller | undefined;
  /** Of a call from within this server: in whose name it is made. */
  readonly actor?: Actor | undefined;
  /** UUID; the listener puts it into `x-amzn-RequestId`. */
  readonly requestId: string;
  /** Aborted when the client has gone or the server drains. */
  readonly signal: AbortSignal;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** `Set-Cookie`, the one header of which each value stands by itself. */
  readonly setCookies?: readonly string[];
  /** Sent instead of `body`, as fast as the client reads. */
  readonly outgoing?: Outgoing;
}

export interface Outgoing {
  readonly bytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Called once, whether any of it was read or not. */
  close(): void;
}
