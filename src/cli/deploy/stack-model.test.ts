import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Made } from './resource-type.ts';
import { RESOURCE_TYPES } from './resource-types.ts';
import { stackModel } from './stack-model.ts';

const TOPIC = { Type: 'AWS::SNS::Topic' };

describe('The model of a stack', () => {
  test('orders resources by what they refer to and by DependsOn', () => {
    const queue = { Type: 'AWS::SQS::Queue', DependsOn: 'C' };
    orders({ A: named('B'), B: queue, C: TOPIC }, ['C', 'B', 'A']);
  });
  test('resources whose condition is false are not there', () => {
    orders({ A: TOPIC, B: { ...TOPIC, Condition: 'Never' } }, ['A']);
    refuses({ A: named('B'), B: { ...TOPIC, Condition: 'Never' } }, /the condition of B is false/);
  });
  test('a circle of references is named', () => {
    refuses({ A: named('B'), B: named('C'), C: named('A') }, /A -> B -> C -> A/);
  });
  test('pseudo parameters are known', () => {
    const { properties } = modelOf({
      A: {
        ...TOPIC,
        Properties: { TopicName: { 'Fn::Sub': `\${AWS::StackName}-\${AWS::Region}-\${AWS::AccountId}` } },
      },
    });
    assert.deepEqual(
      properties('A', () => undefined),
      { TopicName: 'orders-us-east-1-123456789012' },
    );
  });
  test('what is not made yet stands there as a placeholder', () => {
    const model = modelOf({ A: named('B'), B: TOPIC });
    assert.match(String(model.properties('A', () => undefined).DisplayName), /made by this deployment: B/);
    assert.deepEqual(
      model.properties('A', () => made('arn')),
      { DisplayName: 'arn' },
    );
  });
  test('types, properties and attributes that are not there are refused by name', () => {
    refuses({ A: { Type: 'AWS::EC2::Instance' } }, /no resources of type AWS::EC2::Instance/);
    refuses(
      { A: { ...TOPIC, Properties: { Nonsense: 1 } } },
      /does not have the property Nonsense of AWS::SNS::Topic/,
    );
    refuses({ A: { ...TOPIC, Properties: { constructor: 1 } } }, /property constructor/);
    refuses({ A: { Type: 'AWS::SNS::Subscription' } }, /needs TopicArn/);
    refuses({ A: { ...TOPIC, UpdatePolicy: {} } }, /attribute UpdatePolicy of resources/);
    refuses(
      { A: { ...TOPIC, Properties: { DisplayName: { 'Fn::GetAtt': 'B.Nope' } } }, B: TOPIC },
      /no attribute Nope/,
    );
    refuses({ A: named('Nobody') }, /no parameter and no resource Nobody/);
  });
  test('outputs are evaluated, with the names they are exported under', () => {
    const model = modelOf(
      { A: TOPIC },
      { Outputs: { O: { Value: { Ref: 'A' }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}-x` } } } } },
    );
    assert.deepEqual(
      model.outputs(() => made('arn')),
      [{ name: 'O', value: 'arn', isSecret: false, exportName: 'orders-x' }],
    );
  });
  test('an output of a secret parameter is one', () => {
    const model = modelOf(
      { A: TOPIC },
      {
        Parameters: { P: { Type: 'String', NoEcho: true, Default: 's' } },
        Outputs: { O: { Value: { Ref: 'P' } } },
      },
    );
    assert.equal(model.outputs(() => undefined)[0]?.isSecret, true);
  });
});

function named(other: string): JsonObject {
  return { ...TOPIC, Properties: { DisplayName: { Ref: other } } };
}

function made(id: string): Made {
  return { id, attributes: {} };
}

function modelOf(resources: JsonObject, more: JsonObject = {}) {
  const never = { 'Fn::Equals': ['a', 'b'] };
  const model = stackModel(
    { Resources: resources, Conditions: { Never: never }, ...more },
    {
      ...{ stack: 'orders', region: 'us-east-1', account: '123456789012', types: RESOURCE_TYPES },
      ...{ parameters: new Map<string, string>(), exports: new Map<string, Json>() },
    },
  );
  return {
    order: model.order,
    properties: model.properties.bind(model),
    outputs: model.outputs.bind(model),
  };
}

function orders(resources: JsonObject, wanted: readonly string[]): void {
  assert.deepEqual(
    modelOf(resources).order.map(({ logicalId }) => logicalId),
    wanted,
  );
}

function refuses(resources: JsonObject, message: RegExp): void {
  assert.throws(() => modelOf(resources), { name: 'Fault', message });
}
