import type { ServiceRequest } from '../../base/http-service.ts';
import type { Requested } from './requested-action.ts';

const ACTIONS: Readonly<Record<string, string>> = {
  '/TraceSegments': 'PutTraceSegments',
  '/TraceSummaries': 'GetTraceSummaries',
  '/Traces': 'BatchGetTraces',
  '/ServiceGraph': 'GetServiceGraph',
  '/TraceGraph': 'GetTraceGraph',
};

/** X-Ray knows no resources; a path without an operation is an action of its own. */
export function requestedOfXray({ path, method }: ServiceRequest): readonly Requested[] {
  const action = Object.hasOwn(ACTIONS, path) ? ACTIONS[path] : undefined;
  return [{ action: `xray:${action ?? method}`, resource: '*' }];
}
