import type { Retrier } from '../asl/program.ts';
import type { Entropy } from '../base/entropy.ts';
import { matches, type Named } from './error-match.ts';

/**
 * The retrier that takes a failure, and its delay.
 *
 * The first retrier that matches decides; when its attempts are used up no later one is asked (spec/asl.md §6.2).
 *
 * @param used Retries so far of this visit, by retrier.
 */
export function chooseRetry(
  retriers: readonly Retrier[],
  used: readonly number[] | undefined,
  failure: Named,
  entropy: Entropy,
): { readonly retrier: number; readonly delayMs: number } | undefined {
  const index = retriers.findIndex((retrier) => matches(retrier.errorEquals, failure));
  const retrier = retriers[index];
  const count = used?.[index] ?? 0;
  if (retrier === undefined || count >= retrier.maxAttempts) return undefined;
  return { retrier: index, delayMs: delayOf(retrier, count, entropy) };
}

function delayOf(retrier: Retrier, count: number, entropy: Entropy): number {
  const { intervalSeconds, backoffRate, maxDelaySeconds = Number.POSITIVE_INFINITY, jitter } = retrier;
  const seconds = Math.min(intervalSeconds * backoffRate ** count, maxDelaySeconds, DELAY_SECONDS_MAX);
  return Math.round(seconds * 1000 * (jitter === 'FULL' ? entropy.random() : 1));
}

/** A year: no delay may outlive the longest execution (Developer Guide, "Quotas"). */
const DELAY_SECONDS_MAX = 31_622_400;
