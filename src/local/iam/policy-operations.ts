import type { JsonObject } from '../../base/json.ts';
import { formatInstant } from '../../base/time.ts';
import { textIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import type { Entities } from './entities.ts';
import { nameIn, pageOf, pathIn, required, tagList, tagsIn } from './input.ts';
import { type ManagedPolicy, managedPolicies, managedPolicy } from './managed.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { type PolicyRecord, policyArn } from './records.ts';
import { alreadyExists, deleteConflict, invalid, noSuchPolicy } from './refusals.ts';
import { encoded, type IamParts, idOf } from './role-operations.ts';

const POLICY_NAME_MAX = 128;
/** A policy has one version here. */
const VERSION = 'v1';
const AWS_SINCE = 0;

/** Managed policies: the account's own, and those of AWS that are known here. */
export function policyOperations(parts: IamParts): Record<string, JsonOperation> {
  return { ...changes(parts), ...readings(parts.entities) };
}

function changes({ entities, entropy, now }: IamParts): Record<string, JsonOperation> {
  return {
    async CreatePolicy(input, { scope }) {
      const { account } = scope;
      const document = required(input, 'PolicyDocument');
      checkPolicyDocument(document);
      const description = textIn(input, 'Description');
      const policy: PolicyRecord = {
        ...{ account, name: nameIn(input, 'PolicyName', POLICY_NAME_MAX), path: pathIn(input), document },
        ...{ id: idOf('ANPA', entropy), createdAt: now(), tags: tagsIn(input) },
        ...(description === undefined ? {} : { description }),
      };
      if (await entities.createPolicy(policy)) return { Policy: ownShown(policy, 0) };
      throw alreadyExists(`A policy called ${policy.name} already exists. Duplicate names are not allowed.`);
    },

    async DeletePolicy(input, { scope }) {
      const arn = required(input, 'PolicyArn');
      const policy = await ownPolicy(entities, scope.account, arn);
      if ((await attachmentsOf(entities, scope.account)).has(arn))
        throw deleteConflict('Cannot delete a policy attached to entities.');
      await entities.deletePolicy(policy);
      return {};
    },
  };
}

function readings(entities: Entities): Record<string, JsonOperation> {
  return {
    async GetPolicy(input, { scope }) {
      const arn = required(input, 'PolicyArn');
      const count = (await attachmentsOf(entities, scope.account)).get(arn) ?? 0;
      const known = managedPolicy(arn);
      if (known !== undefined) return { Policy: awsShown(known, count) };
      return { Policy: ownShown(await ownPolicy(entities, scope.account, arn), count) };
    },

    async GetPolicyVersion(input, { scope }) {
      const arn = required(input, 'PolicyArn');
      const version = required(input, 'VersionId');
      const { document, createdAt } = managedPolicy(arn) ?? (await ownPolicy(entities, scope.account, arn));
      if (version !== VERSION) throw noSuchPolicy(`${arn} version ${version}`);
      return {
        PolicyVersion: { Document: encoded(document), ...versionShown(createdAt ?? AWS_SINCE) },
      };
    },

    async ListPolicyVersions(input, { scope }) {
      const arn = required(input, 'PolicyArn');
      const { createdAt } = managedPolicy(arn) ?? (await ownPolicy(entities, scope.account, arn));
      return pageOf([versionShown(createdAt ?? AWS_SINCE)], input, 'Versions');
    },

    async ListPolicies(input, { scope }) {
      const which = textIn(input, 'Scope') ?? 'All';
      if (!['All', 'AWS', 'Local'].includes(which)) throw invalid('Scope is All, AWS or Local.');
      const counts = await attachmentsOf(entities, scope.account);
      const locals = which === 'AWS' ? [] : await entities.policies(scope.account);
      const all = [
        ...locals.map((one) => ({ path: one.path, shown: ownShown(one, counts.get(policyArn(one)) ?? 0) })),
        ...(which === 'Local' ? [] : managedPolicies()).map((one) => ({
          path: one.path,
          shown: awsShown(one, counts.get(one.arn) ?? 0),
        })),
      ];
      const prefix = textIn(input, 'PathPrefix') ?? '/';
      const isAttached = textIn(input, 'OnlyAttached') === 'true';
      const shown = all
        .filter(({ path }) => path.startsWith(prefix))
        .map((one) => one.shown)
        .filter(({ AttachmentCount }) => !isAttached || AttachmentCount !== 0);
      return pageOf(shown, input, 'Policies');
    },
  };
}

async function ownPolicy(entities: Entities, account: string, arn: string): Promise<PolicyRecord> {
  const policy = await entities.findPolicy(account, arn);
  if (policy === undefined) throw noSuchPolicy(arn);
  return policy;
}

/** How many roles have each policy. */
async function attachmentsOf(entities: Entities, account: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { attached } of await entities.roles(account))
    for (const arn of attached) counts.set(arn, (counts.get(arn) ?? 0) + 1);
  return counts;
}

function versionShown(createdAt: number): JsonObject {
  return { VersionId: VERSION, IsDefaultVersion: true, CreateDate: formatInstant(createdAt) };
}

function ownShown(policy: PolicyRecord, attachments: number): JsonObject {
  const tags = tagList(policy.tags);
  return {
    ...shown({ ...policy, arn: policyArn(policy) }, attachments),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    ...(tags.length === 0 ? {} : { Tags: tags }),
  };
}

function awsShown(policy: ManagedPolicy, attachments: number): JsonObject {
  const id = `ANPA${policy.name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`.slice(0, 21);
  return shown({ ...policy, id, createdAt: AWS_SINCE }, attachments);
}

function shown(
  policy: Pick<PolicyRecord, 'name' | 'path' | 'id' | 'createdAt'> & { readonly arn: string },
  attachments: number,
): JsonObject {
  const at = formatInstant(policy.createdAt);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: VERSION,
    AttachmentCount: attachments,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: at,
    UpdateDate: at,
  };
}
