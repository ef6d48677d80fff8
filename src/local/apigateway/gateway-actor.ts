import type { Actor } from '../../base/actor.ts';
import type { Scope } from '../../base/arn.ts';

export interface Calling {
  readonly scope: Scope;
  readonly apiId: string;
  readonly stage: string;
  /** `GET/pets/{id}`, or `$default`. */
  readonly route: string;
  /** The integration's role. */
  readonly credentials: string | undefined;
  readonly requestId: string;
}

/** In whose name an integration calls a service: that of its role, or of the method, which a function's policy must allow. */
export function gatewayActor({ scope, apiId, stage, route, credentials, requestId }: Calling): Actor {
  if (credentials !== undefined && /^arn:aws[a-z-]*:iam::\d{12}:role\//.test(credentials))
    return { kind: 'role', arn: credentials, session: requestId };
  const { region, account } = scope;
  return {
    ...{ kind: 'service', principal: 'apigateway.amazonaws.com', sourceAccount: account },
    sourceArn: `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${route}`,
  };
}
