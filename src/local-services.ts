import type { Clock } from './base/clock.ts';
import type { Documents } from './base/documents.ts';
import type { Entropy } from './base/entropy.ts';
import type { HttpService } from './base/http-service.ts';
import type { PageService } from './base/page-service.ts';

/** What the local services need of the server that they are part of. */
export interface LocalPorts {
  /** Where they keep what they acknowledge. */
  readonly documents: Documents;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where clients reach this server; known once it listens. */
  readonly url: () => string;
}

export interface LocalServices {
  /** By the service's name in a signature's scope. */
  readonly services: Readonly<Record<string, HttpService>>;
  /** By their path; for anyone who can reach this server. */
  readonly pages: Readonly<Record<string, PageService>>;
  /** Goes on with what a former server has acknowledged and not done. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Our stand-ins for AWS's services, besides Lambda. Each is loaded by its first call (`OnDemand`), so that none costs a
 * cold start that does not use it.
 */
export function localServices(_ports: LocalPorts): LocalServices {
  return {
    services: {},
    pages: {},
    async resume() {},
    async close() {},
  };
}
