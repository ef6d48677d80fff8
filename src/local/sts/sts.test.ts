import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formRequest } from '../../../test/api/form-request.ts';
import type { Caller } from '../../base/http-service.ts';
import { SessionKeys } from '../../base/session-keys.ts';
import type { RoleRecord } from '../iam/records.ts';
import { createSts } from './sts.ts';

const ACCOUNT = '123456789012';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/a/r`;
const CI: Caller = {
  ...{ arn: `arn:aws:iam::${ACCOUNT}:user/ci`, userId: 'KEY', accessKeyId: 'KEY', isSession: false },
};
const ASSUME = { Action: 'AssumeRole', RoleArn: ROLE, RoleSessionName: 'session' };
const KEYS = new SessionKeys(Buffer.alloc(32));

describe('Who calls', () => {
  test('is the account itself when no key says otherwise', async () => {
    assert.match(await ask({ Action: 'GetCallerIdentity' }), /<Arn>arn:aws:iam::123456789012:root<\/Arn>/);
  });

  test('is the user of the key', async () => {
    const xml = await ask({ Action: 'GetCallerIdentity' }, { caller: CI });
    assert.match(xml, /user\/ci<[\s\S]*<UserId>KEY<[\s\S]*<Account>123456789012</);
  });
});

describe('A role that is assumed', () => {
  test('gives a session of that role, for an hour', async () => {
    const xml = await ask(ASSUME);
    assert.match(xml, /<AssumedRoleId>AROA1:session</);
    assert.match(xml, /<Expiration>1970-01-01T01:00:00Z</);
    assert.deepEqual(opened(xml), {
      ...{ account: ACCOUNT, role: 'r', userId: 'AROA1:session', expiresAt: 3_600_000 },
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/session`,
    });
  });

  test('must be there', async () => {
    const xml = await ask({ ...ASSUME, RoleArn: ROLE.replace('/r', '/s') }, { status: 403 });
    assert.match(xml, /AccessDenied[\s\S]*root is not authorized to perform: sts:AssumeRole on resource/);
  });

  test('must trust the caller where roles are enforced', async () => {
    await ask(ASSUME, { caller: CI, isTrustChecked: true });
    const stranger = { ...CI, arn: `arn:aws:iam::${ACCOUNT}:user/other` };
    await ask(ASSUME, { caller: stranger, isTrustChecked: true, status: 403 });
    await ask(ASSUME, { caller: stranger });
  });

  test('is bounded in time, and named', async () => {
    for (const change of [
      { DurationSeconds: '899' },
      { DurationSeconds: '3601' },
      { RoleSessionName: 'a b' },
      { RoleArn: 'r' },
    ])
      assert.match(await ask({ ...ASSUME, ...change }, { status: 400 }), /ValidationError/);
  });

  test('with what would bound it further is refused', async () => {
    assert.match(await ask({ ...ASSUME, Policy: '{}' }, { status: 501 }), /does not have Policy/);
  });
});

describe('A session token', () => {
  test('is worth what the key is worth', async () => {
    const { expiresAt, ...session } = opened(await ask({ Action: 'GetSessionToken' }, { caller: CI }));
    assert.deepEqual(session, { account: ACCOUNT, arn: CI.arn, userId: 'KEY', parentKey: 'KEY' });
    assert.equal(expiresAt, 43_200_000);
  });

  test('does not prolong itself', async () => {
    await ask({ Action: 'GetSessionToken' }, { caller: { ...CI, isSession: true }, status: 403 });
  });
});

function opened(xml: string) {
  const field = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(xml)?.[1] ?? '';
  const found = KEYS.open(field('AccessKeyId'), field('SessionToken'));
  assert.equal(found?.secretAccessKey, field('SecretAccessKey'));
  return found.session;
}

async function ask(
  form: Record<string, string>,
  {
    caller,
    isTrustChecked = false,
    status = 200,
  }: { readonly caller?: Caller; readonly isTrustChecked?: boolean; readonly status?: number } = {},
): Promise<string> {
  const trust = JSON.stringify({
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: CI.arn } },
  });
  const role: RoleRecord = {
    ...{ account: ACCOUNT, name: 'r', path: '/a/', id: 'AROA1', createdAt: 0, trust },
    ...{ sessionSecondsMax: 3600, tags: {}, inline: {}, attached: [] },
  };
  const sts = createSts({
    roles: async (_account, name) => (name === 'r' ? { role, policies: [] } : undefined),
    ...{ keys: KEYS, isTrustChecked, now: () => 0, bodyBytesMax: 1000 },
    entropy: { random: () => 0, uuid: () => '01234567-89ab-4cde-8f01-234567890abc' },
  });
  const request = formRequest(new URLSearchParams(form).toString());
  const answer = await sts.handle({ ...request, caller });
  assert.equal(answer.status, status, String(answer.body));
  return String(answer.body);
}
