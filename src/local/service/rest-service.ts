import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import type { JsonObject } from '../../base/json.ts';
import { inputOf } from './json-body.ts';
import type { JsonOperation } from './json-service.ts';
import { notImplemented, refusalOf } from './refusal.ts';

export interface RestServiceOptions {
  /** As people call it: `X-Ray`. */
  readonly name: string;
  readonly bodyBytesMax: number;
  /** By path; all of them are asked by POST. */
  readonly operations: Readonly<Record<string, JsonOperation>>;
}

/** The wire form of REST JSON where each operation has a path of its own, and all of its input in the body. */
export class RestService implements HttpService {
  readonly bodyBytesMax: number;
  readonly #options: RestServiceOptions;

  constructor(options: RestServiceOptions) {
    this.bodyBytesMax = options.bodyBytesMax;
    this.#options = options;
  }

  async handle({
    method,
    path,
    body,
    scope,
    caller,
    signal,
    requestId,
  }: ServiceRequest): Promise<ServiceResponse> {
    const { name, operations } = this.#options;
    try {
      const operation = method === 'POST' && Object.hasOwn(operations, path) ? operations[path] : undefined;
      if (operation === undefined) throw notImplemented(name, `${method} ${path}`);
      const output = await operation(inputOf(body), { scope, caller, signal, requestId });
      return answer(200, output);
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
