import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';
import type { Refusal } from '../aws-sdk/refusal.ts';

/** Step Functions' own API, called in process: the same operations, checks and errors as over HTTP. */
export interface StatesApi {
  /**
   * @returns undefined when there is no such operation.
   * @throws Unavailable when the store is away; nothing was changed.
   */
  call(request: StatesRequest): Promise<StatesAnswer | undefined>;
}

export interface StatesRequest {
  /** `StartExecution`. */
  readonly operation: string;
  /** As on the wire: what JSON.parse gives, members in camelCase. */
  readonly params: { readonly [name: string]: unknown };
  /** Account and region of the execution that calls. */
  readonly scope: Scope;
  readonly signal: AbortSignal;
  /** In whose name. */
  readonly actor?: Actor;
  /** What starts an execution, when it is an attempt of another one, and whether that waits for its end. */
  readonly parent?: { readonly execution: number; readonly event: number; readonly isWaiting: boolean };
}

export type StatesAnswer =
  /** The operation has no such parameter; nothing was done. */
  | { readonly unknown: string }
  | { readonly output: { readonly [name: string]: unknown } }
  | { readonly refusal: Refusal };
