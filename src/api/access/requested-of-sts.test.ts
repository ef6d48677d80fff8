import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formRequest } from '../../../test/api/form-request.ts';
import { requestedOfSts } from './requested-of-sts.ts';

describe('What a call of STS would do', () => {
  test('is about the role that is assumed', () => {
    const arn = 'arn:aws:iam::123456789012:role/r';
    assert.deepEqual(requestedOfSts(formRequest(`Action=AssumeRole&RoleArn=${arn}`)), [
      { action: 'sts:AssumeRole', resource: arn },
    ]);
  });

  test('is nothing that a policy could forbid when it asks who calls', () => {
    for (const action of ['GetCallerIdentity', 'GetSessionToken'])
      assert.deepEqual(requestedOfSts(formRequest(`Action=${action}`)), []);
  });

  test('is an action of its own otherwise', () => {
    assert.deepEqual(requestedOfSts(formRequest('')), [{ action: 'sts:*', resource: '*' }]);
  });
});
