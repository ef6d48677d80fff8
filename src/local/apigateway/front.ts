import type { ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import type { ApiAnswer, ApiCall, ApiFront } from '../../integrations/apigateway/port.ts';
import { type GatewayRequest, headersFrom, type Target } from './gateway-request.ts';
import { type InvocationPorts, invokeApi } from './invocation.ts';
import type { RestApis } from './rest-apis.ts';

type FrontRequest = Omit<ServiceRequest, 'scope'> & Partial<Pick<ServiceRequest, 'scope'>>;

/** Where deployed APIs are called: by a path of this server, or by a host name of their own. */
export class Front implements ApiFront {
  readonly #apis: RestApis;
  readonly #ports: InvocationPorts;

  constructor(apis: RestApis, ports: InvocationPorts) {
    this.#apis = apis;
    this.#ports = ports;
  }

  /** A call from within this server. @returns undefined when there is no such API. @throws Unavailable */
  async invoke(call: ApiCall, signal: AbortSignal): Promise<ApiAnswer | undefined> {
    const { apiId, stage, path, method, query, headers, body, scope } = call;
    if (!(await this.#apis.isThere(apiId))) return undefined;
    const target = await this.#apis.published(apiId, stage);
    const isForeign = scope !== undefined && target !== undefined && scope.account !== target.scope.account;
    const request = {
      ...{ method, path, query, headers, body: Buffer.from(body), signal },
      ...{ requestId: this.#ports.uuid(), sourceIp: '127.0.0.1', isSigned: scope !== undefined },
    };
    const answer = await invokeApi(isForeign ? undefined : target, request, this.#ports);
    return { status: answer.status, headers: answer.headers, body: answer.body.toString() };
  }

  /** @param request Signed when it has a scope. @throws Unavailable */
  async handle(request: FrontRequest): Promise<ServiceResponse> {
    const place = placeOf(request.path, String(request.headers.host ?? ''));
    let target: Target | undefined = place && (await this.#apis.published(place.api, place.stage));
    if (target !== undefined && request.scope !== undefined && request.scope.account !== target.scope.account)
      target = undefined;
    const { status, headers, body } = await invokeApi(
      target,
      gatewayRequest(request, place?.path ?? '/'),
      this.#ports,
    );
    return { status, headers: { ...place?.headers, ...joined(headers) }, body };
  }
}

interface Place {
  readonly api: string;
  readonly stage: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `/restapis/{api}/{stage}/_user_request_/…` here, or `/{stage}/…` at `{api}.execute-api.localhost`. */
function placeOf(path: string, host: string): Place | undefined {
  const api = /^([a-z0-9]+)\.execute-api\./.exec(host.toLowerCase())?.[1];
  if (api !== undefined) {
    const [, stage, rest] = /^\/([^/]+)(\/.*)?$/s.exec(path) ?? [];
    return stage === undefined ? undefined : { api, stage, path: rest ?? '/' };
  }
  const [, id, stage, rest] = /^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/s.exec(path) ?? [];
  if (id === undefined || stage === undefined) return undefined;
  return { api: id, stage, path: rest ?? '/', headers: UNDER_OUR_NAME };
}

/** A page of an API that stands under our own name is none of ours: a browser keeps it apart. */
const UNDER_OUR_NAME = { 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' };

function gatewayRequest(request: FrontRequest, path: string): GatewayRequest {
  const { method, query, headers, body, requestId, signal, remoteAddress = '127.0.0.1' } = request;
  return {
    ...{ method, path, body, requestId, signal, query: [...query], headers: headersFrom(headers) },
    sourceIp: remoteAddress.replace(/^::ffff:/, ''),
    isSigned: request.scope !== undefined,
  };
}

/** What cannot be in a header would end the connection: it is left out, as a proxy would. */
function joined(headers: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, values] of Object.entries(headers)) {
    const value = values.join(', ');
    if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !OURS.has(name.toLowerCase()))
      result[name] = value.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ');
  }
  return result;
}

/** The listener makes them. */
const OURS = new Set([
  'content-length',
  'connection',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  '__proto__',
]);
