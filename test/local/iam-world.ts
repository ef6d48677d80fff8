import assert from 'node:assert/strict';
import { openIam } from '../../src/local/iam/iam.ts';
import { formRequest } from '../api/form-request.ts';
import { createMemoryDocuments } from './memory-documents.ts';

export const TRUST = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'states.amazonaws.com' } }],
});
export const ALLOW = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'states:*', Resource: '*' }] });
export const MINE = 'arn:aws:iam::123456789012:policy/mine';
export const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** An IAM without anything in it. */
export function emptyIam() {
  let uuids = 0;
  const uuid = () => `0000000${++uuids}-0000-4000-8000-000000000000`;
  const iam = openIam({
    ...{ documents: createMemoryDocuments(), bodyBytesMax: 1000, now: () => 0 },
    entropy: { random: () => 0, uuid },
  });
  const ask = async (form: Record<string, string>, status = 200): Promise<string> => {
    const answer = await iam.api.handle(formRequest(new URLSearchParams(form).toString()));
    assert.equal(answer.status, status, String(answer.body));
    return String(answer.body);
  };
  return { iam, ask };
}

/** An IAM with role `r`. */
export async function iamWithRole() {
  const made = emptyIam();
  await made.ask({
    ...{ Action: 'CreateRole', RoleName: 'r', Path: '/a/', AssumeRolePolicyDocument: TRUST },
    ...{ 'Tags.member.1.Key': 'k', 'Tags.member.1.Value': 'v' },
  });
  return made;
}
