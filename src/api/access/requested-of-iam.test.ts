import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formRequest } from '../../../test/api/form-request.ts';
import { requestedOfIam } from './requested-of-iam.ts';

const ROLE = 'arn:aws:iam::123456789012:role/r';

describe('What a call of IAM would do', () => {
  test('is about its role, whatever else it names', () => {
    asks('Action=AttachRolePolicy&RoleName=r&PolicyArn=x', 'iam:AttachRolePolicy', ROLE);
  });

  test('is about its policy', () => {
    const arn = 'arn:aws:iam::123456789012:policy/p';
    asks(`Action=GetPolicy&PolicyArn=${arn}`, 'iam:GetPolicy', arn);
    asks('Action=GetPolicy&PolicyArn=arn:aws:iam::aws:policy/p', 'iam:GetPolicy', '*');
  });

  test('is about nothing in particular when it names neither', () =>
    asks('Action=ListRoles', 'iam:ListRoles', '*'));

  test('is an action of its own when it names none', () => asks('', 'iam:*', '*'));

  test('is read from the body where the query differs', () => {
    assert.deepEqual(
      requestedOfIam(formRequest('Action=DeleteRole&RoleName=r', 'Action=GetRole&RoleName=s')),
      [{ action: 'iam:DeleteRole', resource: ROLE }],
    );
  });
});

function asks(form: string, action: string, resource: string): void {
  assert.deepEqual(requestedOfIam(formRequest(form)), [{ action, resource }]);
}
