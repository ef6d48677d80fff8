import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isManagedByAws, managedPolicies, managedPolicy } from './managed.ts';

describe('Policies that AWS keeps', () => {
  test('say what they allow, when they are known here', () => {
    const policy = managedPolicy('arn:aws:iam::aws:policy/service-role/AWSLambdaRole');
    assert.deepEqual([policy?.name, policy?.path], ['AWSLambdaRole', '/service-role/']);
    assert.match(String(policy?.document), /"lambda:InvokeFunction"/);
  });

  test('are AWS’s by their ARN, known or not', () => {
    assert.equal(isManagedByAws('arn:aws:iam::aws:policy/Anything'), true);
    assert.equal(managedPolicy('arn:aws:iam::aws:policy/Anything'), undefined);
    assert.equal(managedPolicy('arn:aws:iam::aws:policy/constructor'), undefined);
    assert.equal(isManagedByAws('arn:aws:iam::123456789012:policy/Mine'), false);
  });

  test('are listed', () => {
    for (const { arn } of managedPolicies()) assert.ok(isManagedByAws(arn) && managedPolicy(arn));
  });
});
