import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';

/** A place where functions run: this server's own host, or Lambda's API at an endpoint. */
export interface FunctionHost {
  /**
   * Runs a function once.
   *
   * @returns undefined when this host has no such function.
   * @throws StateError `Lambda.*` when the call itself failed (throttled, host gone, outcome unknown).
   */
  invoke(call: FunctionCall, signal: AbortSignal): Promise<FunctionAnswer | undefined>;

  /**
   * What became of a call that an earlier process of this server may have made; waits for one that still runs. Absent: this
   * host cannot say.
   *
   * @returns `unsent` when it has not arrived, so that `invoke` does it once.
   * @throws StateError as `invoke`.
   */
  resume?(call: FunctionCall, signal: AbortSignal): Promise<FunctionAnswer | 'unsent' | 'unknown'>;

  /** The outcome of an attempt is on disk, or nobody wants it: it will not be asked for by `resume`. */
  settled?(attemptId: string): void;
}

export interface FunctionCall {
  /** Name, partial ARN or ARN, possibly with `:qualifier`, as the caller gave it. */
  readonly functionName: string;
  readonly qualifier?: string;
  /** JSON text. */
  readonly payload: string;
  readonly invocationType: 'RequestResponse' | 'Event' | 'DryRun';
  readonly scope: Scope;
  /** The engine's attempt id; the function sees it as its request id's source. Absent for API calls. */
  readonly attemptId?: string;
  /** In whose name, at the host of this server. */
  readonly actor?: Actor;
  /** A later process may ask what became of it. */
  readonly isResumable?: true;
  /** As in `X-Amzn-Trace-Id`; without it, the call begins a trace of its own. */
  readonly traceHeader?: string;
  /** Base64 JSON, as in `X-Amz-Client-Context`. */
  readonly clientContext?: string;
}

export interface FunctionAnswer {
  /** 200 (RequestResponse), 202 (Event), 204 (DryRun). */
  readonly statusCode: number;
  /** JSON text exactly as the function's runtime wrote it; empty for Event. */
  readonly payload: string;
  /** `Unhandled` (or `Handled`): the payload is Lambda's error document. */
  readonly functionError?: string;
  /** `$LATEST`, or a number. */
  readonly executedVersion: string;
  readonly requestId: string;
  /** The last 4 KB of this call's log. */
  readonly logTail: string;
}
