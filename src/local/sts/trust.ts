import type { Caller } from '../../base/http-service.ts';
import { isArray, isObject, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';

/**
 * Whether a role's trust policy names a caller. As for other policies, what is not judged here lets nobody in: a
 * statement with a Condition allows nothing, and denies always.
 *
 * @param document As it was checked when it was stored.
 * @param account That of the caller.
 */
export function mayAssume(document: string, caller: Caller, account: string): boolean {
  const policy = parseJson(document);
  const listed = isObject(policy) ? member(policy, 'Statement') : undefined;
  let isAllowed = false;
  for (const statement of many(listed)) {
    if (!isObject(statement) || !isAbout(statement)) continue;
    const isDeny = member(statement, 'Effect') === 'Deny';
    if (!names(statement, caller, account)) continue;
    if (isDeny) return false;
    isAllowed ||= member(statement, 'Condition') === undefined;
  }
  return isAllowed;
}

function isAbout(statement: JsonObject): boolean {
  return many(member(statement, 'Action')).some((one) => {
    const action = String(one).toLowerCase();
    return action === 'sts:assumerole' || action === 'sts:*' || action === '*';
  });
}

function names(statement: JsonObject, { arn }: Caller, account: string): boolean {
  const principal = member(statement, 'Principal');
  const listed = isObject(principal) ? many(member(principal, 'AWS')) : many(principal);
  return listed.some(
    (one) => one === '*' || one === account || one === `arn:aws:iam::${account}:root` || one === arn,
  );
}

function many(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isArray(value) ? value : [value];
}
