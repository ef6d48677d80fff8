import assert from 'node:assert/strict';
import { ACCOUNT, type SdkTasks } from './sdk-tasks.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
});
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** Every action of IAM that is here, and of STS. */
export async function identity(tasks: SdkTasks): Promise<void> {
  const call = (action: string, args: object = {}) => tasks.call(`iam:${action}`, args);
  const RoleName = 'worker';
  const { Role } = await call('createRole', {
    ...{ RoleName, AssumeRolePolicyDocument: TRUST, Tags: [{ Key: 'k', Value: 'v' }] },
  });
  assert.match(Role.CreateDate, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.equal((await call('getRole', { RoleName })).Role.MaxSessionDuration, 3600);
  assert.deepEqual(
    (await call('listRoles')).Roles.map((one: { RoleName: string }) => one.RoleName),
    [RoleName],
  );
  await call('updateRole', { RoleName, Description: 'd', MaxSessionDuration: 7200 });
  assert.equal((await call('updateRoleDescription', { RoleName, Description: 'e' })).Role.Description, 'e');
  await call('updateAssumeRolePolicy', { RoleName, PolicyDocument: TRUST });
  await call('tagRole', { RoleName, Tags: [{ Key: 'a', Value: 'b' }] });
  await call('untagRole', { RoleName, TagKeys: ['k'] });
  assert.deepEqual((await call('listRoleTags', { RoleName })).Tags, [{ Key: 'a', Value: 'b' }]);
  await call('putRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: POLICY });
  assert.deepEqual(await call('listRolePolicies', { RoleName }), { PolicyNames: ['p'], IsTruncated: false });
  await call('getRolePolicy', { RoleName, PolicyName: 'p' });
  await call('deleteRolePolicy', { RoleName, PolicyName: 'p' });
  const { Policy } = await call('createPolicy', { PolicyName: 'm', PolicyDocument: POLICY });
  const PolicyArn = Policy.Arn;
  assert.equal((await call('getPolicy', { PolicyArn })).Policy.PolicyName, 'm');
  await call('getPolicyVersion', { PolicyArn, VersionId: 'v1' });
  assert.equal((await call('listPolicyVersions', { PolicyArn })).Versions[0].IsDefaultVersion, true);
  assert.equal((await call('listPolicies', { Scope: 'Local' })).Policies.length, 1);
  await call('attachRolePolicy', { RoleName, PolicyArn });
  assert.equal(
    (await call('listAttachedRolePolicies', { RoleName })).AttachedPolicies[0].PolicyArn,
    PolicyArn,
  );
  await session(tasks, Role.Arn);
  await call('detachRolePolicy', { RoleName, PolicyArn });
  await call('deletePolicy', { PolicyArn });
  assert.deepEqual((await call('listInstanceProfilesForRole', { RoleName })).InstanceProfiles, []);
  await call('deleteRole', { RoleName });
  await call('createServiceLinkedRole', { AWSServiceName: 'states.amazonaws.com' });
}

async function session(tasks: SdkTasks, RoleArn: string): Promise<void> {
  const { Account } = await tasks.call('sts:getCallerIdentity');
  assert.equal(Account, ACCOUNT);
  const asked = { RoleArn, RoleSessionName: 'task' };
  const { Credentials, AssumedRoleUser } = await tasks.call('sts:assumeRole', asked);
  assert.match(Credentials.Expiration, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.match(AssumedRoleUser.Arn, /assumed-role\/worker\/task$/);
  assert.ok((await tasks.call('sts:getSessionToken')).Credentials.SessionToken.length > 0);
}
