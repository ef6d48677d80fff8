import { globMatches } from './glob.ts';
import type { Patterns, Policy } from './policy.ts';

export type Decision =
  | { readonly isAllowed: true }
  /** `why` as AWS ends its sentence. */
  | { readonly isAllowed: false; readonly why: string };

/**
 * Decides as IAM does: any Deny that applies denies; else any Allow that applies allows; else nothing is allowed.
 *
 * A condition is never ignored: an Allow that has one grants nothing, a Deny that has one denies.
 *
 * @param action `states:StartExecution`.
 * @param resource An ARN, or `*` for an action that is about no resource in particular.
 */
export function evaluate(policies: readonly Policy[], action: string, resource: string): Decision {
  let isAllowed = false;
  const wanted = action.toLowerCase();
  for (const { statements } of policies) {
    for (const { effect, actions, resources, conditions } of statements) {
      if (!covers(actions, (pattern) => globMatches(pattern.toLowerCase(), wanted))) continue;
      if (!covers(resources, (pattern) => globMatches(pattern, resource))) continue;
      if (effect === 'Deny')
        return { isAllowed: false, why: 'with an explicit deny in an identity-based policy' };
      isAllowed ||= conditions.length === 0;
    }
  }
  return isAllowed
    ? { isAllowed }
    : { isAllowed, why: `because no identity-based policy allows the ${action} action` };
}

function covers({ patterns, isExcept }: Patterns, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) !== isExcept;
}
