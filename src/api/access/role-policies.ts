import { type Json, parseJson } from '../../base/json.ts';
import { type Policy, readPolicy } from './policy.ts';

/** For what cannot be judged: what it would forbid must not be allowed. */
const NOTHING: Policy = {
  statements: [
    {
      ...{ sid: undefined, effect: 'Deny', conditions: [] },
      actions: { patterns: ['*'], isExcept: false },
      resources: { patterns: ['*'], isExcept: false },
    },
  ],
};

/** Policies as IAM keeps them. One that cannot be read denies everything: it may be one that forbids. */
export function readRolePolicies(texts: readonly string[]): Policy[] {
  return texts.map((text) => {
    const policy = readPolicy(parsed(text));
    return 'problem' in policy ? NOTHING : policy;
  });
}

function parsed(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
