import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../../base/json.ts';
import { roleFor } from './role.ts';

describe('The role of a function or a state machine', () => {
  test('takes names and ARNs of managed policies', () => {
    assert.deepEqual(propertiesOf(['AWSLambdaBasicExecutionRole', 'arn:x', { Ref: 'P' }]).ManagedPolicyArns, [
      'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      'arn:x',
      { Ref: 'P' },
    ]);
  });
  test('takes documents', () => {
    assert.deepEqual(propertiesOf({ Statement: [] }).Policies, [
      { PolicyName: 'Policy0', PolicyDocument: { Version: '2012-10-17', Statement: [] } },
    ]);
  });
  test('takes policy templates', () => {
    const [policy] = propertiesOf([{ SNSPublishMessagePolicy: { TopicName: { Ref: 'T' } } }]).Policies;
    const [statement] = policy.PolicyDocument.Statement;
    assert.deepEqual(statement.Action, ['sns:Publish']);
    assert.deepEqual(statement.Resource['Fn::Sub'][1], { Name: { Ref: 'T' } });
  });
});

function propertiesOf(policies: Json) {
  return Object(roleFor('lambda.amazonaws.com', policies, [])).Properties;
}
