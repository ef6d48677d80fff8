import type { Documents } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { SessionKeys } from '../../base/session-keys.ts';
import type { Instant } from '../../base/time.ts';
import type { RoleWithPolicies } from '../iam/iam.ts';
import { OnDemand } from '../service/on-demand.ts';

interface IdentityOptions {
  readonly documents: Documents;
  readonly entropy: Entropy;
  readonly now: () => Instant;
  readonly sessionKeys: SessionKeys;
  /** Whether only those may assume a role whom its trust policy names. */
  readonly enforcesRoles: boolean;
}

interface Identity {
  readonly services: Readonly<Record<'iam' | 'sts', HttpService>>;
  /** A role and what it may do; undefined when there is none of that name. */
  role(account: string, name: string): Promise<RoleWithPolicies | undefined>;
  close(): Promise<void>;
}

/** The largest policy, percent-encoded. */
const FORM_BYTES_MAX = 500_000;

/** IAM and STS, each loaded by its first call. */
export function identityOnDemand(options: IdentityOptions): Identity {
  const { documents, entropy, now, sessionKeys: keys, enforcesRoles: isTrustChecked } = options;
  const bodyBytesMax = FORM_BYTES_MAX;
  const iam = new OnDemand({
    bodyBytesMax,
    async open() {
      const { openIam } = await import('../iam/iam.ts');
      return openIam({ documents, entropy, now, bodyBytesMax });
    },
  });
  const role: Identity['role'] = async (account, name) => (await iam.opened()).role(account, name);
  const sts = new OnDemand({
    bodyBytesMax,
    async open() {
      const { createSts } = await import('./sts.ts');
      return { api: createSts({ roles: role, keys, isTrustChecked, entropy, now, bodyBytesMax }) };
    },
  });
  return {
    services: { iam, sts },
    role,
    async close() {
      await sts.close();
      await iam.close();
    },
  };
}
