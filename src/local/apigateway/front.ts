import type { ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import type { ApiAnswer, ApiCall, ApiFront } from '../../integrations/apigateway/port.ts';
import { type GatewayRequest, type Headers, headersFrom } from './gateway-request.ts';
import type { HttpApis } from './http/http-apis.ts';
import { invokeHttpApi } from './http/http-invocation.ts';
import { type InvocationPorts, invokeApi } from './invocation.ts';
import type { RestApis } from './rest-apis.ts';

type FrontRequest = Omit<ServiceRequest, 'scope'> & Partial<Pick<ServiceRequest, 'scope'>>;

export interface Apis {
  readonly apis: RestApis;
  readonly httpApis: HttpApis;
}

/** Where deployed APIs are called: by a path of this server, or by a host name of their own. */
export class Front implements ApiFront {
  readonly #all: Apis;
  readonly #ports: InvocationPorts;

  constructor(all: Apis, ports: InvocationPorts) {
    this.#all = all;
    this.#ports = ports;
  }

  /** A call from within this server. @returns undefined when there is no such API. @throws Unavailable */
  async invoke(call: ApiCall, signal: AbortSignal): Promise<ApiAnswer | undefined> {
    const { apiId: api, stage, path, method, query, headers, body, scope } = call;
    const isThere = (await this.#all.apis.isThere(api)) || (await this.#all.httpApis.isThere(api));
    if (!isThere) return undefined;
    const place = { api, stage, path, whole: stage === '' ? path : `/${stage}${path}` };
    const request = {
      ...{ method, query, headers, body: Buffer.from(body), signal },
      ...{ requestId: this.#ports.uuid(), sourceIp: '127.0.0.1', isSigned: scope !== undefined },
    };
    const answer = await this.#answer(place, request, scope?.account);
    return { status: answer.status, headers: answer.headers, body: answer.body.toString() };
  }

  /** @param request Signed when it has a scope. @throws Unavailable */
  async handle(request: FrontRequest): Promise<ServiceResponse> {
    const place = placeOf(request.path, String(request.headers.host ?? ''));
    const { scope } = request;
    const { status, headers, body } = await this.#answer(place, gatewayRequest(request), scope?.account);
    const { ours, setCookies } = joined(headers);
    return {
      ...{ status, body, headers: { ...place?.headers, ...ours } },
      ...(setCookies.length === 0 ? {} : { setCookies }),
    };
  }

  /** @param account Of who has signed: an API of another account is not there. */
  async #answer(
    place: Place | undefined,
    request: Omit<GatewayRequest, 'path'>,
    account: string | undefined,
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Buffer }> {
    const { apis, httpApis } = this.#all;
    const isForeign = (owner: string) => account !== undefined && owner !== account;
    if (place !== undefined && (await httpApis.isThere(place.api))) {
      const published = await httpApis.published(place.api, place.whole);
      const isHidden = published === undefined || isForeign(published.scope.account);
      const whole = { ...request, path: place.whole };
      return await invokeHttpApi(isHidden ? undefined : published, whole, this.#ports);
    }
    const { api, stage, path = '/' } = place ?? {};
    const target =
      api === undefined || stage === undefined || stage === '' ? undefined : await apis.published(api, stage);
    const isHidden = target === undefined || isForeign(target.scope.account);
    return await invokeApi(isHidden ? undefined : target, { ...request, path }, this.#ports);
  }
}

interface Place {
  readonly api: string;
  /** Of a REST API, whose paths begin with it. */
  readonly stage?: string;
  readonly path?: string;
  /** Of an HTTP API: with a stage, or without one for `$default`. */
  readonly whole: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * `/restapis/{api}/{stage}/_user_request_/…` here, or `/{stage}/…` at `{api}.execute-api.localhost`. An HTTP API has
 * `/restapis/{api}/…`, too, as a template's address of one becomes.
 */
function placeOf(path: string, host: string): Place | undefined {
  const api = /^([a-z0-9]+)\.execute-api\./.exec(host.toLowerCase())?.[1];
  if (api !== undefined) return { api, whole: path, ...staged(path) };
  const [, id, after = '/'] = /^\/restapis\/([^/]+)(\/.*)?$/s.exec(path) ?? [];
  if (id === undefined) return undefined;
  const [, stage, rest = '/'] = /^\/([^/]+)\/_user_request_(\/.*)?$/s.exec(after) ?? [];
  const place = { api: id, headers: UNDER_OUR_NAME };
  return stage === undefined
    ? { ...place, whole: after }
    : { ...place, stage, path: rest, whole: `/${stage}${rest}` };
}

function staged(path: string): Pick<Place, 'stage' | 'path'> {
  const [, stage, rest = '/'] = /^\/([^/]+)(\/.*)?$/s.exec(path) ?? [];
  return stage === undefined ? {} : { stage, path: rest };
}

/** A page of an API that stands under our own name is none of ours: a browser keeps it apart. */
const UNDER_OUR_NAME = { 'content-security-policy': 'sandbox', 'x-content-type-options': 'nosniff' };

function gatewayRequest(request: FrontRequest): Omit<GatewayRequest, 'path'> {
  const { method, query, headers, body, requestId, signal, remoteAddress = '127.0.0.1' } = request;
  return {
    ...{ method, body, requestId, signal, query: [...query], headers: headersFrom(headers) },
    sourceIp: remoteAddress.replace(/^::ffff:/, ''),
    isSigned: request.scope !== undefined,
  };
}

/** What cannot be in a header would end the connection: it is left out, as a proxy would. */
function joined(headers: Headers): {
  readonly ours: Record<string, string>;
  readonly setCookies: readonly string[];
} {
  const ours: Record<string, string> = {};
  const setCookies: string[] = [];
  for (const [name, values] of Object.entries(headers)) {
    const sent = values.map((value) => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' '));
    if (name.toLowerCase() === 'set-cookie') setCookies.push(...sent);
    else if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !OURS.has(name.toLowerCase()))
      ours[name] = sent.join(', ');
  }
  return { ours, setCookies };
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
