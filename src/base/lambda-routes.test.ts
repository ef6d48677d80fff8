import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lambdaRoute } from './lambda-routes.ts';

describe("A path of Lambda's API", () => {
  test('names an operation by its method', () => {
    leads('POST /2015-03-31/functions', ['CreateFunction', '', '']);
    leads('GET /2015-03-31/functions/', ['ListFunctions', '', '']);
    leads('POST /2015-03-31/functions/f/policy', ['AddPermission', 'f', '']);
    leads('PUT /2017-10-31/functions/f/concurrency', ['PutFunctionConcurrency', 'f', '']);
    leads('GET /2016-08-19/account-settings/', ['GetAccountSettings', '', '']);
  });

  test('names the function and what belongs to it', () => {
    leads('DELETE /2015-03-31/functions/f:1/policy/sid', ['RemovePermission', 'f:1', 'sid']);
    leads('PUT /2015-03-31/functions/f/aliases/live', ['UpdateAlias', 'f', 'live']);
  });

  test('may be none', () => {
    assert.equal(lambdaRoute('PATCH', '/2015-03-31/functions/f'), undefined);
    assert.equal(lambdaRoute('GET', '/2015-03-31/functions/f/aliases/a/b'), undefined);
    assert.equal(lambdaRoute('GET', '/2014-11-13/functions'), undefined);
  });
});

function leads(call: string, expected: readonly [string, string, string]): void {
  const [method = '', path = ''] = call.split(' ');
  const { operation, functionName, detail } = lambdaRoute(method, path) ?? {};
  assert.deepEqual([operation, functionName, detail], expected);
}
