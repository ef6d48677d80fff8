import type { Condition, RequestContext } from './condition.ts';
import { globMatches } from './glob.ts';
import type { Patterns, Policy } from './policy.ts';
import type { Requested } from './requested-action.ts';

export type Decision =
  | { readonly isAllowed: true }
  /** `why` as AWS ends its sentence. */
  | { readonly isAllowed: false; readonly why: string };

/**
 * Decides as IAM does: any Deny that applies denies; else any Allow that applies allows; else nothing is allowed.
 *
 * A condition is never ignored: with one that cannot be judged an Allow grants nothing, and a Deny denies.
 *
 * @param context What the request shows to conditions.
 */
export function evaluate(
  policies: readonly Policy[],
  { action, resource }: Requested,
  context: RequestContext,
): Decision {
  let isAllowed = false;
  const wanted = action.toLowerCase();
  for (const { statements } of policies) {
    for (const { effect, actions, resources, conditions } of statements) {
      if (!covers(actions, (pattern) => globMatches(pattern.toLowerCase(), wanted))) continue;
      if (!covers(resources, (pattern) => globMatches(pattern, resource))) continue;
      const applies = heldBy(conditions, context);
      if (effect === 'Deny' && applies !== false)
        return { isAllowed: false, why: 'with an explicit deny in an identity-based policy' };
      isAllowed ||= effect === 'Allow' && applies === true;
    }
  }
  return isAllowed
    ? { isAllowed }
    : { isAllowed, why: `because no identity-based policy allows the ${action} action` };
}

/** Undefined: one of them cannot be judged, and no other one fails. */
function heldBy(conditions: readonly Condition[], context: RequestContext): boolean | undefined {
  let isJudged = true;
  for (const { holds } of conditions) {
    if (holds === undefined) isJudged = false;
    else if (!holds(context)) return false;
  }
  return isJudged ? true : undefined;
}

function covers({ patterns, isExcept }: Patterns, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) !== isExcept;
}
