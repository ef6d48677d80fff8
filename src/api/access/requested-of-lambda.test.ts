import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestedOfLambda } from './requested-of-lambda.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };

describe('A call of Lambda', () => {
  const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
  test('is about the function in its path, without its qualifier', () => {
    calls('GET /f', ['lambda:GetFunction', FUNCTION]);
    calls('DELETE /f:$LATEST', ['lambda:DeleteFunction', FUNCTION]);
    calls('GET /f/configuration/', ['lambda:GetFunctionConfiguration', FUNCTION]);
    calls('PUT /f/configuration', ['lambda:UpdateFunctionConfiguration', FUNCTION]);
    calls('PUT /123456789012:function:f/code', ['lambda:UpdateFunctionCode', FUNCTION]);
    calls('POST /f/invocations', ['lambda:InvokeFunction', FUNCTION]);
    calls('DELETE /f:live/policy/sid', ['lambda:RemovePermission', FUNCTION]);
  });
  test('by ARN is about its account and region', () => {
    const foreign = FUNCTION.replace('123456789012', '000000000001');
    calls(`POST /${foreign}/invocations`, ['lambda:InvokeFunction', foreign]);
    calls(`POST /${foreign.replace('aws', 'aws-cn')}/invocations`, ['lambda:InvokeFunction', foreign]);
  });
  test('that makes a function is about the name in its body', () => {
    calls('POST ', ['lambda:CreateFunction', FUNCTION], '{"FunctionName":"f"}');
    calls('POST /', ['lambda:CreateFunction', '*'], '{');
  });
  test('that lists is about *', () => calls('GET ', ['lambda:ListFunctions', '*']));
  test('that is none is an action that nobody names', () => {
    calls('POST /f/layers', ['lambda:POST', '*']);
    calls('PATCH /f/a/b', ['lambda:PATCH', '*']);
  });
});

function calls(call: string, [action, resource]: readonly [string, string], body = ''): void {
  const [method = '', rest = ''] = call.split(' ');
  const found = requestedOfLambda({
    ...{ method, path: `/2015-03-31/functions${rest}`, query: new URLSearchParams(), headers: {} },
    ...{ body: Buffer.from(body), scope: SCOPE, requestId: 'r', signal: new AbortController().signal },
  });
  assert.deepEqual(found, [{ action, resource }]);
}
