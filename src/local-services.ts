import type { Clock } from './base/clock.ts';
import type { Documents } from './base/documents.ts';
import type { Entropy } from './base/entropy.ts';
import type { HttpService } from './base/http-service.ts';
import type { PageService } from './base/page-service.ts';
import { OnDemand } from './local/service/on-demand.ts';

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
 * Our stand-ins for AWS's services, besides Lambda. Each is loaded by its first call, so that none costs a cold start
 * that does not use it.
 */
export function localServices({ documents, clock, entropy, url }: LocalPorts): LocalServices {
  const kept = { documents, clock, entropy, url };
  const sqs = new OnDemand({
    bodyBytesMax: REQUEST_BYTES_MAX.sqs,
    open: async () =>
      (await import('./local/sqs/sqs.ts')).openSqs({ ...kept, bodyBytesMax: REQUEST_BYTES_MAX.sqs }),
  });
  return {
    services: { sqs },
    pages: {},
    async resume() {},
    async close() {
      await sqs.close();
    },
  };
}

/** A batch of the largest size, in the longest form there is of it. */
const REQUEST_BYTES_MAX = { sqs: 2_000_000 };
