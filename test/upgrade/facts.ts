import type { JsonObject } from '../../src/base/json.ts';

/** What is known of a data directory that was packed. */
export interface Facts {
  /** Those that had ended: their histories are for ever. By ARN. */
  readonly ended: Readonly<Record<string, Ended>>;
  /** Those that ran, and what they had come to: later histories begin with it. By ARN. */
  readonly running: Readonly<Record<string, Running>>;
  /** Tokens that tasks wait for, in the histories of those that run, and of children. */
  readonly tokens: readonly string[];
  /** The one that is to be refused. */
  readonly refusedToken: string;
  /** Of an activity's task that a worker has. */
  readonly workersToken: string;
  readonly aliasArn: string;
}

export interface Ended {
  readonly status: string;
  readonly events: readonly JsonObject[];
}

export interface Running {
  readonly ends: string;
  readonly events: readonly JsonObject[];
}
