import type { SingleState } from '../../asl/single-state.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Payload } from '../../base/payload.ts';
import type { Identity } from '../execution.ts';

/** What a state is tested with. */
export interface StateTestSetup {
  readonly state: SingleState;
  readonly identity: Identity;
  readonly input: Payload;
  readonly variables: JsonObject;
  /** An object that the state is to see as its context object; its own is made when there is none. */
  readonly context: Payload | undefined;
  /** Retries that every retrier of the state has behind it. */
  readonly retryCount: number;
  /** What a Map's ItemReader would have read. */
  readonly readItems: readonly Json[] | undefined;
}
