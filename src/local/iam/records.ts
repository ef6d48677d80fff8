import { parseOwnJson } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import type { Texts } from '../service/tags.ts';

/** A role as it is on disk. IAM is the same in all regions. */
export interface RoleRecord {
  readonly account: string;
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  readonly id: string;
  readonly createdAt: Instant;
  /** Who may assume it, as it was given. */
  readonly trust: string;
  readonly description?: string;
  readonly sessionSecondsMax: number;
  readonly tags: Texts;
  /** Inline policies, as they were given, by name. */
  readonly inline: Texts;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

/** A managed policy of an account. */
export interface PolicyRecord {
  readonly account: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdAt: Instant;
  readonly document: string;
  readonly description?: string;
  readonly tags: Texts;
}

export const ROLE = 'iam-role';
export const POLICY = 'iam-policy';

/** Names differ by more than their case. */
export function recordKey(account: string, name: string): string {
  return `${account}/${name.toLowerCase()}`;
}

export function roleArn({ account, path, name }: Pick<RoleRecord, 'account' | 'path' | 'name'>): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}

export function policyArn({ account, path, name }: Pick<PolicyRecord, 'account' | 'path' | 'name'>): string {
  return `arn:aws:iam::${account}:policy${path}${name}`;
}

export function readRole(text: string): RoleRecord {
  // Written by `Entities` alone.
  return parseOwnJson(text) as unknown as RoleRecord;
}

export function readPolicyRecord(text: string): PolicyRecord {
  // Written by `Entities` alone.
  return parseOwnJson(text) as unknown as PolicyRecord;
}
