import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ADMIN, ALLOW, iamWithRole, MINE, TRUST } from '../../../test/local/iam-world.ts';

describe('Policies of a role', () => {
  test('are its own and the managed ones it has', async () => {
    const { ask, iam } = await iamWithRole();
    await ask({ Action: 'CreatePolicy', PolicyName: 'mine', PolicyDocument: ALLOW });
    for (const PolicyArn of [MINE, ADMIN, 'arn:aws:iam::aws:policy/Unknown'])
      await ask({ Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn });
    await ask({ Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'p', PolicyDocument: `${ALLOW} ` });
    assert.deepEqual((await iam.role('123456789012', 'r'))?.policies.slice(0, 2), [`${ALLOW} `, ALLOW]);
    assert.equal((await iam.role('123456789012', 'r'))?.policies.length, 3);
    const attached = await ask({ Action: 'ListAttachedRolePolicies', RoleName: 'r' });
    assert.match(attached, /<PolicyName>mine<[\s\S]*<PolicyName>AdministratorAccess</);
    assert.match(await ask({ Action: 'ListRolePolicies', RoleName: 'r' }), /<member>p<\/member>/);
    const inline = await ask({ Action: 'GetRolePolicy', RoleName: 'r', PolicyName: 'p' });
    assert.ok(inline.includes(encodeURIComponent(ALLOW)));
    await ask({ Action: 'GetRolePolicy', RoleName: 'r', PolicyName: 'toString' }, 404);
  });

  test('that are malformed are refused', async () => {
    const { ask } = await iamWithRole();
    const put = { Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'p', PolicyDocument: TRUST };
    assert.match(await ask(put, 400), /MalformedPolicyDocument/);
  });
});
