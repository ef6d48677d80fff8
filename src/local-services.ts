import type { Clock } from './base/clock.ts';
import type { Documents } from './base/documents.ts';
import type { Entropy } from './base/entropy.ts';
import type { HttpService } from './base/http-service.ts';
import type { PageService } from './base/page-service.ts';
import type { SessionKeys } from './base/session-keys.ts';
import type { RoleWithPolicies } from './local/iam/iam.ts';
import { OnDemand } from './local/service/on-demand.ts';

/** What the local services need of the server that they are part of. */
export interface LocalPorts {
  /** Where they keep what they acknowledge. */
  readonly documents: Documents;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where clients reach this server; known once it listens. */
  readonly url: () => string;
  /** Makes temporary credentials. */
  readonly sessionKeys: SessionKeys;
  /** Whether roles bound what their sessions may do, and who may have one. */
  readonly enforcesRoles: boolean;
}

export interface LocalServices {
  /** By the service's name in a signature's scope. */
  readonly services: Readonly<Record<string, HttpService>>;
  /** By their path; for anyone who can reach this server. */
  readonly pages: Readonly<Record<string, PageService>>;
  /** A role and what it may do; undefined when there is none of that name. */
  role(account: string, name: string): Promise<RoleWithPolicies | undefined>;
  /** Goes on with what a former server has acknowledged and not done. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Our stand-ins for AWS's services, besides Lambda. Each is loaded by its first call (`OnDemand`), so that none costs a
 * cold start that does not use it.
 */
export function localServices(ports: LocalPorts): LocalServices {
  const { documents, clock, entropy, sessionKeys } = ports;
  const now = () => clock.now();
  const iam = new OnDemand({
    bodyBytesMax: FORM_BYTES_MAX,
    open: async () => {
      const { openIam } = await import('./local/iam/iam.ts');
      return openIam({ documents, entropy, now, bodyBytesMax: FORM_BYTES_MAX });
    },
  });
  const role: LocalServices['role'] = async (account, name) => (await iam.opened()).role(account, name);
  const sts = new OnDemand({
    bodyBytesMax: FORM_BYTES_MAX,
    open: async () => {
      const { createSts } = await import('./local/sts/sts.ts');
      return {
        api: createSts({
          ...{ roles: role, keys: sessionKeys, isTrustChecked: ports.enforcesRoles },
          ...{ entropy, now, bodyBytesMax: FORM_BYTES_MAX },
        }),
      };
    },
  });
  return {
    services: { iam, sts },
    pages: {},
    role,
    async resume() {},
    async close() {
      await sts.close();
      await iam.close();
    },
  };
}

/** The largest policy, percent-encoded. */
const FORM_BYTES_MAX = 500_000;
