import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor } from '../../base/actor.ts';
import type { HttpService, ServiceRequest } from '../../base/http-service.ts';
import type { Json } from '../../base/json.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { createDenial, guardedService } from './acting.ts';
import { readRolePolicies } from './role-policies.ts';

const SCOPE = { region: 'us-east-1', account: '123456789012' };
const ROLE = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/service/flow', session: 's' } as const;
const RULE = 'arn:aws:events:us-east-1:123456789012:rule/r';
const EVENTS: Actor = {
  ...{ kind: 'service', principal: 'events.amazonaws.com' },
  ...{ sourceArn: RULE, sourceAccount: '123456789012' },
};
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:t';
const PUBLISH = { action: 'sns:Publish', resource: TOPIC };
const INVOKE = {
  action: 'lambda:InvokeFunction',
  resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
};

describe('A role that a part of this server acts with', () => {
  test('may do what its policies allow', async () => {
    assert.equal(await denied(ROLE, [{ Effect: 'Allow', Action: 'sns:*', Resource: TOPIC }]), undefined);
    assert.equal(
      await denied(ROLE, []),
      `User: arn:aws:sts::123456789012:assumed-role/flow/s is not authorized to perform: sns:Publish on resource: ${TOPIC} because no identity-based policy allows the sns:Publish action`,
    );
  });

  test('may do everything when nobody has made it', async () => {
    const denial = createDenial({ rolePolicies: async () => undefined, now: () => 0 });
    assert.equal(await denial({ actor: ROLE, requested: [PUBLISH], scope: SCOPE }), undefined);
  });

  test('is bounded by conditions', async () => {
    const Condition = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
    const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    assert.match(String(await denied(ROLE, [{ ...statement, Condition }])), /no identity-based policy/);
  });
});

describe('A service of this server', () => {
  test('may call a function whose policy lets it, for what it names', async () => {
    const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, ...ACTION };
    assert.equal(await called([statement]), undefined);
    assert.equal(
      await called([{ ...statement, Condition: { ArnLike: { 'AWS:SourceArn': RULE } } }]),
      undefined,
    );
    for (const other of [
      { ...statement, Principal: { Service: 'sns.amazonaws.com' } },
      { ...statement, Action: 'lambda:GetFunction' },
      { ...statement, Condition: { ArnLike: { 'AWS:SourceArn': `${RULE}2` } } },
      { ...statement, Condition: { StringEquals: { 'lambda:EventSourceToken': 'x' } } },
    ])
      assert.match(
        String(await called([other])),
        /^User: events\.amazonaws\.com is not authorized to perform: lambda:InvokeFunction on resource: .* because no resource-based policy allows/,
      );
  });
});

describe('A guarded service', () => {
  test('answers who may not call it as it answers others', async () => {
    const [sns, states] = [await asked('sns', SNS), await asked('states', { body: '{}' })];
    assert.deepEqual(
      [sns.status, /<Code>AuthorizationError<.*sns:Publish/.test(String(sns.body))],
      [403, true],
    );
    assert.deepEqual([states.status, JSON.parse(String(states.body)).__type], [400, 'AccessDeniedException']);
    assert.equal((await asked('sns', { ...SNS, actor: undefined })).body, 'done');
  });

  test('leaves calls of functions to Lambda, and nothing else of it', async () => {
    const path = '/2015-03-31/functions/f';
    assert.equal((await asked('lambda', { path: `${path}/invocations` })).status, 200);
    assert.equal((await asked('lambda', { path, method: 'DELETE' })).status, 403);
  });

  test('says so when nobody can tell', async () => {
    const rolePolicies = () => Promise.reject(new Unavailable('gone'));
    assert.equal((await asked('states', {}, rolePolicies)).status, 503);
  });
});

const ACTION = { Action: 'lambda:InvokeFunction', Resource: INVOKE.resource };
const SNS = {
  body: `Action=Publish&TopicArn=${TOPIC}`,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
};

function denied(actor: Actor, Statement: readonly Json[]): Promise<string | undefined> {
  const texts = Statement.length === 0 ? [] : [JSON.stringify({ Statement })];
  const denial = createDenial({ rolePolicies: async () => readRolePolicies(texts), now: () => 0 });
  return denial({ actor, requested: [PUBLISH], scope: SCOPE });
}

function called(resourcePolicy: readonly Json[]): Promise<string | undefined> {
  const denial = createDenial({ rolePolicies: async () => undefined, now: () => 0 });
  return denial({ actor: EVENTS, requested: [INVOKE], scope: SCOPE, resourcePolicy });
}

interface Asked extends Partial<Pick<ServiceRequest, 'headers' | 'actor' | 'path' | 'method'>> {
  readonly body?: string;
}

function asked(
  name: string,
  { body = '', headers = {}, ...rest }: Asked,
  rolePolicies: Parameters<typeof createDenial>[0]['rolePolicies'] = async () => [],
) {
  const service: HttpService = {
    bodyBytesMax: 1000,
    handle: async () => ({ status: 200, headers: {}, body: 'done' }),
  };
  return guardedService(name, service, createDenial({ rolePolicies, now: () => 0 })).handle({
    ...{ method: 'POST', path: '/', query: new URLSearchParams(), headers, body: Buffer.from(body) },
    ...{ scope: SCOPE, requestId: 'r', signal: new AbortController().signal, actor: ROLE, ...rest },
  });
}
