import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkPolicyDocument, checkTrustDocument } from './policy-document.ts';

const ALLOW = { Effect: 'Allow', Action: 'a:B', Resource: '*' };
const TRUST = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } };

describe('A policy document', () => {
  test('has statements, or one', () => {
    checkPolicyDocument(JSON.stringify({ Statement: [ALLOW] }));
    checkPolicyDocument(JSON.stringify({ Statement: ALLOW }));
    checkTrustDocument(JSON.stringify({ Statement: [TRUST] }));
  });

  test('that is none is refused', () => {
    refused(checkPolicyDocument, '{', /invalid Json/);
    for (const text of ['[]', '{}', '{"Statement":[1]}', '{"Statement":{"Effect":"Maybe"}}'])
      refused(checkPolicyDocument, text, /Syntax errors/);
    refused(checkPolicyDocument, JSON.stringify({ Statement: TRUST }), /principal/);
    refused(checkPolicyDocument, JSON.stringify({ Statement: { Effect: 'Allow' } }), /actions/);
    refused(checkPolicyDocument, JSON.stringify({ Statement: { Effect: 'Allow', Action: 'a:B' } }), /resour/);
    refused(checkPolicyDocument, ' '.repeat(200_000), /too large/);
  });

  test('of trust names who, and no resource', () => {
    refused(checkTrustDocument, JSON.stringify({ Statement: ALLOW }), /prohibited field Resource/);
    refused(checkTrustDocument, JSON.stringify({ Statement: { Effect: 'Allow' } }), /Principal/);
    const { Action: _, ...idle } = TRUST;
    refused(checkTrustDocument, JSON.stringify({ Statement: idle }), /Action/);
  });
});

function refused(check: (text: string) => void, text: string, message: RegExp): void {
  assert.throws(() => check(text), { code: 'MalformedPolicyDocument', message });
}
