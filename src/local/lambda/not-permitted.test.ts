import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Denial } from '../../base/actor.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { checkPermission } from './not-permitted.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const SCOPE = { region: 'us-east-1', account: '123456789012' };
const TOPIC = {
  kind: 'service',
  principal: 'sns.amazonaws.com',
  sourceArn: 't',
  sourceAccount: 'a',
} as const;

describe('A call from within this server', () => {
  test('is allowed by the function with its qualifier, or without', async () => {
    await allowed(async ({ requested: [one] }) => (one?.resource === ARN ? undefined : 'no'));
    await allowed(async ({ requested: [one] }) => (one?.resource === `${ARN}:live` ? undefined : 'no'));
  });

  test('is denied as Lambda denies it', async () => {
    await assert.rejects(
      allowed(async () => 'no'),
      {
        ...{ error: 'Lambda.AWSLambdaException', why: 'no' },
        message:
          'no (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: r; Proxy: null)',
      },
    );
  });

  test('is denied by a Deny however the function is named', async () => {
    const denial: Denial = async ({ requested: [one] }) =>
      one?.resource === ARN ? 'with an explicit deny' : undefined;
    await assert.rejects(allowed(denial), /explicit deny/);
  });

  test('is judged by the policy of what it calls', async () => {
    const seen: unknown[] = [];
    await allowed(async ({ resourcePolicy }) => void seen.push(resourcePolicy));
    assert.deepEqual(seen[0], [{ Sid: 'of live' }]);
  });

  test("of a function in a folder is every service's to make", async () => {
    await allowed(async () => 'no', 'folder');
  });

  test('fails when nobody can judge it', async () => {
    const away: Denial = () => Promise.reject(new Unavailable('gone'));
    await assert.rejects(allowed(away), { error: 'Lambda.ServiceException' });
  });
});

function allowed(denial: Denial, origin = 'created'): Promise<void> {
  const permissions = [
    { sid: 'a', revisionId: '1', statement: { Sid: 'of f' } },
    { sid: 'a', revisionId: '1', qualifier: 'live', statement: { Sid: 'of live' } },
  ];
  const call = {
    functionName: 'f',
    payload: '{}',
    invocationType: 'Event',
    scope: SCOPE,
    actor: TOPIC,
  } as const;
  const named = { ...SCOPE, name: 'f', qualifier: 'live' };
  // Only these members are looked at.
  const latest = { definition: { permissions }, origin } as unknown as Parameters<
    typeof checkPermission
  >[0]['latest'];
  return checkPermission({ call, named, qualifier: 'live', latest }, { denial, requestId: 'r' });
}
