import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json, JsonObject } from '../../base/json.ts';
import { readPolicy, unsupportedConditions } from './policy.ts';

const ALLOW = { Effect: 'Allow', Action: 'states:*', Resource: '*' };

describe('A policy', () => {
  test('has one statement or several', () => {
    reads({ Version: '2012-10-17', Statement: ALLOW });
    reads({ Id: 'x', Statement: [ALLOW, { ...ALLOW, Effect: 'Deny' }] });
  });
  test('names actions and resources, or all but some', () => {
    reads(of({ Action: ['states:Start*', 'lambda:Invoke?unction', '*'] }));
    reads({ Statement: { Effect: 'Deny', NotAction: 's3:*', NotResource: ['arn:aws:s3:::b'] } });
    reads(of({ Resource: ['arn:aws:states:*:123456789012:activity:a?', 'arn:*:states:*', '*'] }));
  });
  test('that is no object is refused', () => {
    for (const document of [null, [], 'x', 1]) refuses(document, /a policy is a JSON object/);
  });
  test('with an element that it cannot have is refused', () => {
    refuses({ Statement: ALLOW, statement: ALLOW }, /no element statement/);
    refuses(of({ Principal: '*' }), /Statement 1: Principal is not supported/);
    refuses({ Statement: ALLOW, ['__proto__']: 1 }, /no element __proto__/);
  });
  test('of another version of the language is refused', () => {
    refuses({ Version: '2012-10-18', Statement: ALLOW }, /Version must be 2012-10-17/);
  });
  test('without a statement is refused', () => {
    refuses({}, /Statement is missing/);
    refuses({ Statement: [] }, /Statement is missing/);
    refuses({ Statement: [ALLOW, 'x'] }, /Statement 2: it is not a JSON object/);
  });
  test('with another effect is refused', () =>
    refuses(of({ Effect: 'allow' }), /Effect must be Allow or Deny/));
  test('with both of a pair or neither is refused', () => {
    refuses(of({ NotAction: 'states:*' }), /exactly one of Action and NotAction/);
    refuses({ Statement: { Effect: 'Allow', Action: '*' } }, /exactly one of Resource and NotResource/);
  });
  test('with an action that is none is refused', () => {
    for (const Action of ['StartExecution', 'states:', 's*:x', 'states:Start Execution', ''])
      refuses(of({ Action }), /an action looks like/);
    for (const Action of [1, {}, [1]]) refuses(of({ Action }), /must be a string or a list of strings/);
    refuses(of({ Action: [] }), /Action must not be empty/);
  });
  test('with a resource that is none is refused', () => {
    for (const Resource of ['', 'stateMachine:x', 'arn:aws', 'a*'])
      refuses(of({ Resource }), /is an ARN or \*/);
  });
  test('with a resource of another partition is refused, since a Deny of it would never deny', () => {
    refuses(of({ Resource: 'arn:aws-cn:states:*:*:*' }), /partition aws/);
  });
  test('with a variable is refused, since a Deny of it would never deny', () => {
    const variable = `arn:aws:states:*:*:activity:${'$'}{aws:username}`;
    refuses(of({ Resource: variable }), /variables are not supported/);
  });
  test('with a condition is taken, and says what that means', () => {
    const condition = { Condition: { Bool: { 'aws:SecureTransport': 'true' } } };
    says(of({ ...condition, Sid: 'Net' }), [
      /statement Net has a Condition that is not supported \(Bool aws:SecureTransport\).*allows nothing/,
    ]);
    says(of({ ...condition, Effect: 'Deny' }), [/statement 1 .*always denies/]);
    says(of({ Condition: {} }), []);
    refuses(of({ Condition: 'x' }), /Condition must be a JSON object/);
    refuses(of({ Condition: { Bool: 1 } }), /Condition Bool must be a JSON object/);
  });
});

function of(change: JsonObject): Json {
  return { Statement: { ...ALLOW, ...change } };
}

function reads(document: Json): void {
  const policy = readPolicy(document);
  assert.ok(!('problem' in policy), JSON.stringify(policy));
}

function refuses(document: Json, problem: RegExp): void {
  const policy = readPolicy(document);
  assert.ok('problem' in policy, JSON.stringify(document));
  assert.match(policy.problem, problem);
}

function says(document: Json, sentences: readonly RegExp[]): void {
  const policy = readPolicy(document);
  assert.ok(!('problem' in policy));
  const said = unsupportedConditions(policy);
  assert.equal(said.length, sentences.length);
  for (const [index, sentence] of sentences.entries()) assert.match(said[index] ?? '', sentence);
}
