import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json, JsonObject } from '../../../base/json.ts';
import { Expansion } from './expansion.ts';
import { addHttpApi, addHttpRoute } from './http-api.ts';

describe('An HTTP API of SAM', () => {
  test('has the route of an event, whatever its method is called', () => {
    assert.equal(routeKey({ Path: '/a', Method: 'get' }), 'GET /a');
    assert.equal(routeKey({ Path: '/a', Method: '*' }), 'ANY /a');
    assert.equal(routeKey({ Path: '$default', Method: 'any' }), '$default');
    assert.equal(routeKey({}), '$default');
  });

  test('is refused where it cannot be read', () => {
    assert.throws(() => routeKey({ Path: '/a' }), /Method is missing/);
    assert.throws(() => routeKey({ ApiId: { 'Fn::GetAtt': ['A', 'B'] } }), /with Ref/);
    assert.throws(() => routeKey({ Auth: {} }), /does not have Auth/);
    assert.throws(() => added({ CorsConfiguration: 'yes' }), /wants true or an object/);
    assert.throws(() => added({ StageName: { Ref: 'X' } }), /wants text/);
  });

  test('keeps what it was given', () => {
    const { A, AApiGatewayDefaultStage } = added({ Name: 'n', StageVariables: { a: 'b' } });
    assert.deepEqual(A.Properties, { Name: 'n', ProtocolType: 'HTTP' });
    assert.deepEqual(AApiGatewayDefaultStage.Properties, {
      ...{ ApiId: { Ref: 'A' }, StageName: '$default', AutoDeploy: true, StageVariables: { a: 'b' } },
    });
  });
});

function routeKey(properties: JsonObject): Json {
  const expansion = new Expansion();
  addHttpRoute({ id: 'E', properties, path: [] }, { uri: {}, shared: {} }, expansion);
  return Object(expansion.resources).ERoute.Properties.RouteKey;
}

function added(properties: JsonObject) {
  const expansion = new Expansion();
  addHttpApi({ logicalId: 'A', properties, shared: {}, path: [] }, expansion);
  return Object(expansion.resources);
}
