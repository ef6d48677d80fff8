import type { ServiceRequest } from '../../base/http-service.ts';
import type { Requested } from './requested-action.ts';

/** What a call of API Gateway's control plane would do: its actions are the methods of HTTP. */
export function requestedOfApiGateway({ method, path, scope }: ServiceRequest): readonly Requested[] {
  const resource = `arn:aws:apigateway:${scope.region}::${path.replace(/(.)\/$/, '$1')}`;
  return [{ action: `apigateway:${method}`, resource }];
}

/** What a signed call of a deployed API would do, named by path or by host. */
export function requestedOfApi({ method, path, headers, scope }: ServiceRequest): readonly Requested[] {
  const own = /^([a-z0-9]+)\.execute-api\./.exec(String(headers.host).toLowerCase())?.[1];
  const [, api, stage, rest = '/'] =
    own === undefined
      ? (/^\/restapis\/([^/]+)\/([^/]+)\/_user_request_(\/.*)?$/s.exec(path) ?? [])
      : (/^()\/([^/]+)(\/.*)?$/s.exec(path) ?? []);
  const id = own ?? api;
  if (id === undefined || stage === undefined) return [{ action: 'execute-api:Invoke', resource: '*' }];
  const place = `arn:aws:execute-api:${scope.region}:${scope.account}`;
  return [{ action: 'execute-api:Invoke', resource: `${place}:${id}/${stage}/${method}${rest}` }];
}
