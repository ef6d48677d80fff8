import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FailedAuthentications } from '../../src/api/access/failed-authentications.ts';
import { type Policy, readPolicy } from '../../src/api/access/policy.ts';
import { createAwsQuotas } from '../../src/api/access/quotas.ts';
import type { ListenerOptions } from '../../src/api/listener.ts';
import type { Json } from '../../src/base/json.ts';
import { SessionKeys } from '../../src/base/session-keys.ts';
import { Unavailable } from '../../src/base/unavailable.ts';
import { type Answer, API, OFF, withServer } from './server.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:';
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('A key with policies', () => {
  test('does what they allow', async () => {
    await withServer(
      async (server) => {
        assert.equal((await server.call('CreateActivity', '{"name":"a"}')).status, 200);
      },
      allowed([{ Effect: 'Allow', Action: 'states:CreateActivity', Resource: `${ARN}activity:*` }]),
    );
  });
  test('does nothing else, and nothing has happened', async () => {
    await withServer(
      async (server) => {
        await refuses(
          server.call('CreateActivity', '{"name":"a"}'),
          '400 AccessDeniedException',
          `User: arn:aws:iam::123456789012:user/ci is not authorized to perform: states:CreateActivity on resource: ` +
            `${ARN}activity:a because no identity-based policy allows the states:CreateActivity action`,
        );
        assert.equal((await server.call('ListActivities', '{}')).body, '{"activities":[]}');
      },
      allowed([{ Effect: 'Allow', Action: 'states:List*', Resource: '*' }]),
    );
  });
  test('is denied before its input is checked', async () => {
    await withServer(async (server) => {
      for (const body of ['{}', '[', '{"stateMachineArn":1}'])
        await refuses(server.call('StartExecution', body), '400 AccessDeniedException');
      await refuses(server.call('Explode', '{}'), '400 AccessDeniedException');
    }, allowed([]));
  });
  test('cannot use functions that it is not allowed', async () => {
    const lambda = { bodyBytesMax: 1000, handle: async () => ({ status: 200, headers: {}, body: 'done' }) };
    await withServer(
      async (server) => {
        const ask = (path: string, service = 'lambda') => server.ask({ path, service });
        assert.equal((await ask('/2015-03-31/functions/mine/invocations')).body, 'done');
        await refuses(ask('/2015-03-31/functions/yours/invocations'), '403 AccessDeniedException');
        await refuses(ask('/2015-03-31/functions'), '403 AccessDeniedException');
      },
      {
        ...allowed([{ Effect: 'Allow', Action: 'lambda:Invoke*', Resource: '*:function:mine' }].map(toArn)),
        services: { lambda },
      },
    );
  });
});

describe('A session of a role', () => {
  test('does what the role may do now, and nothing else', async () => {
    await withServer(
      async (server) => {
        assert.equal((await server.call('ListActivities', '{}')).status, 200);
        await refuses(server.call('CreateActivity', '{"name":"a"}'), '400 AccessDeniedException');
      },
      ofRole(async () => [policyOf({ Effect: 'Allow', Action: 'states:List*', Resource: '*' })]),
    );
  });
  test('does nothing while its role cannot be read', async () => {
    await withServer(
      async (server) => {
        assert.equal((await server.call('ListActivities', '{}')).status, 503);
        assert.deepEqual(server.defects, []);
      },
      ofRole(() => Promise.reject(new Unavailable('The disk is full'))),
    );
  });
});

describe('Quotas', () => {
  test('throttle as AWS does, before anything has happened, and let go on when there is room', async () => {
    let now = Date.now();
    await withServer(
      async (server) => {
        const answers = await Promise.all(
          Array.from({ length: 105 }, (_, i) => server.call('CreateActivity', `{"name":"a${i}"}`)),
        );
        const throttled = answers.filter(({ status }) => status === 400);
        assert.equal(throttled.length, 5);
        for (const answer of throttled)
          await refuses(Promise.resolve(answer), '400 ThrottlingException', 'Rate exceeded');
        const { activities } = JSON.parse((await server.call('ListActivities', '{"maxResults":1000}')).body);
        assert.equal(activities.length, 100);
        now += 1000;
        assert.equal((await server.call('CreateActivity', '{"name":"b"}')).status, 200);
        await refuses(server.call('CreateActivity', '{"name":"c"}'), '400 ThrottlingException');
      },
      { quotas: createAwsQuotas(), now: () => now },
    );
  });
  test('are off by default', async () => {
    await withServer(async (server) => {
      for (let i = 0; i < 120; i++) assert.equal((await server.call('ListStateMachines', '{}')).status, 200);
    });
  });
});

