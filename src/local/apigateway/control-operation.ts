import type { Scope } from '../../base/arn.ts';
import type { Documents } from '../../base/documents.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import type { HttpApis } from './http/http-apis.ts';
import type { InvocationResult, TestCall } from './invocation.ts';
import type { RestApis } from './rest-apis.ts';

/** One operation of API Gateway's control plane. @throws ServiceRefusal for what the caller did wrong. */
export type ControlOperation = (call: ControlCall, services: ControlServices) => Promise<ControlAnswer>;

export interface ControlCall {
  readonly scope: Scope;
  /** What stands in the path for the names of the route, in its order. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly input: JsonObject;
  readonly signal: AbortSignal;
}

export interface ControlServices {
  readonly apis: RestApis;
  readonly httpApis: HttpApis;
  readonly documents: Documents;
  /** Calls a method that need not be deployed. */
  readonly test: (call: TestCall, signal: AbortSignal) => Promise<InvocationResult>;
  /** Whether this server has a service of that name. */
  readonly hasService: (service: string) => boolean;
  readonly now: () => Instant;
  readonly uuid: () => string;
}

interface ControlAnswer {
  readonly status: number;
  readonly body?: object;
}
