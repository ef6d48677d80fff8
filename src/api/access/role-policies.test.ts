import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { evaluate } from './evaluate.ts';
import { readRolePolicies } from './role-policies.ts';

const ALL = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';

describe('Policies of a role', () => {
  test('allow what they say', () => assert.equal(isAllowed([ALL]), true));

  test('that are none allow nothing', () => assert.equal(isAllowed([]), false));

  test('deny everything when one of them cannot be read', () => {
    for (const text of ['{', '{"Statement":[]}', ALL.replace('"Allow"', '"Maybe"')])
      assert.equal(isAllowed([ALL, text]), false, text);
  });
});

function isAllowed(texts: readonly string[]): boolean {
  return evaluate(readRolePolicies(texts), { action: 'states:StartExecution', resource: '*' }, {}).isAllowed;
}
