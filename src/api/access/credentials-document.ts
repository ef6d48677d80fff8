import { isArray, isObject, type Json, type JsonObject, member, parseJson } from '../../base/json.ts';
import { formatInstant, type Instant, parseInstant } from '../../base/time.ts';
import { type Policy, readPolicy } from './policy.ts';

/** A key pair, whose it is, and what it may do. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** 12 digits. */
  readonly account: string;
  /** As in `arn:aws:iam::123456789012:user/NAME`; several keys may share it. */
  readonly name: string;
  readonly createdAt: Instant;
  readonly policies: readonly Policy[];
  /** The same policies as they were given. */
  readonly documents: readonly JsonObject[];
}

/** Why a credentials file cannot be used. */
export interface CredentialsProblem {
  readonly problem: string;
}

/** What a name may be: IAM's own rule for users. */
export const NAME = /^[\w+=,.@-]{1,64}$/;
const ACCOUNT = /^\d{12}$/;
const ACCESS_KEY_ID = /^[A-Z0-9]{16,128}$/;
const SECRET = /^[\x21-\x7e]{16,128}$/;
const RANDOM_BYTES = 40;
/** Base 32, as in the ids that AWS makes. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Reads a credentials file. Nothing of a file with one mistake is used: it may be the one that revokes a key. */
export function readCredentials(text: string): readonly KeyPair[] | CredentialsProblem {
  let document: Json;
  try {
    document = parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's message would show a part of the file.
    return { problem: 'it is not JSON' };
  }
  const listed = isObject(document) ? member(document, 'credentials') : undefined;
  if (!isObject(document) || !isArray(listed)) return { problem: 'it has no list "credentials"' };
  if (member(document, 'version') !== 1) return { problem: 'its "version" is not 1' };
  const pairs: KeyPair[] = [];
  const ids = new Set<string>();
  for (const [index, one] of listed.entries()) {
    const pair = readPair(one);
    if ('problem' in pair) return { problem: `entry ${index + 1}: ${pair.problem}` };
    if (ids.has(pair.accessKeyId)) return { problem: `entry ${index + 1}: its accessKeyId is there twice` };
    ids.add(pair.accessKeyId);
    pairs.push(pair);
  }
  return pairs;
}

function readPair(from: Json): KeyPair | CredentialsProblem {
  if (!isObject(from)) return { problem: 'it is not an object' };
  const accessKeyId = matching(from, 'accessKeyId', ACCESS_KEY_ID);
  const secretAccessKey = matching(from, 'secretAccessKey', SECRET);
  const account = matching(from, 'account', ACCOUNT);
  const name = matching(from, 'name', NAME);
  const createdAt = parseInstant(matching(from, 'createdAt', /./) ?? '');
  if (accessKeyId === undefined) return { problem: 'accessKeyId must be 16 to 128 capitals and digits' };
  if (secretAccessKey === undefined) return { problem: 'secretAccessKey must be 16 to 128 characters' };
  if (account === undefined) return { problem: 'account must be 12 digits' };
  if (name === undefined) return { problem: 'name must be 1 to 64 letters, digits or +=,.@_-' };
  if (createdAt === undefined) return { problem: 'createdAt must be a moment' };
  const read = readPolicies(member(from, 'policies'));
  return 'problem' in read ? read : { accessKeyId, secretAccessKey, account, name, createdAt, ...read };
}

function matching(from: JsonObject, key: string, pattern: RegExp): string | undefined {
  const value = member(from, key);
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

function readPolicies(from: Json | undefined): Pick<KeyPair, 'policies' | 'documents'> | CredentialsProblem {
  if (!isArray(from)) return { problem: 'policies must be a list' };
  const [policies, documents]: [Policy[], JsonObject[]] = [[], []];
  for (const document of from) {
    const policy = readPolicy(document);
    if ('problem' in policy) return { problem: `its policy: ${policy.problem}` };
    policies.push(policy);
    if (isObject(document)) documents.push(document);
  }
  return { policies, documents };
}

export function printCredentials(pairs: readonly KeyPair[]): string {
  const credentials = pairs.map(({ policies: _, documents, createdAt, ...pair }) => ({
    ...pair,
    createdAt: formatInstant(createdAt),
    policies: documents,
  }));
  return `${JSON.stringify({ version: 1, credentials }, null, 2)}\n`;
}

/**
 * A new key pair. Its id begins unlike AWS's, so that neither people nor scanners take it for one of AWS.
 *
 * @param random Gives unpredictable bytes.
 */
export function newKeyPair(
  of: Pick<KeyPair, 'account' | 'policies' | 'documents'> & { readonly name: string | undefined },
  now: Instant,
  random: (bytes: number) => Buffer,
): KeyPair {
  const bytes = random(RANDOM_BYTES);
  const letters = [...bytes.subarray(0, 16)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  const accessKeyId = `SWAK${letters.join('')}`;
  // 24 bytes are 192 bits and 32 characters; SDKs take any length.
  const secretAccessKey = bytes.subarray(16).toString('base64url');
  return { ...of, accessKeyId, secretAccessKey, name: of.name ?? accessKeyId, createdAt: now };
}
