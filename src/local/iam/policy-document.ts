import { isArray, isObject, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';
import { malformed } from './refusals.ts';

const POLICY_CHARACTERS_MAX = 131_072;

/** A policy of what may be done. @throws ServiceRefusal MalformedPolicyDocument. */
export function checkPolicyDocument(text: string): void {
  for (const statement of statementsOf(text)) {
    const has = (...names: readonly string[]) => names.some((name) => member(statement, name) !== undefined);
    if (has('Principal', 'NotPrincipal')) throw malformed('Policy document should not specify a principal.');
    if (!has('Action', 'NotAction')) throw malformed('Policy statement must contain actions.');
    if (!has('Resource', 'NotResource')) throw malformed('Policy statement must contain resources.');
  }
}

/** A policy of who may assume a role. @throws ServiceRefusal MalformedPolicyDocument. */
export function checkTrustDocument(text: string): void {
  for (const statement of statementsOf(text)) {
    const has = (name: string) => member(statement, name) !== undefined;
    if (has('Resource') || has('NotResource')) throw malformed('Has prohibited field Resource');
    if (!has('Principal')) throw malformed('Missing required field Principal');
    if (!has('Action')) throw malformed('Missing required field Action');
  }
}

function statementsOf(text: string): JsonObject[] {
  if (text.length > POLICY_CHARACTERS_MAX) throw malformed('The policy is too large.');
  let document: Json;
  try {
    document = parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw malformed('This policy contains invalid Json');
  }
  const listed = isObject(document) ? member(document, 'Statement') : undefined;
  const all = isArray(listed) ? listed : [listed];
  return all.map((statement) => {
    const effect = isObject(statement) ? member(statement, 'Effect') : undefined;
    if (!isObject(statement) || (effect !== 'Allow' && effect !== 'Deny'))
      throw malformed('Syntax errors in policy.');
    return statement;
  });
}
