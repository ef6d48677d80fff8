import type { Documents } from '../../base/documents.ts';
import type { HttpService } from '../../base/http-service.ts';
import { readMembers, writeMembers } from '../service/members.ts';
import { QueryService } from '../service/query-service.ts';
import { Entities } from './entities.ts';
import { managedPolicy } from './managed.ts';
import { policyOperations } from './policy-operations.ts';
import type { RoleRecord } from './records.ts';
import { type IamParts, roleOperations } from './role-operations.ts';
import { rolePolicyOperations } from './role-policy-operations.ts';

export interface IamOptions extends Omit<IamParts, 'entities'> {
  readonly documents: Documents;
  readonly bodyBytesMax: number;
}

export interface Iam {
  readonly api: HttpService;
  /** Undefined when there is no such role. */
  role(account: string, name: string): Promise<RoleWithPolicies | undefined>;
}

export interface RoleWithPolicies {
  readonly role: RoleRecord;
  /** The texts of all its policies. One that AWS keeps and nobody here knows allows nothing, and is left out. */
  readonly policies: readonly string[];
}

/** Operations without a result in their answer. */
const SILENT = /^(Update(AssumeRolePolicy)|Put|Attach|Detach|Tag|Untag|Delete)(RolePolicy|Role|Policy)?$/;

/** Our own IAM: roles and their policies. It has no users and no keys: those are in the credentials file. */
export function openIam({ documents, bodyBytesMax, entropy, now }: IamOptions): Iam {
  const entities = new Entities(documents);
  const parts = { entities, entropy, now };
  const api = new QueryService({
    name: 'IAM',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    bodyBytesMax,
    operations: { ...roleOperations(parts), ...rolePolicyOperations(entities), ...policyOperations(parts) },
    read: (_operation, form) => readMembers(form),
    write: (operation, output) => (SILENT.test(operation) ? undefined : writeMembers(output)),
  });
  return {
    api,
    async role(account, name) {
      const role = await entities.findRole(account, name);
      if (role === undefined) return undefined;
      const managed = await Promise.all(
        role.attached.map(
          async (arn) => (managedPolicy(arn) ?? (await entities.findPolicy(account, arn)))?.document,
        ),
      );
      return {
        role,
        policies: [...Object.values(role.inline), ...managed.filter((one) => one !== undefined)],
      };
    },
  };
}
