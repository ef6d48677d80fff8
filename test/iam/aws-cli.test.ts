import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startServer } from '../../src/server.ts';
import { type Answer, AwsCli, Refused, whyNoAws } from '../tutorials/aws-cli.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com', AWS: '123456789012' },
      Action: 'sts:AssumeRole',
    },
  ],
});
const LIST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'states:List*', Resource: '*' }],
});

describe('The AWS command line', { skip: whyNoAws() }, () => {
  test('makes a role, gives it policies, and takes all of it away', async () => {
    await withServer({}, async (aws) => {
      const created = await aws.call(
        'iam',
        'create-role',
        '--role-name',
        'r',
        '--assume-role-policy-document',
        TRUST,
      );
      assert.equal(at(created, 'Role', 'Arn'), 'arn:aws:iam::123456789012:role/r');
      // The command line decodes the document.
      assert.deepEqual(at(created, 'Role', 'AssumeRolePolicyDocument'), JSON.parse(TRUST));
      await role(aws, 'put-role-policy', '--policy-name', 'p', '--policy-document', LIST);
      const inline = await role(aws, 'get-role-policy', '--policy-name', 'p');
      assert.deepEqual(at(inline, 'PolicyDocument'), JSON.parse(LIST));
      const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaRole';
      await role(aws, 'attach-role-policy', '--policy-arn', arn);
      const attached = await role(aws, 'list-attached-role-policies');
      assert.deepEqual(at(attached, 'AttachedPolicies'), [{ PolicyName: 'AWSLambdaRole', PolicyArn: arn }]);
      await assert.rejects(role(aws, 'delete-role'), refusal('DeleteConflict'));
      await role(aws, 'detach-role-policy', '--policy-arn', arn);
      await role(aws, 'delete-role-policy', '--policy-name', 'p');
      await role(aws, 'delete-role');
      await assert.rejects(role(aws, 'get-role'), refusal('NoSuchEntity'));
    });
  });

  test('assumes a role, and may then do what the role may', async () => {
    await withServer({ enforcesRoles: true }, async (aws, url) => {
      assert.equal(at(await aws.call('sts', 'get-caller-identity'), 'Account'), '123456789012');
      await aws.call('iam', 'create-role', '--role-name', 'r', '--assume-role-policy-document', TRUST);
      await role(aws, 'put-role-policy', '--policy-name', 'p', '--policy-document', LIST);
      const session = await sessionOf(aws, url);
      const identity = await session.call('sts', 'get-caller-identity');
      assert.equal(at(identity, 'Arn'), 'arn:aws:sts::123456789012:assumed-role/r/s1');
      assert.deepEqual(await session.states('list-state-machines'), { stateMachines: [] });
      const denied = session.states('create-activity', '--name', 'a');
      await assert.rejects(denied, refusal('AccessDeniedException'));
      await role(
        aws,
        'put-role-policy',
        '--policy-name',
        'q',
        '--policy-document',
        LIST.replace('List', 'Create'),
      );
      await session.states('create-activity', '--name', 'a');
    });
  });
});

async function withServer(
  config: { readonly enforcesRoles?: boolean },
  body: (aws: AwsCli, url: string) => Promise<void>,
): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'stepwell-iam-'));
  const account = '123456789012';
  const server = await startServer({ port: 0, host: '127.0.0.1', data, auth: 'sigv4', account, ...config });
  try {
    await body(new AwsCli(server.url), server.url);
  } finally {
    await server.close();
    rmSync(data, { recursive: true, force: true });
  }
}

function role(aws: AwsCli, operation: string, ...options: readonly string[]): Promise<Answer> {
  return aws.call('iam', operation, '--role-name', 'r', ...options);
}

async function sessionOf(aws: AwsCli, url: string): Promise<AwsCli> {
  const arn = 'arn:aws:iam::123456789012:role/r';
  const assumed = await aws.call('sts', 'assume-role', '--role-arn', arn, '--role-session-name', 's1');
  const of = (name: string) => String(at(assumed, 'Credentials', name));
  return new AwsCli(url, {
    AWS_ACCESS_KEY_ID: of('AccessKeyId'),
    AWS_SECRET_ACCESS_KEY: of('SecretAccessKey'),
    AWS_SESSION_TOKEN: of('SessionToken'),
  });
}

function at(answer: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), answer);
}

function refusal(code: string) {
  return (error: unknown) => error instanceof Refused && error.message.includes(`(${code})`);
}
