import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isObject, type JsonObject } from '../../../base/json.ts';
import { RESOURCE_TYPES } from '../resource-types.ts';
import { stackModel } from '../stack-model.ts';
import { transformed } from './transform.ts';

const FN = {
  Type: 'AWS::Serverless::Function',
  Properties: { CodeUri: 'src', Handler: 'a.b', Runtime: 'nodejs24.x' },
};
const FLOW = { Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: 'flow.asl.json' } };

describe('A SAM template', () => {
  test('a function gets its role', () => {
    becomes({ Fn: FN }, { Fn: 'AWS::Lambda::Function', FnRole: 'AWS::IAM::Role' });
    becomes({ Fn: withProperties(FN, { Role: 'arn' }) }, { Fn: 'AWS::Lambda::Function' });
  });
  test('a state machine gets its role, and an alias when it wants one', () => {
    becomes(
      {
        Flow: withProperties(FLOW, {
          AutoPublishAlias: 'live',
          Policies: [{ LambdaInvokePolicy: { FunctionName: 'f' } }],
        }),
      },
      {
        ...{ Flow: 'AWS::StepFunctions::StateMachine', FlowRole: 'AWS::IAM::Role' },
        ...{
          FlowVersion: 'AWS::StepFunctions::StateMachineVersion',
          FlowAliaslive: 'AWS::StepFunctions::StateMachineAlias',
        },
      },
    );
  });
  test('Globals are inherited, maps key by key', () => {
    const { Resources } = transformed(
      sam(
        { Fn: withProperties(FN, { Environment: { Variables: { B: '2' } } }) },
        { Function: { Timeout: 9, Environment: { Variables: { A: '1', B: '1' } } } },
      ),
    );
    const properties = Object(Resources).Fn.Properties;
    assert.equal(properties.Timeout, 9);
    assert.deepEqual(properties.Environment, { Variables: { A: '1', B: '2' } });
  });
  test('schedules and rules start state machines with a role', () => {
    const Events = {
      Daily: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } },
      V2: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 day)' } },
    };
    becomes(
      { Flow: withProperties(FLOW, { Role: 'r', Events }) },
      {
        ...{
          Flow: 'AWS::StepFunctions::StateMachine',
          FlowDaily: 'AWS::Events::Rule',
          FlowDailyRole: 'AWS::IAM::Role',
        },
        ...{ FlowV2: 'AWS::Scheduler::Schedule', FlowV2Role: 'AWS::IAM::Role' },
      },
    );
  });
  test('rules, topics and queues call functions with a permission', () => {
    const Events = {
      Rule: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['a'] } } },
      Topic: { Type: 'SNS', Properties: { Topic: 'arn' } },
      Queue: { Type: 'SQS', Properties: { Queue: 'arn', BatchSize: 5 } },
    };
    becomes(
      { Fn: withProperties(FN, { Role: 'r', Events }) },
      {
        ...{
          Fn: 'AWS::Lambda::Function',
          FnRule: 'AWS::Events::Rule',
          FnRulePermission: 'AWS::Lambda::Permission',
        },
        ...{ FnTopic: 'AWS::SNS::Subscription', FnTopicPermission: 'AWS::Lambda::Permission' },
        FnQueue: 'AWS::Lambda::EventSourceMapping',
      },
    );
  });
  test('paths of events become an API that is deployed', () => {
    const Get = { Type: 'Api', Properties: { Path: '/orders/{id}', Method: 'get' } };
    const All = { Type: 'Api', Properties: { Path: '/orders', Method: 'any' } };
    const { Resources } = transformed(sam({ Fn: withProperties(FN, { Role: 'r', Events: { Get, All } }) }));
    const types = Object.values(Object(Resources)).map((one) => Object(one).Type.split('::').pop());
    assert.deepEqual(types.sort(), [
      'Deployment',
      'Function',
      'Method',
      'Method',
      'Permission',
      'Permission',
      'Resource',
      'Resource',
      'RestApi',
      'Stage',
    ]);
    assert.ok(Object.hasOwn(Object(Resources), 'ServerlessRestApiProdStage'));
  });
  test('an API of its own starts a state machine', () => {
    const Events = {
      Post: { Type: 'Api', Properties: { Path: '/', Method: 'post', RestApiId: { Ref: 'Front' } } },
    };
    const Front = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1' } };
    const { Resources } = transformed(sam({ Front, Flow: withProperties(FLOW, { Role: 'r', Events }) }));
    assert.ok(Object.hasOwn(Object(Resources), 'Frontv1Stage'));
  });
  test('an event of an HTTP API is a route of the one that it names, or of one that all share', () => {
    const Events = {
      All: { Type: 'HttpApi' },
      Get: { Type: 'HttpApi', Properties: { Path: '/{id}', Method: 'get', ApiId: { Ref: 'Front' } } },
    };
    const Front = {
      Type: 'AWS::Serverless::HttpApi',
      Properties: { StageName: 'v1', CorsConfiguration: true },
    };
    const resources = { Front, Fn: withProperties(FN, { Role: 'r', Events }) };
    becomes(resources, {
      ...{ Fn: 'AWS::Lambda::Function', Front: 'AWS::ApiGatewayV2::Api' },
      ...{ Frontv1Stage: 'AWS::ApiGatewayV2::Stage', ServerlessHttpApi: 'AWS::ApiGatewayV2::Api' },
      ServerlessHttpApiApiGatewayDefaultStage: 'AWS::ApiGatewayV2::Stage',
      ...{ FnAllIntegration: 'AWS::ApiGatewayV2::Integration', FnAllRoute: 'AWS::ApiGatewayV2::Route' },
      ...{ FnGetIntegration: 'AWS::ApiGatewayV2::Integration', FnGetRoute: 'AWS::ApiGatewayV2::Route' },
      ...{ FnAllPermission: 'AWS::Lambda::Permission', FnGetPermission: 'AWS::Lambda::Permission' },
    });
    const made = Object(transformed(sam(resources)).Resources);
    assert.deepEqual(made.Front.Properties.CorsConfiguration, { AllowOrigins: ['*'] });
    assert.equal(made.FnAllRoute.Properties.RouteKey, '$default');
    assert.equal(made.FnGetRoute.Properties.RouteKey, 'GET /{id}');
  });
  test('events call the alias of a function that publishes one', () => {
    const Events = { Queue: { Type: 'SQS', Properties: { Queue: 'arn' } } };
    const Fn = withProperties(FN, { Role: 'r', AutoPublishAlias: 'live', Events });
    becomes(
      { Fn },
      {
        ...{ Fn: 'AWS::Lambda::Function', FnVersion: 'AWS::Lambda::Version' },
        ...{ FnAliaslive: 'AWS::Lambda::Alias', FnQueue: 'AWS::Lambda::EventSourceMapping' },
      },
    );
    const { FnQueue } = Object(transformed(sam({ Fn })).Resources);
    assert.deepEqual(FnQueue.Properties.FunctionName, { Ref: 'FnAliaslive' });
  });
  test('what it does not know is refused by name', () => {
    refuses({ Fn: withProperties(FN, { Layers: [] }) }, /does not have Layers/);
    const Events = { A: { Type: 'HttpApi', Properties: { Path: '/', Method: 'get' } } };
    refuses({ Flow: withProperties(FLOW, { Events }) }, /HttpApi events of functions only/);
    refuses({ Front: { Type: 'AWS::Serverless::HttpApi', Properties: { Auth: {} } } }, /does not have Auth/);
    refuses(
      { T: { Type: 'AWS::Serverless::SimpleTable' } },
      /no resources of type AWS::Serverless::SimpleTable/,
    );
    refuses(
      { Fn: withProperties(FN, { Policies: [{ VPCAccessPolicy: {} }] }) },
      /policy template VPCAccessPolicy/,
    );
    refuses({ Fn: FN, FnRole: { Type: 'AWS::IAM::Role' } }, /SAM makes a resource of that name/);
    assert.throws(() => transformed({ Resources: { Fn: FN } }), /needs Transform/);
    assert.throws(() => transformed({ Transform: 'Mine', Resources: {} }), /transform "Mine"/);
  });
});

function sam(Resources: JsonObject, Globals: JsonObject = {}): JsonObject {
  return { Transform: 'AWS::Serverless-2016-10-31', Globals, Resources };
}

function withProperties(resource: JsonObject, more: JsonObject): JsonObject {
  return {
    ...resource,
    Properties: { ...(isObject(resource.Properties) ? resource.Properties : {}), ...more },
  };
}

/** What it becomes is also a template that can be planned. */
function becomes(resources: JsonObject, wanted: Readonly<Record<string, string>>): void {
  const body = transformed(sam(resources));
  const types = Object.entries(Object(body.Resources)).map(([id, one]) => [id, Object(one).Type]);
  assert.deepEqual(Object.fromEntries(types), wanted);
  stackModel(body, {
    ...{ stack: 's', region: 'us-east-1', account: '123456789012', types: RESOURCE_TYPES },
    ...{ parameters: new Map(), exports: new Map() },
  });
}

function refuses(resources: JsonObject, message: RegExp): void {
  assert.throws(() => transformed(sam(resources)), { name: 'Fault', message });
}
