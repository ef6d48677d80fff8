import type { Scope } from './arn.ts';
import type { Instant } from './time.ts';

/** An event as EventBridge carries it. */
export interface BusEvent {
  /** The same whenever the same event is told again. */
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  /** Where it happened. */
  readonly scope: Scope;
  readonly at: Instant;
  /** ARNs. */
  readonly resources: readonly string[];
  /** JSON text of an object, kept as it is written. */
  readonly detail: string;
}

/** The event as its listeners read it: JSON, with the time in whole seconds as AWS has it. */
export function busEventText({ id, source, detailType, scope, at, resources, detail }: BusEvent): string {
  const head = {
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account: scope.account,
    time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: scope.region,
    resources,
  };
  return `${JSON.stringify(head).slice(0, -1)},"detail":${detail}}`;
}
