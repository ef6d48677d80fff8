import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ADMIN, ALLOW, emptyIam, iamWithRole, MINE } from '../../../test/local/iam-world.ts';

describe('Managed policies', () => {
  test('are shown with how many roles have them', async () => {
    const { ask } = await iamWithRole();
    await ask({ Action: 'CreatePolicy', PolicyName: 'mine', PolicyDocument: ALLOW, Description: 'd' });
    await ask({ Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: MINE });
    const shown = await ask({ Action: 'GetPolicy', PolicyArn: MINE });
    assert.match(shown, /<AttachmentCount>1<[\s\S]*<Description>d</);
    const version = { Action: 'GetPolicyVersion', PolicyArn: MINE, VersionId: 'v1' };
    assert.ok((await ask(version)).includes(encodeURIComponent(ALLOW)));
    await ask({ ...version, VersionId: 'v2' }, 404);
    assert.match(await ask({ Action: 'ListPolicyVersions', PolicyArn: MINE }), /<VersionId>v1</);
    const local = await ask({ Action: 'ListPolicies', Scope: 'Local', OnlyAttached: 'true' });
    assert.equal(local.match(/<PolicyName>/g)?.length, 1);
    assert.match(await ask({ Action: 'ListPolicies', Scope: 'AWS' }), /AdministratorAccess/);
    assert.match(await ask({ Action: 'GetPolicy', PolicyArn: ADMIN }), /AdministratorAccess/);
    assert.match(await ask({ Action: 'DeletePolicy', PolicyArn: MINE }, 409), /attached to entities/);
    await ask({ Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: MINE });
    await ask({ Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: MINE }, 404);
    await ask({ Action: 'DeletePolicy', PolicyArn: MINE });
    await ask({ Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: MINE }, 404);
  });

  test('have one name each', async () => {
    const { ask } = emptyIam();
    await ask({ Action: 'CreatePolicy', PolicyName: 'mine', PolicyDocument: ALLOW });
    const again = await ask({ Action: 'CreatePolicy', PolicyName: 'mine', PolicyDocument: ALLOW }, 409);
    assert.match(again, /A policy called mine already exists/);
  });
});
