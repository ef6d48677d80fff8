import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchRoute, routeKeyProblem } from './route-match.ts';

const ROUTES = ['$default', 'ANY /{proxy+}', 'GET /pets/{id}', 'ANY /pets/{id}', 'GET /pets/all', 'GET /'];

describe('A route', () => {
  test('that says more goes before one that says less', () => {
    assert.equal(found('GET', '/pets/all'), 'GET /pets/all');
    assert.equal(found('GET', '/pets/7'), 'GET /pets/{id}');
    assert.equal(found('PUT', '/pets/all'), 'ANY /pets/{id}');
    assert.equal(found('GET', '/pets/7/toys'), 'ANY /{proxy+}');
    assert.equal(found('GET', '/'), 'GET /');
    assert.equal(matchRoute(routes(['GET /x']), 'GET', '/y'), undefined);
  });

  test('does not pass over a slash', () => {
    assert.equal(matchRoute(routes(['GET /pets']), 'GET', '/pets/'), undefined);
    assert.equal(matchRoute(routes(['GET /pets/{id}']), 'GET', '/pets/'), undefined);
  });

  test('takes what stands for its variables', () => {
    const { parameters } = matchRoute(routes(['GET /a/{x}/{rest+}']), 'GET', '/a/1/2/3') ?? {};
    assert.deepEqual(parameters, { x: '1', rest: '2/3' });
  });

  test('has a key that can be read', () => {
    for (const key of ['$default', 'GET /', 'ANY /a/{b}/{c+}'])
      assert.equal(routeKeyProblem(key), undefined, key);
    for (const key of ['GET', 'GET pets', 'FETCH /a', 'GET /{a}/{a}', 'GET /{a+}/b', 'GET /x{a}', ''])
      assert.notEqual(routeKeyProblem(key), undefined, key);
  });
});

function found(method: string, path: string): string | undefined {
  return matchRoute(routes(ROUTES), method, path)?.route.routeKey;
}

function routes(keys: readonly string[]) {
  return keys.map((routeKey, at) => ({
    ...{ routeId: String(at), routeKey, authorizationType: 'NONE', apiKeyRequired: false },
  }));
}
