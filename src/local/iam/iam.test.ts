import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iamWithRole } from '../../../test/local/iam-world.ts';

test('What IAM has here and what it does not is said by name', async () => {
  const { ask } = await iamWithRole();
  assert.match(await ask({ Action: 'ListInstanceProfilesForRole', RoleName: 'r' }), /<IsTruncated>false</);
  await ask({ Action: 'ListInstanceProfilesForRole', RoleName: 's' }, 404);
  assert.match(
    await ask({ Action: 'CreateInstanceProfile' }, 501),
    /NotImplemented[\s\S]*CreateInstanceProfile/,
  );
});
