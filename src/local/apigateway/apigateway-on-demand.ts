import type { Denial } from '../../base/actor.ts';
import type { Clock } from '../../base/clock.ts';
import type { Documents } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { HttpService } from '../../base/http-service.ts';
import type { PageService } from '../../base/page-service.ts';
import { StateError } from '../../base/state-error.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { ApiAnswer, ApiCall, ApiFront } from '../../integrations/apigateway/port.ts';
import { OnDemand } from '../service/on-demand.ts';
import type { ApiGateway } from './apigateway.ts';
import { PAYLOAD_BYTES_MAX } from './payload-limit.ts';
import type { JsonPath } from './template-variables.ts';

export interface ApiGatewayPorts {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** The services that integrations call. */
  readonly all: () => Readonly<Record<string, HttpService>>;
  /** Loaded with the first API. */
  readonly jsonPath: () => Promise<JsonPath>;
  /** Judges calls from within this server; without it, all are allowed. */
  readonly denial?: Denial | undefined;
}

/** API Gateway: its control plane, and deployed APIs with and without a signature; all opened by the first call. */
export function apiGatewayOf({ documents, clock, entropy, all, jsonPath, denial }: ApiGatewayPorts): {
  readonly services: Readonly<Record<string, HttpService>>;
  readonly pages: Readonly<Record<string, PageService>>;
  readonly invoke: ApiFront['invoke'];
  close(): Promise<void>;
} {
  const bodyBytesMax = PAYLOAD_BYTES_MAX;
  const control = new OnDemand<ApiGateway>({
    bodyBytesMax,
    async open() {
      const { openApiGateway } = await import('./apigateway.ts');
      const { now } = clock;
      const { uuid } = entropy;
      const ports = {
        documents,
        entropy,
        now,
        uuid,
        services: () => targetsOf(all()),
        fetch,
        jsonPath: await jsonPath(),
      };
      return openApiGateway({ ...ports, bodyBytesMax });
    },
  });
  const front: PageService = {
    bodyBytesMax,
    isOpen: true,
    async handle(request) {
      try {
        const { front: opened } = await control.opened();
        return await opened.handle(request);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        return { status: 503, headers: {}, body: JSON.stringify({ message: 'Service Unavailable' }) };
      }
    },
  };
  return {
    services: { apigateway: control, 'execute-api': front },
    pages: { '/restapis': front, '*.execute-api.localhost': front },
    async invoke(call, signal) {
      try {
        const { front: opened } = await control.opened();
        return (await refusalOf(call, denial)) ?? (await opened.invoke(call, signal));
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        throw new StateError('ApiGateway.503', error.message);
      }
    },
    close: () => control.close(),
  };
}

/** Who signs a call must be allowed to make it. */
async function refusalOf(call: ApiCall, denial: Denial | undefined): Promise<ApiAnswer | undefined> {
  const { actor, scope, apiId, stage, method, path } = call;
  if (actor === undefined || scope === undefined || denial === undefined) return undefined;
  const place = `arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}`;
  const resource = `${place}/${stage === '' ? '$default' : stage}/${method}${path}`;
  const why = await denial({ actor, scope, requested: [{ action: 'execute-api:Invoke', resource }] });
  if (why === undefined) return undefined;
  const headers = { 'Content-Type': ['application/json'], 'x-amzn-ErrorType': ['AccessDeniedException'] };
  return { status: 403, headers, body: JSON.stringify({ Message: why }) };
}

/** What integrations can call: API Gateway itself, in the process, could call itself for ever. */
function targetsOf(all: Readonly<Record<string, HttpService>>): Readonly<Record<string, HttpService>> {
  const { apigateway, 'execute-api': front, ...others } = all;
  return others;
}
