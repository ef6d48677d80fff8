import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeResource } from '../../../../test/cli/made-resource.ts';

const DOCUMENT = { Statement: [] };

describe('IAM', () => {
  test('a role is created with its policies, changed and deleted', async () => {
    const properties = {
      ...{ RoleName: 'r', AssumeRolePolicyDocument: DOCUMENT, ManagedPolicyArns: ['m'] },
      Policies: [{ PolicyName: 'p', PolicyDocument: DOCUMENT }],
    };
    const script = { 'iam CreateRole': '<Arn>arn:role</Arn><RoleId>AROA1</RoleId>' };
    const { made, lines } = await madeResource('AWS::IAM::Role', {
      properties,
      changed: { Policies: [] },
      script,
    });
    assert.deepEqual(made, { id: 'r', attributes: { Arn: 'arn:role', RoleId: 'AROA1' } });
    assert.deepEqual(lines, [
      ['iam CreateRole', 'iam PutRolePolicy', 'iam AttachRolePolicy'],
      ['iam UpdateAssumeRolePolicy', 'iam DeleteRolePolicy', 'iam AttachRolePolicy'],
      ['iam DeleteRolePolicy', 'iam DetachRolePolicy', 'iam DeleteRole'],
    ]);
  });
  test('where there is no IAM a role is written down, and its ARN follows from its name', async () => {
    const properties = { RoleName: 'r', Path: '/a/', AssumeRolePolicyDocument: DOCUMENT };
    const { made } = await madeResource('AWS::IAM::Role', {
      properties,
      script: { iam: { refuse: 'UnknownServiceException' } },
    });
    assert.equal(made.attributes.Arn, 'arn:aws:iam::123456789012:role/a/r');
    assert.match(made.note ?? '', /written down only/);
  });
  test('policies are put on their roles and taken off', async () => {
    const policy = await madeResource('AWS::IAM::Policy', {
      properties: { PolicyName: 'p', PolicyDocument: DOCUMENT, Roles: ['a', 'b'] },
      changed: { Roles: ['b'] },
    });
    assert.deepEqual(
      policy.lines.map((lines) => lines.length),
      [2, 2, 2],
    );
    const managed = await madeResource('AWS::IAM::ManagedPolicy', {
      properties: { ManagedPolicyName: 'm', PolicyDocument: DOCUMENT, Roles: ['a'] },
    });
    assert.deepEqual(managed.lines, [
      ['iam CreatePolicy', 'iam AttachRolePolicy'],
      [],
      ['iam DetachRolePolicy', 'iam DeletePolicy'],
    ]);
  });
});
