import type { Scope } from '../../base/arn.ts';
import type { Caller, HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import type { JsonObject } from '../../base/json.ts';
import { inputOf } from './json-body.ts';
import { notImplemented, refusalOf, ServiceRefusal } from './refusal.ts';

/** One operation of a service that speaks AWS JSON. @throws ServiceRefusal for what the caller did wrong. */
export type JsonOperation = (input: JsonObject, call: JsonCall) => Promise<JsonObject>;

interface JsonCall {
  /** Account and region: all that a service keeps is kept by them. */
  readonly scope: Scope;
  readonly caller?: Caller | undefined;
  /** Aborted when the client has gone or the server drains. */
  readonly signal: AbortSignal;
  readonly requestId: string;
}

export interface JsonServiceOptions {
  /** As people call it: `EventBridge`. */
  readonly name: string;
  /** What stands before the dot of `X-Amz-Target`: `AWSEvents`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly bodyBytesMax: number;
  /** By name, as in `X-Amz-Target`. */
  readonly operations: Readonly<Record<string, JsonOperation>>;
  /** How this service writes the code of a refusal; as it is, unless told. */
  readonly codeOnWire?: (code: string) => CodeOnWire;
}

interface CodeOnWire {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The wire form of AWS JSON: the operation in `X-Amz-Target`, its input and output as bodies. */
export class JsonService implements HttpService {
  readonly bodyBytesMax: number;
  readonly #options: JsonServiceOptions;

  constructor(options: JsonServiceOptions) {
    this.bodyBytesMax = options.bodyBytesMax;
    this.#options = options;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    try {
      const operation = this.#operationOf(request);
      const { scope, signal, requestId } = request;
      const output = await operation(inputOf(request.body), { scope, signal, requestId });
      return this.#response(200, output);
    } catch (error) {
      const { code, message, status } = refusalOf(error);
      const { type, headers } = this.#options.codeOnWire?.(code) ?? { type: code, headers: {} };
      return this.#response(status, { __type: type, message }, { 'x-amzn-errortype': type, ...headers });
    }
  }

  #operationOf({ method, headers }: ServiceRequest): JsonOperation {
    const { name, target, operations } = this.#options;
    const wanted = headers['x-amz-target'];
    const prefix = `${target}.`;
    if (method !== 'POST' || typeof wanted !== 'string' || !wanted.startsWith(prefix)) {
      throw new ServiceRefusal(
        'UnknownOperationException',
        `${name} is asked by POST and X-Amz-Target: ${prefix}…`,
      );
    }
    const operation = wanted.slice(prefix.length);
    const known = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (known === undefined) throw notImplemented(name, operation);
    return known;
  }

  #response(
    status: number,
    body: JsonObject,
    headers: Readonly<Record<string, string>> = {},
  ): ServiceResponse {
    const type = `application/x-amz-json-${this.#options.version}`;
    return { status, headers: { 'content-type': type, ...headers }, body: JSON.stringify(body) };
  }
}
