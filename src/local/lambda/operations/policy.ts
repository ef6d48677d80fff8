import { type Json, type JsonObject, member } from '../../../base/json.ts';
import type { FunctionDefinition, Permission } from '../definition.ts';
import { findFunction, qualifiedArn, readQualified } from '../named-function.ts';
import { answer, checkRevision, type Operation, readBody } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { invalid } from '../settings.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission: Operation = async (call, services) => {
  const { functionName, request } = call;
  const named = readQualified(functionName, request);
  const body = readBody(request);
  const sid = readText(body, 'StatementId', /^[a-zA-Z0-9-_]{1,100}$/);
  const statement = readStatement(body, { sid, resource: qualifiedArn(named) });
  if (named.qualifier !== undefined) await findFunction(call, services);
  await services.functions.update(named, named.name, (current) => {
    const own = permissionsAt(current, named.qualifier);
    checkRevision({ wanted: member(body, 'RevisionId'), current: revisionOf(own) ?? '' });
    if (own.some((other) => other.sid === sid)) {
      throw new Refusal(
        'ResourceConflictException',
        `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const { qualifier } = named;
    const permission = { sid, statement, revisionId: services.entropy.uuid() };
    const added = qualifier === undefined ? permission : { ...permission, qualifier };
    return { ...current, permissions: [...(current.permissions ?? []), added] };
  });
  return answer(201, { Statement: JSON.stringify(statement) });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy: Operation = async (call, services) => {
  const { named, latest } = await findFunction(call, services);
  const own = permissionsAt(latest.definition, named.qualifier);
  const revisionId = revisionOf(own);
  if (revisionId === undefined) {
    throw new Refusal('ResourceNotFoundException', 'The resource you requested does not exist.');
  }
  const policy = { Version: '2012-10-17', Id: 'default', Statement: own.map(({ statement }) => statement) };
  return answer(200, { Policy: JSON.stringify(policy), RevisionId: revisionId });
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission: Operation = async (call, { functions, entropy }) => {
  const { functionName, detail, request } = call;
  const named = readQualified(functionName, request);
  const wanted = request.query.get('RevisionId') ?? undefined;
  await functions.update(named, named.name, (current) => {
    const own = permissionsAt(current, named.qualifier);
    if (own.length === 0) {
      throw new Refusal('ResourceNotFoundException', 'No policy is associated with the given resource.');
    }
    if (!own.some(({ sid }) => sid === detail)) {
      throw new Refusal('ResourceNotFoundException', `Statement ${detail} is not found in resource policy.`);
    }
    checkRevision({ wanted, current: revisionOf(own) ?? '' });
    const { permissions = [] } = current;
    const left = permissions.filter((one) => !(one.sid === detail && one.qualifier === named.qualifier));
    const revised = left.map((one) =>
      one.qualifier === named.qualifier ? { ...one, revisionId: entropy.uuid() } : one,
    );
    return { ...current, permissions: revised };
  });
  return { status: 204, headers: {}, body: '' };
};

function permissionsAt(
  { permissions = [] }: FunctionDefinition,
  qualifier: string | undefined,
): readonly Permission[] {
  return permissions.filter((permission) => permission.qualifier === qualifier);
}

/** That of the policy is that of the statement that came last. */
function revisionOf(permissions: readonly Permission[]): string | undefined {
  return permissions.at(-1)?.revisionId;
}

function readStatement(
  body: JsonObject,
  { sid, resource }: { readonly sid: string; readonly resource: string },
): Record<string, Json> {
  for (const key of Object.keys(body)) {
    if (KNOWN.has(key) || member(body, key) === null) continue;
    throw new Refusal('InvalidParameterValueException', `The local function host does not support ${key}.`);
  }
  const condition = conditionOf(body);
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principalOf(readText(body, 'Principal', /^[^\s]+$/)),
    Action: readText(body, 'Action', /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/),
    Resource: resource,
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}

const KNOWN = new Set([
  'StatementId',
  'Action',
  'Principal',
  'SourceArn',
  'SourceAccount',
  'EventSourceToken',
  'PrincipalOrgID',
  'RevisionId',
]);

function conditionOf(body: JsonObject): Record<string, Json> {
  const equal = {
    ...optional(body, 'SourceAccount', 'AWS:SourceAccount', /^\d{12}$/),
    ...optional(body, 'EventSourceToken', 'lambda:EventSourceToken', /^[a-zA-Z0-9._-]{1,256}$/),
    ...optional(body, 'PrincipalOrgID', 'aws:PrincipalOrgID', /^o-[a-z0-9]{10,32}$/),
  };
  const like = optional(body, 'SourceArn', 'AWS:SourceArn', /^arn:[a-z0-9-]+:[^\s]+$/);
  return {
    ...(Object.keys(equal).length === 0 ? {} : { StringEquals: equal }),
    ...(Object.keys(like).length === 0 ? {} : { ArnLike: like }),
  };
}

function optional(body: JsonObject, key: string, name: string, pattern: RegExp): Record<string, string> {
  return (member(body, key) ?? null) === null ? {} : { [name]: readText(body, key, pattern) };
}

function readText(body: JsonObject, key: string, pattern: RegExp): string {
  const value = member(body, key) ?? null;
  if (typeof value === 'string' && pattern.test(value)) return value;
  const field = `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
  if (value === null) throw invalid(field, value, 'Member must not be null');
  throw invalid(field, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

function principalOf(principal: string): Json {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (/^arn:aws[a-z-]*:(iam|sts)::/.test(principal)) return { AWS: principal };
  if (/^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(principal)) return { Service: principal };
  throw new Refusal(
    'InvalidParameterValueException',
    'The provided principal was invalid. Please check the principal and try again.',
  );
}
