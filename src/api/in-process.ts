import type { Actor, Denial } from '../base/actor.ts';
import type { Scope } from '../base/arn.ts';
import { JsonBytes } from '../base/json-bytes.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Parent } from '../engine/engine.ts';
import { requestedOfStates } from './access/requested-of-states.ts';
import { isBuilt } from './built.ts';
import type { Fields } from './constraint.ts';
import { ERROR_CODES } from './model/error-codes.ts';
import { MEMBERS } from './model/members.ts';
import { WrittenOutput } from './operation.ts';
import { OPERATIONS } from './operation-table.ts';
import { PageTokens } from './page-token.ts';
import type { StatesServiceOptions } from './protocol.ts';

export interface InProcessRequest {
  readonly operation: string;
  readonly params: Fields;
  readonly scope: Scope;
  readonly signal: AbortSignal;
  readonly parent?: Parent;
  readonly actor?: Actor;
}

export type InProcessAnswer =
  /** The operation has no such parameter; nothing was done. A client's SDK would not send it. */
  | { readonly unknown: string }
  | { readonly output: { readonly [name: string]: unknown } }
  | {
      readonly refusal: {
        readonly code: string;
        readonly message: string;
        readonly status: number;
        /** Whether the service model names it. */
        readonly isModelled: boolean;
      };
    };

/**
 * The Step Functions API for tasks of this server: what a client may ask for over HTTP, without it.
 *
 * @param denial Whether the role of the caller allows it; without one, it does.
 */
export function createInProcessApi(options: StatesServiceOptions, denial?: Denial) {
  const { engine, catalog, logGroups, now, secret } = options;
  const pages = new PageTokens(secret);
  const bytes = new JsonBytes();
  return {
    /** @returns undefined when there is no such operation. @throws Unavailable. */
    async call(request: InProcessRequest): Promise<InProcessAnswer | undefined> {
      const { operation, params, scope, signal, parent } = request;
      if (!isBuilt(operation)) return undefined;
      const unknown = Object.keys(params).find((name) => !MEMBERS[operation].includes(name));
      if (unknown !== undefined) return { unknown };
      const why = await denialOf(request, denial);
      if (why !== undefined)
        return { refusal: { code: 'AccessDeniedException', message: why, status: 400, isModelled: false } };
      const call = { engine, catalog, logGroups, pages, bytes, scope, now: now(), signal };
      try {
        const output = await OPERATIONS[operation](params, parent === undefined ? call : { ...call, parent });
        return { output: output instanceof WrittenOutput ? JSON.parse(String(output.json)) : { ...output } };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        const { code, message } = error;
        return { refusal: { code, message, status: 400, isModelled: ERROR_CODES.includes(code) } };
      }
    },
  };
}

async function denialOf(
  { actor, operation, params, scope }: InProcessRequest,
  denial: Denial | undefined,
): Promise<string | undefined> {
  if (actor === undefined || denial === undefined) return undefined;
  const requested = requestedOfStates({
    headers: { 'x-amz-target': `AWSStepFunctions.${operation}` },
    body: Buffer.from(JSON.stringify(params)),
    scope,
  });
  return await denial({ actor, requested, scope });
}
