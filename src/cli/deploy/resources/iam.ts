import { isObject, type JsonObject, member } from '../../../base/json.ts';
import {
  deleted,
  documentText,
  found,
  listOf,
  madeOrNoted,
  madeOrTaken,
  objectsOf,
  textFrom,
  textOf,
} from '../answers.ts';
import { xmlText } from '../aws.ts';
import type { Kept, Made, ResourceType, Services, Wanted } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_IAM.html */
export const IAM_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': {
    properties: {
      ...{ AssumeRolePolicyDocument: 'update', Policies: 'update', ManagedPolicyArns: 'update' },
      ...{
        RoleName: 'replace',
        Path: 'replace',
        Description: 'noted',
        MaxSessionDuration: 'noted',
        Tags: 'noted',
      },
      PermissionsBoundary: 'noted',
    },
    required: ['AssumeRolePolicyDocument'],
    attributes: ['Arn', 'RoleId'],
    naming: { property: 'RoleName', lengthMax: 64 },
    create: (wanted, services) => madeOrNoted(roleOf(wanted, services), () => createRole(wanted, services)),
    update: (wanted, made, services) =>
      madeOrNoted(roleOf(wanted, services), () => updateRole(wanted, made, services)),
    async remove({ name: RoleName, properties }, { aws }) {
      for (const PolicyName of policyNames(properties)) {
        await deleted(aws.query('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
      }
      for (const PolicyArn of managed(properties)) {
        await deleted(aws.query('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
      }
      await deleted(aws.query('iam', 'DeleteRole', { RoleName }));
    },
    isThere: ({ name }, { aws }) => found(aws.query('iam', 'GetRole', { RoleName: name })),
  },
  'AWS::IAM::Policy': {
    properties: {
      ...{
        PolicyName: 'replace',
        PolicyDocument: 'update',
        Roles: 'update',
        Users: 'noted',
        Groups: 'noted',
      },
    },
    required: ['PolicyName', 'PolicyDocument'],
    attributes: ['Id'],
    naming: { property: 'PolicyName', lengthMax: 128 },
    create: (wanted, services) => putPolicy(wanted, undefined, services),
    update: (wanted, made, services) => putPolicy(wanted, made, services),
    async remove({ name: PolicyName, properties }, { aws }) {
      for (const RoleName of roles(properties)) {
        await deleted(aws.query('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
      }
    },
    async isThere({ name: PolicyName, properties }, { aws }) {
      const [RoleName] = roles(properties);
      return RoleName === undefined
        ? undefined
        : found(aws.query('iam', 'GetRolePolicy', { RoleName, PolicyName }));
    },
  },
  'AWS::IAM::ManagedPolicy': {
    properties: {
      ...{
        ManagedPolicyName: 'replace',
        PolicyDocument: 'replace',
        Roles: 'replace',
        Description: 'replace',
      },
      ...{ Path: 'replace', Users: 'noted', Groups: 'noted' },
    },
    required: ['PolicyDocument'],
    attributes: ['PolicyArn'],
    naming: { property: 'ManagedPolicyName', lengthMax: 128 },
    create: (wanted, services) => {
      const arn = managedArn(wanted, services);
      return madeOrNoted({ id: arn, attributes: { PolicyArn: arn } }, () =>
        createManaged(wanted, arn, services),
      );
    },
    async remove({ id, name, properties }, services) {
      const PolicyArn = id === '' ? managedArn({ name, properties }, services) : id;
      for (const RoleName of roles(properties)) {
        await deleted(services.aws.query('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
      }
      await deleted(services.aws.query('iam', 'DeletePolicy', { PolicyArn }));
    },
    isThere: ({ id }, { aws }) => found(aws.query('iam', 'GetPolicy', { PolicyArn: id })),
  },
};

/** The ARN of a role follows from its name, so that it can stand for one that is only written down. */
function roleOf({ name, properties }: Wanted, { account }: Services): Made {
  const arn = `arn:aws:iam::${account}:role${textFrom(member(properties, 'Path')) ?? '/'}${name}`;
  return { id: name, attributes: { Arn: arn, RoleId: 'AROASTEPWELLROLE00000' } };
}

async function createRole(wanted: Wanted, services: Services): Promise<Partial<Made>> {
  const { name: RoleName, properties, mayExist } = wanted;
  const document = documentText(member(properties, 'AssumeRolePolicyDocument')) ?? '';
  const path = textFrom(member(properties, 'Path'));
  const fields = {
    RoleName,
    AssumeRolePolicyDocument: document,
    ...(path === undefined ? {} : { Path: path }),
  };
  const xml = await madeOrTaken(
    mayExist,
    () => services.aws.query('iam', 'CreateRole', fields),
    () => services.aws.query('iam', 'GetRole', { RoleName }),
  );
  await putRolePolicies(RoleName, properties, services);
  return madeRole(wanted, xml, services);
}

function madeRole(wanted: Wanted, xml: string, services: Services): Partial<Made> {
  const { attributes } = roleOf(wanted, services);
  const [Arn, RoleId] = [xmlText(xml, 'Arn'), xmlText(xml, 'RoleId')];
  return {
    attributes: {
      ...attributes,
      ...(Arn === undefined ? {} : { Arn }),
      ...(RoleId === undefined ? {} : { RoleId }),
    },
  };
}

async function updateRole(wanted: Wanted, made: Kept, services: Services): Promise<Partial<Made>> {
  const { aws } = services;
  const { name: RoleName, properties } = wanted;
  const PolicyDocument = documentText(member(properties, 'AssumeRolePolicyDocument')) ?? '';
  await aws.query('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
  const names = policyNames(properties);
  for (const PolicyName of policyNames(made.properties).filter((name) => !names.includes(name))) {
    await deleted(aws.query('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  }
  for (const PolicyArn of managed(made.properties).filter((arn) => !managed(properties).includes(arn))) {
    await deleted(aws.query('iam', 'DetachRolePolicy', { RoleName, PolicyArn }));
  }
  await putRolePolicies(RoleName, properties, services);
  return { attributes: made.attributes };
}

async function putRolePolicies(RoleName: string, properties: JsonObject, { aws }: Services): Promise<void> {
  for (const policy of objectsOf(properties, 'Policies')) {
    const PolicyDocument = documentText(member(policy, 'PolicyDocument')) ?? '';
    await aws.query('iam', 'PutRolePolicy', {
      RoleName,
      PolicyName: textOf(policy, 'PolicyName'),
      PolicyDocument,
    });
  }
  for (const PolicyArn of managed(properties))
    await aws.query('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
}

function policyNames(properties: JsonObject): string[] {
  return objectsOf(properties, 'Policies').map((policy) => textOf(policy, 'PolicyName'));
}

function managed(properties: JsonObject): string[] {
  return listOf(properties, 'ManagedPolicyArns').map(String);
}

function roles(properties: JsonObject): string[] {
  return listOf(properties, 'Roles')
    .filter((role) => !isObject(role))
    .map(String);
}

function putPolicy(
  { name: PolicyName, properties }: Wanted,
  before: Kept | undefined,
  { aws }: Services,
): Promise<Made> {
  const PolicyDocument = documentText(member(properties, 'PolicyDocument')) ?? '';
  return madeOrNoted({ id: PolicyName, attributes: { Id: PolicyName } }, async () => {
    const left =
      before === undefined
        ? []
        : roles(before.properties).filter((role) => !roles(properties).includes(role));
    for (const RoleName of left)
      await deleted(aws.query('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
    for (const RoleName of roles(properties)) {
      await aws.query('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
    }
    return {};
  });
}

function managedArn(
  { name, properties }: Pick<Wanted, 'name' | 'properties'>,
  { account }: Services,
): string {
  return `arn:aws:iam::${account}:policy${textFrom(member(properties, 'Path')) ?? '/'}${name}`;
}

async function createManaged(
  { name, properties }: Wanted,
  arn: string,
  { aws }: Services,
): Promise<Partial<Made>> {
  const PolicyDocument = documentText(member(properties, 'PolicyDocument')) ?? '';
  await madeOrTaken(
    true,
    () => aws.query('iam', 'CreatePolicy', { PolicyName: name, PolicyDocument }),
    async () => '',
  );
  for (const RoleName of roles(properties))
    await aws.query('iam', 'AttachRolePolicy', { RoleName, PolicyArn: arn });
  return {};
}