describe('Failed signatures', () => {
  test('shut their address out after 100, and let it in again later', async () => {
    let now = Date.now();
    await withServer(
      async (server) => {
        const unsigned = {
          headers: { ...API, 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
          signed: false,
        };
        for (let i = 0; i < 100; i++)
          await refuses(server.ask(unsigned), '400 MissingAuthenticationTokenException');
        await refuses(server.ask(unsigned), '400 ThrottlingException');
        await refuses(server.call('ListStateMachines', '{}'), '400 ThrottlingException');
        assert.equal((await server.ask({ method: 'GET', path: '/livez', signed: false })).status, 200);
        now += 1000;
        assert.equal((await server.call('ListStateMachines', '{}')).status, 200);
      },
      { failures: new FailedAuthentications(), now: () => now },
    );
  });
  test('of a known key count as well', async () => {
    const now = Date.now();
    await withServer(
      async (server) => {
        for (let i = 0; i < 100; i++)
          await refuses(server.call('ListStateMachines', '{}', { 'x-amz-content-sha256': 'x' }), /^400 Inv/);
        await refuses(server.call('ListStateMachines', '{}'), '400 ThrottlingException');
      },
      { failures: new FailedAuthentications(), now: () => now, ...wrongSecret() },
    );
  });
});

describe('On the wire', () => {
  test('every answer has an id of its own, and the content type of the protocol', async () => {
    await withServer(async (server) => {
      const answers = [
        await server.call('ListStateMachines', '{}'),
        await server.call('DescribeActivity', '{}'),
        await server.ask({ headers: { host: 'evil.example' } }),
      ];
      assert.equal(new Set(answers.map(({ headers }) => headers['x-amzn-requestid'])).size, 3);
      for (const { headers } of answers) assert.equal(headers['content-type'], 'application/x-amz-json-1.0');
    });
  });
  test('moments are seconds, with milliseconds', async () => {
    await withServer(async (server) => {
      const { creationDate } = JSON.parse((await server.call('CreateActivity', '{"name":"a"}')).body);
      assert.equal(creationDate, Date.UTC(2026, 0, 1) / 1000 + 0.123);
    });
  });
  test('members that are null or unknown are as if they were not there', async () => {
    await withServer(async (server) => {
      const body = '{"maxResults":null,"nextToken":null,"colour":"blue","$":[{}]}';
      assert.equal((await server.call('ListStateMachines', body)).status, 200);
    });
  });
  test('a connection stays for the next request, longer than clients keep it', async () => {
    await withServer(async (server) => {
      const { headers } = await server.call('ListStateMachines', '{}');
      assert.deepEqual([headers.connection, headers['keep-alive']], ['keep-alive', 'timeout=75']);
    });
  });
  test('nothing is compressed, whatever the client would take', async () => {
    await withServer(async (server) => {
      const answer = await server.call('ListStateMachines', '{}', { 'accept-encoding': 'gzip, br' });
      assert.deepEqual(
        [answer.headers['content-encoding'], answer.body],
        [undefined, '{"stateMachines":[]}'],
      );
    });
  });
  test('no page of another origin gets permission, asked for or not', async () => {
    await withServer(async (server) => {
      const asked = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      for (const authentication of [asked, { origin: 'https://evil.example' }]) {
        const answer = await server.ask({ method: 'OPTIONS', headers: authentication, signed: false });
        assert.equal(answer.status, 403);
        assert.deepEqual(
          Object.keys(answer.headers).filter((name) => name.startsWith('access-control')),
          [],
        );
      }
    });
  });
  test('the body of a refusal is the same with and without authentication', async () => {
    await withServer(
      (server) =>
        refuses(
          server.call('DescribeActivity', `{"activityArn":"${ARN}activity:x"}`),
          '400 ActivityDoesNotExist',
        ),
      { authentication: OFF },
    );
  });
});

/** The key `test` with these statements as its policy; none is no policy. */
function allowed(statements: readonly Json[]): Partial<ListenerOptions> {
  const policies = statements.map(policyOf);
  const principal = { arn: 'arn:aws:iam::123456789012:user/ci', policies };
  const known = { secretAccessKey: 'test', account: '123456789012', principal };
  return { authentication: { mode: 'sigv4', credentials: { find: () => known }, skewMs: 300_000 } };
}

function toArn(statement: typeof ALL): typeof ALL {
  return { ...statement, Resource: statement.Resource.replace(/^\*/, 'arn:aws:lambda:*') };
}

/** Any key is known, and its secret is not the one that clients sign with. */
function wrongSecret(): Partial<ListenerOptions> {
  const known = { secretAccessKey: 'other', account: '123456789012' };
  return { authentication: { mode: 'sigv4', credentials: { find: () => known }, skewMs: 300_000 } };
}

async function refuses(asked: Promise<Answer>, refusal: string | RegExp, message?: string): Promise<void> {
  const answer = await asked;
  const body = JSON.parse(answer.body);
  const found = `${answer.status} ${body.__type}`;
  if (typeof refusal === 'string') assert.equal(found, refusal, answer.body);
  else assert.match(found, refusal);
  if (message !== undefined) assert.equal(body.message, message);
}

/** Whoever calls has a session of role `r`. */
function ofRole(rolePolicies: NonNullable<ListenerOptions['rolePolicies']>): Partial<ListenerOptions> {
  const session = {
    ...{ account: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/r/s', userId: 'u' },
    ...{ role: 'r', expiresAt: Number.MAX_SAFE_INTEGER },
  };
  const sessions = new SessionKeys(Buffer.alloc(32));
  sessions.open = () => ({ session, secretAccessKey: 'test' });
  return { authentication: { ...OFF, sessions }, rolePolicies };
}

function policyOf(Statement: Json): Policy {
  const policy = readPolicy({ Version: '2012-10-17', Statement });
  assert.ok(!('problem' in policy), JSON.stringify(policy));
  return policy;
}
