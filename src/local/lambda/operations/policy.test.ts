import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type HostUnderTest, startHost } from '../../../../test/lambda/host-under-test.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const API = { StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' };
const SourceArn = 'arn:aws:execute-api:us-east-1:123456789012:abc/*';

describe('The policy of a function', () => {
  test('has the statements that were added', () =>
    on(async (host) => {
      const shown = {
        Sid: 'api',
        Effect: 'Allow',
        Principal: { Service: API.Principal },
        Action: API.Action,
      };
      const statement = { ...shown, Resource: ARN, Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } };
      const added = await asked(host, 'POST', '/f/policy', { ...API, SourceArn });
      assert.deepEqual(JSON.parse(added.Statement), statement);
      const { Policy } = await asked(host, 'GET', '/f/policy');
      assert.deepEqual(JSON.parse(Policy), { Version: '2012-10-17', Id: 'default', Statement: [statement] });
    }));

  test('names an account by its root', () =>
    on(async (host) => {
      const { Statement } = await asked(host, 'POST', '/f/policy', { ...API, Principal: '000000000001' });
      assert.deepEqual(JSON.parse(Statement).Principal, { AWS: 'arn:aws:iam::000000000001:root' });
    }));

  test('of a version is its own', () =>
    on(async (host) => {
      await asked(host, 'POST', '/f/versions', {});
      const { Statement } = await asked(host, 'POST', '/f/policy?Qualifier=1', API);
      assert.equal(JSON.parse(Statement).Resource, `${ARN}:1`);
      await refuses(host, ['GET', '/f/policy'], 404, /^The resource you requested does not exist\.$/);
    }));

  test('is gone with its last statement', () =>
    on(async (host) => {
      await asked(host, 'POST', '/f/policy', API);
      await refuses(host, ['DELETE', '/f/policy/other'], 404, /^Statement other is not found/);
      await asked(host, 'DELETE', '/f/policy/api');
      await refuses(host, ['GET', '/f/policy'], 404, /does not exist/);
      await refuses(host, ['DELETE', '/f/policy/api'], 404, /^No policy is associated/);
    }));

  test('has no statement twice, and none that Lambda refuses', () =>
    on(async (host) => {
      await asked(host, 'POST', '/f/policy', API);
      await refuses(host, ['POST', '/f/policy', API], 409, /statement id \(api\) provided already exists/);
      const refused: readonly [object, number, RegExp][] = [
        [{ ...API, StatementId: 'a b' }, 400, /'statementId'/],
        [{ ...API, Principal: 'nobody' }, 400, /^The provided principal was invalid/],
        [{ ...API, Action: undefined }, 400, /'action'/],
        [{ ...API, FunctionUrlAuthType: 'NONE' }, 400, /does not support FunctionUrlAuthType/],
        [{ ...API, StatementId: 'b', RevisionId: 'old' }, 412, /Revision Id/],
      ];
      for (const [body, status, message] of refused)
        await refuses(host, ['POST', '/f/policy', body], status, message);
      await refuses(host, ['POST', '/gone/policy', API], 404, /Function not found/);
    }));
});

async function on(claim: (host: HostUnderTest) => Promise<void>): Promise<void> {
  await using host = await startHost();
  await host.create('f', 'index.js', 'exports.handler = async () => 1');
  await claim(host);
}

async function asked(host: HostUnderTest, method: string, path: string, body?: unknown) {
  const response = await host.request(method, path, body);
  assert.ok(response.status < 300, String(response.body));
  return response.body === '' ? undefined : JSON.parse(String(response.body));
}

async function refuses(
  host: HostUnderTest,
  [method, path, body]: readonly [string, string, unknown?],
  status: number,
  message: RegExp,
): Promise<void> {
  const response = await host.request(method, path, body);
  const refusal = JSON.parse(String(response.body));
  assert.equal(response.status, status, String(response.body));
  assert.match(refusal.message ?? refusal.Message, message);
}
