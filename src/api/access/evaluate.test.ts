import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../base/json.ts';
import { evaluate as judged } from './evaluate.ts';
import { type Policy, readPolicy } from './policy.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const START = 'states:StartExecution';
const CONTEXT = { 'aws:sourceip': '10.1.2.3' };

describe('An action', () => {
  test('that no policy speaks of is denied', () => {
    denies([], /^because no identity-based policy allows the states:StartExecution action$/);
    denies([{ Effect: 'Allow', Action: 'states:StopExecution', Resource: '*' }], /^because no/);
  });
  test('is allowed by its name, in any case, and by wildcards', () => {
    for (const Action of [START, 'STATES:startexecution', 'states:Start*', 'states:?tartExecution', '*'])
      allows([{ Effect: 'Allow', Action, Resource: '*' }]);
  });
  test('is allowed on the resources that are named, letter for letter', () => {
    allows([{ Effect: 'Allow', Action: START, Resource: ['arn:aws:s3:::b', MACHINE] }]);
    allows([{ Effect: 'Allow', Action: START, Resource: 'arn:aws:states:*:123456789012:stateMachine:ord*' }]);
    denies([
      { Effect: 'Allow', Action: START, Resource: MACHINE.toUpperCase().replace('ARN:AWS', 'arn:aws') },
    ]);
    denies([{ Effect: 'Allow', Action: START, Resource: `${MACHINE}:prod` }]);
  });
  test('is denied by any Deny, wherever it stands', () => {
    const deny = { Effect: 'Deny', Action: 'states:*', Resource: MACHINE };
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    for (const statements of [
      [deny, allow],
      [allow, deny],
    ])
      denies(statements, /^with an explicit deny in an identity-based policy$/);
  });
  test('is covered by what leaves others out', () => {
    allows([{ Effect: 'Allow', NotAction: 'states:Delete*', NotResource: 'arn:aws:s3:::b' }]);
    denies([{ Effect: 'Allow', NotAction: 'states:Start*', Resource: '*' }]);
    denies([{ Effect: 'Allow', Action: '*', NotResource: MACHINE }]);
  });
  test('is allowed or denied under the conditions that hold', () => {
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    const deny = { ...allow, Effect: 'Deny' };
    const inside = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    const outside = { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    allows([{ ...allow, Condition: inside }]);
    denies([{ ...allow, Condition: outside }], /^because no/);
    denies([{ ...allow, Condition: { ...inside, ...outside } }], /^because no/);
    denies([allow, { ...deny, Condition: inside }], /^with an explicit deny/);
    allows([allow, { ...deny, Condition: outside }]);
  });
  test('is not allowed under a condition that cannot be judged, and denied under one', () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    denies([{ ...allow, Condition }], /^because no/);
    allows([{ ...allow, Condition }, allow]);
    denies([allow, { ...allow, Effect: 'Deny', Condition }], /^with an explicit deny/);
  });
});

describe('For any policies', () => {
  test('the decision is that of a naive reading', () => {
    fc.assert(
      fc.property(statements(), action(), resource(), (all, wanted, on) => {
        assert.equal(evaluate([policyOf(all)], wanted, on).isAllowed, naively(all, wanted, on));
      }),
      { numRuns: 1000 },
    );
  });
  test('another Deny never allows', () => {
    fc.assert(
      fc.property(statements(), statement(), fc.tuple(action(), resource()), (all, more, [wanted, on]) => {
        const before = evaluate([policyOf(all)], wanted, on).isAllowed;
        const after = evaluate(
          [policyOf(all), policyOf([{ ...more, Effect: 'Deny' }])],
          wanted,
          on,
        ).isAllowed;
        assert.ok(before || !after);
      }),
      { numRuns: 1000 },
    );
  });
  test('their order and division do not matter', () => {
    fc.assert(
      fc.property(statements(), action(), resource(), (all, wanted, on) => {
        const split = all.map((one) => policyOf([one])).reverse();
        assert.deepEqual(evaluate(split, wanted, on), evaluate([policyOf(all)], wanted, on));
      }),
    );
  });
});

function evaluate(policies: readonly Policy[], action: string, resource: string) {
  return judged(policies, { action, resource }, CONTEXT);
}

function allows(list: readonly JsonObject[]): void {
  assert.deepEqual(evaluate([policyOf(list)], START, MACHINE), { isAllowed: true });
}

function denies(list: readonly JsonObject[], why = /./): void {
  const decision = evaluate(list.length === 0 ? [] : [policyOf(list)], START, MACHINE);
  assert.ok(!decision.isAllowed);
  assert.match(decision.why, why);
}

function policyOf(list: readonly JsonObject[]): Policy {
  const policy = readPolicy({ Version: '2012-10-17', Statement: list });
  assert.ok(!('problem' in policy), JSON.stringify(policy));
  return policy;
}

function action(): fc.Arbitrary<string> {
  return fc.constantFrom('states:Ab', 'states:Abc', 'states:b', 'lambda:Ab');
}

function resource(): fc.Arbitrary<string> {
  return fc.constantFrom('*', 'arn:aws:a', 'arn:aws:ab', 'arn:aws:b:a', 'arn:aws:B');
}

function statements(): fc.Arbitrary<JsonObject[]> {
  return fc.array(statement(), { minLength: 1, maxLength: 5 });
}

function statement(): fc.Arbitrary<JsonObject> {
  const actions = fc.constantFrom('*', 'states:*', 'STATES:AB', 'states:?b', 'lambda:*', 'states:b*');
  const resources = fc.constantFrom('*', 'arn:aws:*', 'arn:aws:a?', 'arn:aws:b:*', 'arn:*:a');
  return fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      actions: fc.array(actions, { minLength: 1, maxLength: 2 }),
      resources: fc.array(resources, { minLength: 1, maxLength: 2 }),
      except: fc.tuple(fc.boolean(), fc.boolean()),
      Condition: fc.constantFrom({}, {}, { Bool: { 'aws:SecureTransport': 'true' } }),
    })
    .map(({ actions, resources, except: [notAction, notResource], ...rest }) => ({
      ...rest,
      [notAction ? 'NotAction' : 'Action']: actions,
      [notResource ? 'NotResource' : 'Resource']: resources,
    }));
}

/** The documents themselves, by regular expressions, in two passes: nothing of ours but the language. */
function naively(all: readonly JsonObject[], wanted: string, on: string): boolean {
  const fits = (pattern: unknown, text: string, flags: string) =>
    new RegExp(`^${String(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, flags).test(text);
  const some = (list: unknown, text: string, flags: string) =>
    Array.isArray(list) && list.some((pattern) => fits(pattern, text, flags));
  const applying = all.filter((one) => {
    const isAction = 'Action' in one ? some(one.Action, wanted, 'i') : !some(one.NotAction, wanted, 'i');
    const isResource = 'Resource' in one ? some(one.Resource, on, '') : !some(one.NotResource, on, '');
    return isAction && isResource;
  });
  if (applying.some(({ Effect }) => Effect === 'Deny')) return false;
  return applying.some(({ Condition }) => JSON.stringify(Condition) === '{}');
}
