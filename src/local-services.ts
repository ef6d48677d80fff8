import type { Clock } from './base/clock.ts';
import type { Documents } from './base/documents.ts';
import type { Entropy } from './base/entropy.ts';
import type { HttpService } from './base/http-service.ts';
import type { PageService } from './base/page-service.ts';
import { StateError } from './base/state-error.ts';
import type { ApiFront } from './integrations/apigateway/port.ts';
import { apiGatewayOf } from './local/apigateway/apigateway-on-demand.ts';
import type { JsonPath } from './local/apigateway/template-variables.ts';

/** What the local services need of the server that they are part of. */
export interface LocalPorts {
  /** Where they keep what they acknowledge. */
  readonly documents: Documents;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Where clients reach this server; known once it listens. */
  readonly url: () => string;
  /** Every service of this server, these included, by its name in a signature's scope: they call one another. */
  readonly all: () => Readonly<Record<string, HttpService>>;
}

export interface LocalServices {
  /** Where `apigateway:invoke` finds the APIs of this server. */
  readonly apis: ApiFront;
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
export function localServices(ports: LocalPorts): LocalServices {
  const gateway = apiGatewayOf({
    ...ports,
    jsonPath: () => jsonPathOf(ports),
  });
  return {
    apis: gateway,
    services: { ...gateway.services },
    pages: { ...gateway.pages },
    async resume() {},
    async close() {
      await gateway.close();
    },
  };
}

/** Our JSONPath for those who may not import it. */
async function jsonPathOf({ clock, entropy }: LocalPorts): Promise<JsonPath> {
  const { compilePath, InvalidPath } = await import('./query/jsonpath/path.ts');
  return (path, value) => {
    const { now } = clock;
    const scope = {
      ...{ input: value, entropy, now: now(), elapsedMs: now },
      context: () => ({}),
      variable: () => undefined,
    };
    try {
      const found = compilePath(path).find(value, scope);
      return found === undefined ? {} : { value: found };
    } catch (error) {
      if (!(error instanceof InvalidPath) && !(error instanceof StateError)) throw error;
      return { problem: error.message };
    }
  };
}
