import type { JsonObject } from '../../base/json.ts';
import { textIn } from '../service/fields.ts';
import type { JsonOperation } from '../service/json-service.ts';
import { tagged, untagged } from '../service/tags.ts';
import type { Entities } from './entities.ts';
import { nameIn, pageOf, required } from './input.ts';
import { isManagedByAws } from './managed.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { noSuchInlinePolicy, noSuchPolicy } from './refusals.ts';
import { encoded } from './role-operations.ts';

const POLICY_NAME_MAX = 128;

/** What a role may do: policies of its own, and managed ones. */
export function rolePolicyOperations(entities: Entities): Record<string, JsonOperation> {
  return { ...inlineOperations(entities), ...attachOperations(entities) };
}

function inlineOperations(entities: Entities): Record<string, JsonOperation> {
  return {
    async PutRolePolicy(input, { scope }) {
      const name = nameIn(input, 'PolicyName', POLICY_NAME_MAX);
      const document = required(input, 'PolicyDocument');
      checkPolicyDocument(document);
      await entities.changeRole(scope.account, required(input, 'RoleName'), ({ inline }) => ({
        inline: tagged(inline, [[name, document]]),
      }));
      return {};
    },

    async GetRolePolicy(input, { scope }) {
      const role = await entities.role(scope.account, required(input, 'RoleName'));
      const name = required(input, 'PolicyName');
      const document = Object.hasOwn(role.inline, name) ? role.inline[name] : undefined;
      if (document === undefined) throw noSuchInlinePolicy(name);
      return { RoleName: role.name, PolicyName: name, PolicyDocument: encoded(document) };
    },

    async ListRolePolicies(input, { scope }) {
      const { inline } = await entities.role(scope.account, required(input, 'RoleName'));
      const { Names = [], ...page } = pageOf(
        Object.keys(inline).map((Name) => ({ Name })),
        input,
        'Names',
      );
      // The one list of IAM whose members are names.
      const names = Array.isArray(Names) ? Names.map((one: JsonObject) => textIn(one, 'Name') ?? '') : [];
      return { PolicyNames: names, ...page };
    },

    async DeleteRolePolicy(input, { scope }) {
      const name = required(input, 'PolicyName');
      await entities.changeRole(scope.account, required(input, 'RoleName'), ({ inline }) => {
        if (!Object.hasOwn(inline, name)) throw noSuchInlinePolicy(name);
        return { inline: untagged(inline, [name]) };
      });
      return {};
    },
  };
}

function attachOperations(entities: Entities): Record<string, JsonOperation> {
  return {
    async AttachRolePolicy(input, { scope }) {
      const arn = required(input, 'PolicyArn');
      if (!isManagedByAws(arn) && (await entities.findPolicy(scope.account, arn)) === undefined)
        throw noSuchPolicy(arn);
      await entities.changeRole(scope.account, required(input, 'RoleName'), ({ attached }) => ({
        attached: [...attached.filter((one) => one !== arn), arn],
      }));
      return {};
    },

    async DetachRolePolicy(input, { scope }) {
      const arn = required(input, 'PolicyArn');
      await entities.changeRole(scope.account, required(input, 'RoleName'), ({ attached }) => {
        if (!attached.includes(arn)) throw noSuchPolicy(arn);
        return { attached: attached.filter((one) => one !== arn) };
      });
      return {};
    },

    async ListAttachedRolePolicies(input, { scope }) {
      const { attached } = await entities.role(scope.account, required(input, 'RoleName'));
      const policies = attached.map((PolicyArn) => ({
        PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1),
        PolicyArn,
      }));
      return pageOf(policies, input, 'AttachedPolicies');
    },
  };
}
