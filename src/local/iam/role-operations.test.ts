import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ADMIN, ALLOW, emptyIam, iamWithRole, TRUST } from '../../../test/local/iam-world.ts';

describe('Roles', () => {
  test('are created, shown and listed', async () => {
    const { ask } = await iamWithRole();
    const xml = await ask({ Action: 'GetRole', RoleName: 'r' });
    assert.match(xml, /<Arn>arn:aws:iam::123456789012:role\/a\/r<\/Arn>/);
    assert.match(xml, /<RoleId>AROA[0-9A-F]{17}<\/RoleId>/);
    assert.match(xml, /<CreateDate>1970-01-01T00:00:00Z<\/CreateDate>/);
    assert.ok(xml.includes(`<AssumeRolePolicyDocument>${encodeURIComponent(TRUST)}<`));
    assert.match(xml, /<Tags>\s*<member>\s*<Key>k<\/Key>\s*<Value>v<\/Value>/);
    assert.match(await ask({ Action: 'ListRoles' }), /<RoleName>r<\/RoleName>/);
    assert.doesNotMatch(await ask({ Action: 'ListRoles', PathPrefix: '/b' }), /<RoleName>/);
  });

  test('have one name each, whatever its case', async () => {
    const { ask } = await iamWithRole();
    const create = { Action: 'CreateRole', RoleName: 'R', AssumeRolePolicyDocument: TRUST };
    assert.match(await ask(create, 409), /EntityAlreadyExists[\s\S]*Role with name R already exists/);
  });

  test('are changed', async () => {
    const { ask } = await iamWithRole();
    await ask({ Action: 'UpdateRole', RoleName: 'r', Description: 'd', MaxSessionDuration: '7200' });
    await ask({ Action: 'UntagRole', RoleName: 'r', 'TagKeys.member.1': 'k' });
    await ask({ Action: 'TagRole', RoleName: 'r', 'Tags.member.1.Key': 'x', 'Tags.member.1.Value': 'y' });
    await ask({ Action: 'UpdateAssumeRolePolicy', RoleName: 'r', PolicyDocument: `${TRUST} ` });
    const xml = await ask({ Action: 'UpdateRoleDescription', RoleName: 'r', Description: 'e' });
    assert.match(xml, /<Description>e<[\s\S]*<MaxSessionDuration>7200<[\s\S]*<Key>x<\/Key>/);
    assert.match(await ask({ Action: 'ListRoleTags', RoleName: 'r' }), /<Key>x</);
    await ask({ Action: 'UpdateRole', RoleName: 'r', MaxSessionDuration: '1' }, 400);
  });

  test('that are not there are refused in AWS’s words', async () => {
    const { ask } = emptyIam();
    const xml = await ask({ Action: 'GetRole', RoleName: 'r' }, 404);
    assert.match(xml, /<Code>NoSuchEntity<[\s\S]*The role with name r cannot be found\./);
  });

  test('are not deleted while they have policies', async () => {
    const { ask } = await iamWithRole();
    const remove = { Action: 'DeleteRole', RoleName: 'r' };
    await ask({ Action: 'PutRolePolicy', RoleName: 'r', PolicyName: 'p', PolicyDocument: ALLOW });
    assert.match(await ask(remove, 409), /DeleteConflict[\s\S]*must delete policies first/);
    await ask({ Action: 'DeleteRolePolicy', RoleName: 'r', PolicyName: 'p' });
    await ask({ Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: ADMIN });
    assert.match(await ask(remove, 409), /must detach all policies first/);
    await ask({ Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: ADMIN });
    await ask(remove);
    await ask(remove, 404);
  });

  test('of services have a path and a name of their own', async () => {
    const { ask } = emptyIam();
    const xml = await ask({ Action: 'CreateServiceLinkedRole', AWSServiceName: 'states.amazonaws.com' });
    assert.match(xml, /role\/aws-service-role\/states.amazonaws.com\/AWSServiceRoleForStates</);
  });

  test('of other accounts are not seen', async () => {
    const { iam } = await iamWithRole();
    assert.equal(await iam.role('000000000001', 'r'), undefined);
  });
});
