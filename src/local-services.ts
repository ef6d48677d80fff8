import type { Clock } from './base/clock.ts';
import type { Documents } from './base/documents.ts';
import type { Entropy } from './base/entropy.ts';
import type { HttpService } from './base/http-service.ts';
import type { PageService } from './base/page-service.ts';
import type { SessionKeys } from './base/session-keys.ts';
import type { RoleWithPolicies } from './local/iam/iam.ts';
import { identityOnDemand } from './local/sts/identity-on-demand.ts';
import { xrayOnDemand } from './local/xray/xray-on-demand.ts';
import type { TraceSink } from './telemetry/trace-sink.ts';

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
  readonly log: (line: string) => void;
  readonly onDefect: (error: unknown) => void;
}

export interface LocalServices {
  /** By the service's name in a signature's scope. */
  readonly services: Readonly<Record<string, HttpService>>;
  /** By their path; for anyone who can reach this server. */
  readonly pages: Readonly<Record<string, PageService>>;
  /** A role and what it may do; undefined when there is none of that name. */
  role(account: string, name: string): Promise<RoleWithPolicies | undefined>;
  /** Where traces of executions go. */
  readonly traces: TraceSink;
  /** Goes on with what a former server has acknowledged and not done. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Our stand-ins for AWS's services, besides Lambda. Each is loaded by its first call (`OnDemand`), so that none costs a
 * cold start that does not use it.
 */
export function localServices(ports: LocalPorts): LocalServices {
  const { documents, clock, entropy, sessionKeys, enforcesRoles, log, onDefect } = ports;
  const now = () => clock.now();
  const identity = identityOnDemand({ documents, entropy, now, sessionKeys, enforcesRoles });
  const xray = xrayOnDemand({ documents, now, log, onDefect });
  return {
    services: { ...identity.services, xray: xray.service },
    pages: {},
    role: (account, name) => identity.role(account, name),
    traces: xray.sink,
    async resume() {},
    async close() {
      await xray.close();
      await identity.close();
    },
  };
}
