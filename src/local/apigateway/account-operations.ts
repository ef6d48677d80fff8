import type { Scope } from '../../base/arn.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { ControlOperation } from './control-operation.ts';
import { applyChanges, changesOf } from './patch.ts';

const KIND = 'rest-api-account';

interface Account {
  cloudwatchRoleArn?: string;
}

export const getAccount: ControlOperation = async ({ scope }, { documents }) => {
  const stored = await documents.document(KIND, keyOf(scope));
  return { status: 200, body: shown(accountOf(stored?.text)) };
};

/** The role is kept and shown: logs of stages are not written here. */
export const updateAccount: ControlOperation = async ({ scope, input }, { documents }) => {
  const key = keyOf(scope);
  const stored = await documents.document(KIND, key);
  const account = accountOf(stored?.text);
  applyChanges(account, changesOf(input), { cloudwatchRoleArn: 'text' });
  const text = JSON.stringify(account);
  const written = await documents.write([{ kind: KIND, key, text, expectedVersion: stored?.version ?? 0 }]);
  if (written === 'conflict')
    throw new Unavailable('Somebody else has changed this at the same moment; try again');
  return { status: 200, body: shown(account) };
};

function keyOf({ account, region }: Scope): string {
  return `${account}:${region}`;
}

function accountOf(text: string | undefined): Account {
  // Written by `updateAccount`.
  return text === undefined ? {} : (JSON.parse(text) as Account);
}

function shown(account: Account): object {
  const throttleSettings = { burstLimit: 5000, rateLimit: 10_000 };
  return { ...account, throttleSettings, features: ['UsagePlans'], apiKeyVersion: '4' };
}
