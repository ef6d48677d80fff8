import { isArray, isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import { type Condition, readConditions } from './condition.ts';
import { globMatches } from './glob.ts';

/** An identity-based policy: the part of IAM's language that stepwell decides by. */
export interface Policy {
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Patterns;
  readonly resources: Patterns;
  /** All of them must hold. With one that cannot be judged an Allow grants nothing, and a Deny denies. */
  readonly conditions: readonly Condition[];
}

/** `Action` and `Resource`, or with `isExcept` their opposites `NotAction` and `NotResource`. */
export interface Patterns {
  readonly patterns: readonly string[];
  readonly isExcept: boolean;
}

/** Why a document is no policy that can be decided by; says where. */
export interface PolicyProblem {
  readonly problem: string;
}

/**
 * Reads a policy document. Whatever could be misunderstood is refused: a statement that is not honoured as its
 * author meant it may let somebody in.
 */
export function readPolicy(document: Json): Policy | PolicyProblem {
  if (!isObject(document)) return { problem: 'a policy is a JSON object' };
  const stranger = Object.keys(document).find((key) => !POLICY_KEYS.has(key));
  if (stranger !== undefined) return { problem: `a policy has no element ${stranger}` };
  const version = member(document, 'Version') ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') return { problem: 'Version must be 2012-10-17' };
  const listed = member(document, 'Statement');
  const all = isArray(listed) ? listed : listed === undefined ? [] : [listed];
  if (all.length === 0) return { problem: 'Statement is missing' };
  const statements: Statement[] = [];
  for (const [index, one] of all.entries()) {
    const read = readStatement(one);
    if ('problem' in read) return { problem: `Statement ${index + 1}: ${read.problem}` };
    statements.push(read);
  }
  return { statements };
}

const POLICY_KEYS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_KEYS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

function readStatement(from: Json): Statement | PolicyProblem {
  if (!isObject(from)) return { problem: 'it is not a JSON object' };
  const stranger = Object.keys(from).find((key) => !STATEMENT_KEYS.has(key));
  if (stranger !== undefined) return { problem: `${stranger} is not supported in an identity-based policy` };
  const effect = member(from, 'Effect');
  if (effect !== 'Allow' && effect !== 'Deny') return { problem: 'Effect must be Allow or Deny' };
  const actions = readPatterns(from, 'Action', actionProblem);
  if ('problem' in actions) return actions;
  const resources = readPatterns(from, 'Resource', resourceProblem);
  if ('problem' in resources) return resources;
  const conditions = readConditions(member(from, 'Condition'));
  if ('problem' in conditions) return conditions;
  const sid = member(from, 'Sid');
  return { sid: typeof sid === 'string' ? sid : undefined, effect, actions, resources, ...conditions };
}

function readPatterns(
  from: JsonObject,
  name: 'Action' | 'Resource',
  problemOf: (pattern: string) => string | undefined,
): Patterns | PolicyProblem {
  const [plain, except] = [member(from, name), member(from, `Not${name}`)];
  const value = plain ?? except;
  if (value === undefined || (plain !== undefined && except !== undefined)) {
    return { problem: `exactly one of ${name} and Not${name} is needed` };
  }
  const patterns: string[] = [];
  for (const pattern of isArray(value) ? value : [value]) {
    if (typeof pattern !== 'string') return { problem: `${name} must be a string or a list of strings` };
    const problem = problemOf(pattern);
    if (problem !== undefined) return { problem };
    patterns.push(pattern);
  }
  if (patterns.length === 0) return { problem: `${name} must not be empty` };
  return { patterns, isExcept: plain === undefined };
}

function actionProblem(pattern: string): string | undefined {
  if (pattern === '*' || /^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(pattern)) return undefined;
  return `an action looks like states:StartExecution, not ${JSON.stringify(pattern)}`;
}

function resourceProblem(pattern: string): string | undefined {
  // A variable would be compared as text, and a Deny with one would never deny.
  if (pattern.includes('${')) return `policy variables are not supported: ${JSON.stringify(pattern)}`;
  if (/^\*+$/.test(pattern)) return undefined;
  const [first, partition, ...rest] = pattern.split(':');
  if (first !== 'arn' || partition === undefined || rest.length === 0) {
    return `a resource is an ARN or *, not ${JSON.stringify(pattern)}`;
  }
  if (globMatches(partition, 'aws')) return undefined;
  return `ARNs of stepwell are in the partition aws, which ${JSON.stringify(pattern)} excludes`;
}

/** What whoever wrote the policy should hear: each statement whose conditions are not judged, and what that means. */
export function unsupportedConditions({ statements }: Policy): string[] {
  return statements.flatMap(({ sid, effect, conditions }, index) => {
    const unsupported = conditions.filter(({ holds }) => holds === undefined).map(({ name }) => name);
    if (unsupported.length === 0) return [];
    const meaning = effect === 'Allow' ? 'it allows nothing' : 'it always denies';
    const name = sid === undefined ? `statement ${index + 1}` : `statement ${sid}`;
    return [`${name} has a Condition that is not supported (${unsupported.join(', ')}): ${meaning}`];
  });
}
