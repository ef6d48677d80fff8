import type { Scope } from './arn.ts';
import type { Json } from './json.ts';

/** In whose name a part of this server calls a service; without one, as who may do everything in the account. */
export type Actor =
  | {
      readonly kind: 'role';
      /** `arn:aws:iam::123456789012:role/orders`. */
      readonly arn: string;
      /** Tells one use of the role from another, in messages. */
      readonly session: string;
    }
  | {
      readonly kind: 'service';
      /** `events.amazonaws.com`. */
      readonly principal: string;
      /** What of that service calls: a rule, a topic, a method of an API. */
      readonly sourceArn: string;
      readonly sourceAccount: string;
    };

/** @returns why an actor may not do something, in AWS's words; undefined: it may. @throws Unavailable */
export type Denial = (asked: ActorRequest) => Promise<string | undefined>;

export interface ActorRequest {
  readonly actor: Actor;
  /** All of it must be allowed. */
  readonly requested: readonly { readonly action: string; readonly resource: string }[];
  readonly scope: Scope;
  /** Statements of the policy of what is called, when it may have one. */
  readonly resourcePolicy?: readonly Json[];
}
