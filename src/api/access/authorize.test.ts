import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { denialOf } from './authorize.ts';
import { readPolicy } from './policy.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
const USER = 'arn:aws:iam::123456789012:user/ci';
const START = { target: 'StartExecution', body: JSON.stringify({ stateMachineArn: MACHINE }) };
const INVOKE = { service: 'lambda', path: '/2015-03-31/functions/f/invocations' };

describe('A caller with policies', () => {
  test('may do what they allow', () => {
    allows({ ...START, statement: { Effect: 'Allow', Action: 'states:Start*', Resource: MACHINE } });
    allows({ ...INVOKE, statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' } });
  });
  test('may do nothing else, in the words of AWS', () => {
    denies(
      { ...START, statement: { Effect: 'Allow', Action: 'states:Stop*', Resource: '*' } },
      `User: ${USER} is not authorized to perform: states:StartExecution on resource: ${MACHINE} ` +
        'because no identity-based policy allows the states:StartExecution action',
    );
  });
  test('may do nothing at all without one', () =>
    denies({ ...START, statements: [] }, /because no identity-based/));
  test('may not do what one denies, in the words of AWS', () => {
    denies(
      { ...START, statements: [ALL, { Effect: 'Deny', Action: '*', Resource: MACHINE }] },
      `User: ${USER} is not authorized to perform: states:StartExecution on resource: ${MACHINE} ` +
        'with an explicit deny in an identity-based policy',
    );
  });
  test('must be allowed everything that a request does', () => {
    const body = JSON.stringify({ name: 'm', publish: true });
    const statement = { Effect: 'Allow', Action: 'states:Create*', Resource: '*' };
    denies({ target: 'CreateStateMachine', body, statement }, /PublishStateMachineVersion/);
  });
  test('of one account may not call the functions of another', () => {
    denies(
      { ...foreignFunction('000000000001:f'), statements: [ALL] },
      /because no resource-based policy allows the lambda:InvokeFunction action/,
    );
  });
});

describe('A caller without bounds', () => {
  test('may do everything', () => {
    allows(START);
    allows(INVOKE);
    allows({ service: 'lambda', path: '/2015-03-31/functions', method: 'GET' });
  });
  test('may not call the functions of another account or region, whether they are there or not', () => {
    denies(foreignFunction('000000000001:f'), /^User: arn:aws:iam::123456789012:root is not authorized/);
    denies(foreignFunction('arn:aws:lambda:eu-west-1:123456789012:function:f'), /InvokeFunction/);
  });
});

const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };

interface Case {
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  readonly target?: string;
  readonly body?: string;
  readonly statement?: Json;
  readonly statements?: readonly Json[];
}

function foreignFunction(name: string): Case {
  return { service: 'lambda', path: `/2015-03-31/functions/${name}/invocations` };
}

function allows(one: Case): void {
  assert.equal(denial(one), undefined);
}

function denies(one: Case, message: string | RegExp): void {
  const denied = denial(one);
  if (typeof message === 'string') assert.equal(denied, message);
  else assert.match(String(denied), message);
}

function denial(one: Case): string | undefined {
  const { service = 'states', method = 'POST', path = '/', target = '', body = '', statement } = one;
  const statements = one.statements ?? (statement === undefined ? undefined : [statement]);
  const policies = (statements ?? []).map((each) => {
    const policy = readPolicy({ Version: '2012-10-17', Statement: each });
    assert.ok(!('problem' in policy));
    return policy;
  });
  const principal = statements === undefined ? undefined : { arn: USER, policies };
  return denialOf(
    { service, scope: SCOPE, principal },
    {
      ...{ method, path, query: new URLSearchParams(), scope: SCOPE, requestId: 'r' },
      headers: { 'x-amz-target': `AWSStepFunctions.${target}` },
      ...{ body: Buffer.from(body), signal: new AbortController().signal },
    },
    Date.parse('2026-11-27T12:00:00Z'),
  );
}
