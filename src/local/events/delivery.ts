import { createHash } from 'node:crypto';
import type { Scope } from '../../base/arn.ts';
import type { OutboxEntry } from '../../base/outbox.ts';
import type { Instant } from '../../base/time.ts';
import { ruleArn } from './place.ts';
import { DELIVERY_QUEUE } from './queues.ts';
import type { Target } from './rule.ts';
import type { KnownRule } from './rules.ts';

/** An event on its way to one target, as the outbox keeps it: nothing it says changes when the rule does. */
export interface Delivery {
  readonly scope: Scope;
  /** Or the schedule's. */
  readonly ruleArn: string;
  /** Which moment of a schedule it is for; absent where a rule has met an event. */
  readonly scheduledAt?: Instant;
  readonly target: Target;
  readonly eventId: string;
  /** Its text. */
  readonly event: string;
  /** When it was accepted: its age counts from here. */
  readonly at: Instant;
  /** Attempts that have failed. */
  readonly failed: number;
}

/** One for each target of the rule. */
export function deliveriesOf(
  { place, rule }: KnownRule,
  { id, text, at }: { readonly id: string; readonly text: string; readonly at: Instant },
): OutboxEntry[] {
  const { region, account } = place;
  return rule.targets.map((target) =>
    deliveryEntry({
      scope: { region, account },
      ruleArn: ruleArn(place, rule.name),
      ...{ target, eventId: id, event: text, at, failed: 0 },
    }),
  );
}

export function deliveryEntry(delivery: Delivery, dueAt?: Instant): OutboxEntry {
  const text = JSON.stringify(delivery);
  return { queue: DELIVERY_QUEUE, text, ...(dueAt === undefined ? {} : { dueAt }) };
}

/**
 * The same for the same event, rule and target, and for no others: the name of the execution that it starts, so that
 * the same delivery made twice starts one.
 */
export function deliveryId({ ruleArn: rule, target, eventId }: Delivery): string {
  return uuidOf([rule, target.Id, eventId]);
}

/** A UUID (version 8) that follows from some texts. */
export function uuidOf(texts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

const RETRIES_MAX = 185;
const AGE_SECONDS_MAX = 86_400;
const BACKOFF_MS = { first: 1_000, max: 600_000 };

/** When a delivery that has failed is tried again; undefined: never, and why. */
export function nextAttemptAt(
  { target, at, failed }: Delivery,
  now: Instant,
): Instant | 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' {
  const policy = target.RetryPolicy;
  const retries = numberIn(policy, 'MaximumRetryAttempts') ?? RETRIES_MAX;
  const ageMs = (numberIn(policy, 'MaximumEventAgeInSeconds') ?? AGE_SECONDS_MAX) * 1_000;
  if (failed >= retries) return 'MaximumRetryAttempts';
  const next = now + Math.min(BACKOFF_MS.first * 2 ** failed, BACKOFF_MS.max);
  return next > at + ageMs ? 'MaximumEventAgeInSeconds' : next;
}

function numberIn(policy: unknown, name: string): number | undefined {
  if (typeof policy !== 'object' || policy === null || !Object.hasOwn(policy, name)) return undefined;
  const value: unknown = Reflect.get(policy, name);
  return typeof value === 'number' ? value : undefined;
}
