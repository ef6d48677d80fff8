import type { Scope } from '../base/arn.ts';
import type { JsonBytes } from '../base/json-bytes.ts';
import type { LogGroups } from '../base/log-groups.ts';
import type { Instant } from '../base/time.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Engine, Parent } from '../engine/engine.ts';
import type { OperationName, Operations } from './model/operations.ts';
import type { PageTokens } from './page-token.ts';

/** What one operation of the API does: its input was checked against the service model, its output goes out as it is. */
export type Operation<Name extends OperationName> = (
  input: Operations[Name]['input'],
  call: Call,
) => Promise<Operations[Name]['output'] | WrittenOutput>;

/** An output that is JSON text already. */
export class WrittenOutput {
  readonly json: Buffer;

  constructor(json: Buffer) {
    this.json = json;
  }
}

/** One request, and what it may use. */
export interface Call {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly pages: PageTokens;
  readonly logGroups: Pick<LogGroups, 'has'>;
  /** Where long answers are put together: to be taken in the same tick, before anybody else uses it. */
  readonly bytes: JsonBytes;
  /** Who calls, and in which region. Everything outside it does not exist for the caller. */
  readonly scope: Scope;
  readonly now: Instant;
  /** The X-Ray header of the request itself, when it could be the trace header of an execution. */
  readonly traceId?: string;
  /** The attempt of an execution that calls, when none but a client does. */
  readonly parent?: Parent;
  /** Aborted when the caller has gone or the server drains. */
  readonly signal: AbortSignal;
}
