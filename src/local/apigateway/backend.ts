import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { Headers } from './gateway-request.ts';

/** A request as an integration sends it on. */
export interface BackendRequest {
  readonly httpMethod: string | undefined;
  /** An answer that takes longer is not waited for. */
  readonly timeoutInMillis: number;
  /** In whose name services are called: that of a role, or of the API itself. */
  readonly actor: Actor;
  /** `X-Amzn-Trace-Id` of the request, which services go on with. */
  readonly traceHeader: string | undefined;
  /** With stage variables and path parameters put in. */
  readonly uri: string;
  readonly headers: Headers;
  readonly query: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** Whose API it is: services are called in this account. */
  readonly scope: Scope;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

export interface BackendAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** What selection patterns are held against; undefined: only the default response fits. */
  readonly selector: string | undefined;
}

export interface BackendPorts {
  /** The services of this server, by their name in a signature's scope. */
  readonly services: () => Readonly<Record<string, HttpService>>;
  readonly fetch: typeof fetch;
}
