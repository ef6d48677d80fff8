import type { JsonObject } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';

/** A rule as its document keeps it, its targets included: one change of it is one write. */
export interface Rule {
  readonly name: string;
  readonly pattern?: string;
  readonly schedule?: string;
  readonly isEnabled: boolean;
  readonly description?: string;
  readonly roleArn?: string;
  readonly targets: readonly Target[];
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
  /** When its schedule is next to be met; absent while it is disabled. */
  readonly nextAt?: Instant;
}

/** As PutTargets has checked it, in AWS's form. */
export interface Target extends JsonObject {
  readonly Id: string;
  readonly Arn: string;
}
