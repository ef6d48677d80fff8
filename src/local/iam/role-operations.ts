import type { Entropy } from '../../base/entropy.ts';
import type { JsonObject } from '../../base/json.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import { textIn, textsIn, wholeIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { tagged, untagged } from '../service/tags.ts';
import type { Entities } from './entities.ts';
import { nameIn, pageOf, pathIn, required, tagList, tagsIn } from './input.ts';
import { checkTrustDocument } from './policy-document.ts';
import { type RoleRecord, roleArn } from './records.ts';
import { alreadyExists, deleteConflict, invalid, noSuchRole } from './refusals.ts';

export interface IamParts {
  readonly entities: Entities;
  readonly entropy: Entropy;
  readonly now: () => Instant;
}

const ROLE_NAME_MAX = 64;
const SESSION_SECONDS = { usual: 3600, max: 43_200 };

/** Roles, their settings and tags. */
export function roleOperations(parts: IamParts): Record<string, JsonOperation> {
  return { ...creations(parts), ...changes(parts.entities), ...readings(parts.entities) };
}

function creations({ entities, entropy, now }: IamParts): Record<string, JsonOperation> {
  const create = async (role: RoleRecord): Promise<JsonObject> => {
    if (!(await entities.createRole(role)))
      throw alreadyExists(`Role with name ${role.name} already exists.`);
    return { Role: shown(role) };
  };
  const started = () => ({ id: idOf('AROA', entropy), createdAt: now(), inline: {} });
  return {
    async CreateRole(input, { scope }) {
      const trust = required(input, 'AssumeRolePolicyDocument');
      checkTrustDocument(trust);
      const settings = settingsIn(input);
      return await create({
        ...{ ...started(), account: scope.account, trust, attached: [], tags: tagsIn(input) },
        ...{ name: nameIn(input, 'RoleName', ROLE_NAME_MAX), path: pathIn(input) },
        ...{ sessionSecondsMax: SESSION_SECONDS.usual, ...settings },
      });
    },

    async CreateServiceLinkedRole(input, { scope }) {
      const service = required(input, 'AWSServiceName');
      if (!/^[a-z0-9.-]{1,128}$/.test(service)) throw invalid('AWSServiceName is like states.amazonaws.com.');
      const principal = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } };
      const suffix = textIn(input, 'CustomSuffix');
      const words = (service.split('.')[0] ?? '')
        .split('-')
        .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
      return await create({
        ...{ ...started(), account: scope.account, attached: [], tags: {} },
        name: nameIn(
          { Name: `AWSServiceRoleFor${words.join('')}${suffix === undefined ? '' : `_${suffix}`}` },
          'Name',
          ROLE_NAME_MAX,
        ),
        path: `/aws-service-role/${service}/`,
        trust: JSON.stringify({ Version: '2012-10-17', Statement: [principal] }),
        ...{ sessionSecondsMax: SESSION_SECONDS.usual, ...settingsIn(input) },
      });
    },
  };
}

function changes(entities: Entities): Record<string, JsonOperation> {
  const change =
    (make: (input: JsonObject, role: RoleRecord) => Partial<RoleRecord>): JsonOperation =>
    async (input, { scope }) => {
      await entities.changeRole(scope.account, required(input, 'RoleName'), (role) => make(input, role));
      return {};
    };
  return {
    UpdateRole: change(settingsIn),
    UpdateAssumeRolePolicy: change((input) => {
      const trust = required(input, 'PolicyDocument');
      checkTrustDocument(trust);
      return { trust };
    }),

    async UpdateRoleDescription(input, { scope }) {
      const name = required(input, 'RoleName');
      await entities.changeRole(scope.account, name, () => settingsIn(input));
      return { Role: shown(await entities.role(scope.account, name)) };
    },

    async DeleteRole(input, { scope }) {
      await entities.changeRole(scope.account, required(input, 'RoleName'), ({ attached, inline }) => {
        if (attached.length > 0)
          throw deleteConflict('Cannot delete entity, must detach all policies first.');
        if (Object.keys(inline).length > 0)
          throw deleteConflict('Cannot delete entity, must delete policies first.');
        return undefined;
      });
      return {};
    },

    TagRole: change((input, { tags }) => ({ tags: tagged(tags, Object.entries(tagsIn(input))) })),
    UntagRole: change((input, { tags }) => ({ tags: untagged(tags, textsIn(input, 'TagKeys') ?? []) })),
  };
}

function readings(entities: Entities): Record<string, JsonOperation> {
  return {
    async GetRole(input, { scope }) {
      return { Role: shown(await entities.role(scope.account, required(input, 'RoleName'))) };
    },

    async ListRoles(input, { scope }) {
      const prefix = textIn(input, 'PathPrefix') ?? '/';
      const roles = (await entities.roles(scope.account)).filter(({ path }) => path.startsWith(prefix));
      return pageOf(
        roles.map((role) => withoutTags(role)),
        input,
        'Roles',
      );
    },

    async ListRoleTags(input, { scope }) {
      const { tags } = await entities.role(scope.account, required(input, 'RoleName'));
      return pageOf(tagList(tags), input, 'Tags');
    },

    /** Scripts ask before they delete a role; there are none. */
    async ListInstanceProfilesForRole(input, { scope }) {
      const name = required(input, 'RoleName');
      if ((await entities.findRole(scope.account, name)) === undefined) throw noSuchRole(name);
      return { InstanceProfiles: [], IsTruncated: false };
    },
  };
}

function settingsIn(input: JsonObject): Pick<RoleRecord, 'description'> & { sessionSecondsMax?: number } {
  const description = textIn(input, 'Description');
  const seconds = wholeIn(input, 'MaxSessionDuration');
  if (seconds !== undefined && (seconds < SESSION_SECONDS.usual || seconds > SESSION_SECONDS.max))
    throw invalid(`MaxSessionDuration must be ${SESSION_SECONDS.usual} to ${SESSION_SECONDS.max}.`);
  if (description !== undefined && description.length > 1000)
    throw invalid('Description has at most 1000 characters.');
  return {
    ...(description === undefined ? {} : { description }),
    ...(seconds === undefined ? {} : { sessionSecondsMax: seconds }),
  };
}

/** As IAM's ids look: a kind and 17 letters and digits. */
export function idOf(kind: string, entropy: Entropy): string {
  return kind + entropy.uuid().replaceAll('-', '').slice(0, 17).toUpperCase();
}

/** IAM answers with documents percent-encoded. */
export function encoded(document: string): string {
  return encodeURIComponent(document);
}

function shown(role: RoleRecord): JsonObject {
  const tags = tagList(role.tags);
  return { ...withoutTags(role), ...(tags.length === 0 ? {} : { Tags: tags }) };
}

function withoutTags(role: RoleRecord): JsonObject {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: roleArn(role),
    CreateDate: formatInstant(role.createdAt),
    AssumeRolePolicyDocument: encoded(role.trust),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.sessionSecondsMax,
  };
}
