import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';

/** The API of an AWS service: that of this server, or one behind an address. */
export interface ServiceEndpoint {
  /**
   * Sends one request, once.
   *
   * @throws Unreachable when there is no answer; whether the request was carried out is unknown then.
   */
  send(request: EndpointRequest, signal: AbortSignal): Promise<EndpointAnswer>;
}

export interface EndpointRequest {
  readonly scope: Scope;
  /** `POST`, unless told. */
  readonly method?: string;
  /** Percent-encoded; `/`, unless told. */
  readonly path?: string;
  readonly query?: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** In whose name, at a service of this server. */
  readonly actor?: Actor;
}

export interface EndpointAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly body: string;
}

/** No answer came, and the message says why. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}
