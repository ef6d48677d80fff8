import type { Documents } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { Opened } from '../service/on-demand.ts';
import { ControlPlane } from './control.ts';
import { Front } from './front.ts';
import { HttpApis } from './http/http-apis.ts';
import { type InvocationPorts, type TestCall, testMethod } from './invocation.ts';
import { RestApis } from './rest-apis.ts';

export interface ApiGatewayOptions extends InvocationPorts {
  readonly documents: Documents;
  readonly entropy: Entropy;
  readonly bodyBytesMax: number;
}

export interface ApiGateway extends Opened {
  readonly front: Front;
}

/** REST and HTTP APIs: made and changed through AWS's own API, deployed to stages, called over HTTP. */
export function openApiGateway({
  documents,
  entropy,
  bodyBytesMax,
  ...ports
}: ApiGatewayOptions): ApiGateway {
  const apis = new RestApis(documents, entropy);
  const httpApis = new HttpApis(documents);
  const services = {
    ...{ apis, httpApis, documents, now: ports.now, uuid: ports.uuid },
    hasService: (service: string) => Object.hasOwn(ports.services(), service),
    test: (call: TestCall, signal: AbortSignal) => testMethod(call, ports, signal),
  };
  return { api: new ControlPlane(services, bodyBytesMax), front: new Front({ apis, httpApis }, ports) };
}
