import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import type { JsonObject } from '../../base/json.ts';
import { inputOf } from './json-body.ts';
import type { JsonOperation } from './json-service.ts';
import { notImplemented, refusalOf } from './refusal.ts';

export interface RestServiceOptions {
  /** As people call it: `X-Ray`. */
  readonly name: string;
  readonly bodyBytesMax: number;
  /** What a request asks for; undefined when that is not here. @throws ServiceRefusal for what its query has wrong. */
  readonly route: (request: ServiceRequest) => Route | undefined;
}

interface Route {
  readonly operation: JsonOperation;
  /** Members of the input that stand in the path and the query. */
  readonly input?: JsonObject;
}

/** The wire form of REST JSON. */
export class RestService implements HttpService {
  readonly bodyBytesMax: number;
  readonly #options: RestServiceOptions;

  constructor(options: RestServiceOptions) {
    this.bodyBytesMax = options.bodyBytesMax;
    this.#options = options;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const { name, route } = this.#options;
    const { method, path, body, scope, caller, signal, requestId } = request;
    try {
      const found = route(request);
      if (found === undefined) throw notImplemented(name, `${method} ${path}`);
      const input = { ...inputOf(body), ...found.input };
      return answer(200, await found.operation(input, { scope, caller, signal, requestId }));
    } catch (error) {
      const { code, message, status } = refusalOf(error);
      return answer(status, { Message: message, message }, { 'x-amzn-errortype': code });
    }
  }
}

function answer(
  status: number,
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): ServiceResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
