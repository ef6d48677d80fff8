import type { Metric } from '../base/metric.ts';
import { AWS_QUOTAS } from './access/quotas.ts';
import { isBuilt, operationAt } from './built.ts';

/** Why a request was refused before anybody looked at what it asks for. */
export type RefusedFor = 'signature' | 'failedSignatures' | 'quota' | 'overload';

/** All that is no operation of Step Functions: pages, other services, what nobody knows. */
const OTHERS = 'others';

/** Counts requests by operation and answer. Each passes it, so that it only adds. */
export class RequestTally {
  /** By target, then by status. What nobody knows shares one: whoever can think up targets must not fill the memory. */
  readonly #answers = new Map<string, Map<number, number>>();
  readonly #refused = new Map<RefusedFor, number>();
  readonly #throttled = new Map<string, number>();
  readonly #hasQuotas: boolean;

  constructor({ hasQuotas }: { readonly hasQuotas: boolean }) {
    this.#hasQuotas = hasQuotas;
  }

  answered(target: string | string[] | undefined, status: number): void {
    const key = operationAt(target) ?? OTHERS;
    const answers = this.#answers.get(key) ?? new Map<number, number>();
    this.#answers.set(key, answers);
    answers.set(status, (answers.get(status) ?? 0) + 1);
  }

  refused(reason: RefusedFor): void {
    this.#refused.set(reason, (this.#refused.get(reason) ?? 0) + 1);
  }

  /** One call too many for its account's quota. */
  throttled(operation: string): void {
    this.refused('quota');
    const key = isBuilt(operation) ? operation : OTHERS;
    this.#throttled.set(key, (this.#throttled.get(key) ?? 0) + 1);
  }

  metrics(): readonly Metric[] {
    return [
      {
        name: 'requests_total',
        help: 'Requests answered, by operation and HTTP status',
        kind: 'counter',
        samples: [...this.#answers].flatMap(([APIName, answers]) =>
          [...answers].map(([status, value]) => ({ labels: { APIName, status: String(status) }, value })),
        ),
      },
      {
        name: 'requests_refused_total',
        help: 'Requests refused before anybody looked at what they ask for',
        kind: 'counter',
        samples: [...this.#refused].map(([reason, value]) => ({ labels: { reason }, value })),
      },
      {
        name: 'throttled_events_total',
        help: 'Calls refused by a quota, all accounts together',
        kind: 'counter',
        samples: [...this.#throttled].map(([APIName, value]) => ({
          labels: { metric: 'ThrottledEvents', APIName },
          value,
        })),
      },
      {
        name: 'quota',
        help: 'Token buckets of each account; absent without --quotas',
        kind: 'gauge',
        samples: this.#hasQuotas
          ? Object.entries(AWS_QUOTAS).flatMap(([APIName, { tokens, refillPerSecond }]) => [
              { labels: { metric: 'ProvisionedBucketSize', APIName }, value: tokens },
              { labels: { metric: 'ProvisionedRefillRate', APIName }, value: refillPerSecond },
            ])
          : [],
      },
    ];
  }
}
