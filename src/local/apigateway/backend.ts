import type { Scope } from '../../base/arn.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { Headers } from './gateway-request.ts';
import type { Integration } from './rest-api.ts';

/** A request as an integration sends it on. */
export interface BackendRequest {
  readonly integration: Integration;
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
