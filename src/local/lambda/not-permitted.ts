import type { Denial } from '../../base/actor.ts';
import { functionArn } from '../../base/arn.ts';
import type { FunctionName } from '../../base/function-name.ts';
import { StateError } from '../../base/state-error.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { FunctionCall } from '../../integrations/lambda/port.ts';
import type { DeployedFunction } from './definition.ts';

/** Who calls a function may not; a state that does hears of it as of any refusal of Lambda's. */
export class NotPermitted extends StateError {
  /** In AWS's words. */
  readonly why: string;

  constructor(why: string, requestId: string) {
    const details = `Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: ${requestId}; Proxy: null`;
    super('Lambda.AWSLambdaException', `${why} (${details})`);
    this.why = why;
  }
}

export interface Permission {
  readonly call: FunctionCall;
  readonly named: FunctionName;
  readonly qualifier: string | undefined;
  readonly latest: DeployedFunction;
}

/**
 * Whether a call from within this server is allowed, by the role that it is made with or by the function's own policy.
 * A function in a folder of the server's has no policy: who put it there lets every service call it.
 *
 * @throws NotPermitted, and StateError when nobody can say.
 */
export async function checkPermission(
  { call, named, qualifier, latest }: Permission,
  { denial, requestId }: { readonly denial: Denial | undefined; readonly requestId: string },
): Promise<void> {
  const { actor, scope } = call;
  if (actor === undefined || denial === undefined) return;
  if (actor.kind === 'service' && latest.origin !== 'created') return;
  const permissions = (latest.definition.permissions ?? []).filter((one) => one.qualifier === qualifier);
  const resourcePolicy = permissions.map(({ statement }) => statement);
  const ask = async (name: string) => {
    const requested = [{ action: 'lambda:InvokeFunction', resource: functionArn(named, name) }];
    return await denial({ actor, requested, scope, resourcePolicy });
  };
  try {
    const why = await ask(named.name);
    // Policies name a function with its qualifier, or without; a Deny counts however it is written.
    const whyQualified = qualifier === undefined ? why : await ask(`${named.name}:${qualifier}`);
    const denied = [why, whyQualified].find((one) => one?.includes('explicit deny')) ?? (why && whyQualified);
    if (denied !== undefined) throw new NotPermitted(denied, requestId);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    throw new StateError('Lambda.ServiceException', error.message);
  }
}
