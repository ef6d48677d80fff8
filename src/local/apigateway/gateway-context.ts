import type { JsonObject } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import { type GatewayRequest, headerOf, type Target } from './gateway-request.ts';
import type { Resource } from './rest-api.ts';

/** `$context`, and `requestContext` of functions. */
export function contextOf(
  { scope, api, stage }: Target,
  request: GatewayRequest,
  resource: Resource,
  now: Instant,
): JsonObject {
  const host = headerOf(request.headers, 'host') ?? 'localhost';
  const { method, path, requestId } = request;
  return {
    ...{ accountId: scope.account, apiId: api.id, stage: stage.stageName, deploymentId: stage.deploymentId },
    ...{ httpMethod: method, path: `/${stage.stageName}${path}`, protocol: 'HTTP/1.1' },
    ...{ resourceId: resource.id, resourcePath: resource.path, requestId, extendedRequestId: requestId },
    ...{ requestTime: commonLogTime(now), requestTimeEpoch: now },
    ...{ domainName: host, domainPrefix: host.split('.')[0] ?? host },
    identity: { sourceIp: request.sourceIp, userAgent: headerOf(request.headers, 'user-agent') ?? null },
  };
}

/** `30/Nov/2026:10:00:00 +0000`. */
export function commonLogTime(now: Instant): string {
  const [, day = '', month = '', year = '', time = ''] = new Date(now).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
