import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';

/** Where the REST and HTTP APIs of this server are called. */
export interface ApiFront {
  /** @returns undefined when no API of this server has that id. */
  invoke(call: ApiCall, signal: AbortSignal): Promise<ApiAnswer | undefined>;
}

export interface ApiCall {
  readonly apiId: string;
  readonly stage: string;
  /** Without the stage, with its first slash. */
  readonly path: string;
  readonly method: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  /** Who calls: set when the call counts as signed. */
  readonly scope?: Scope;
  /** In whose name, when it counts as signed. */
  readonly actor?: Actor;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}
