import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type KeyPair, NAME, newKeyPair } from '../../api/access/credentials-document.ts';
import {
  CREDENTIALS_FILE,
  changeCredentialsFile,
  readCredentialsFile,
} from '../../api/access/credentials-file.ts';
import { type Policy, readPolicy, unsupportedConditions } from '../../api/access/policy.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../../base/json.ts';
import { formatInstant } from '../../base/time.ts';
import { prepareDirectory } from '../../store/sqlite/data-directory.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import { printable, type Terminal } from '../terminal.ts';

/** Where the key pairs are kept. */
export interface FileOptions {
  readonly data: string;
  readonly credentials?: string;
}

export interface CreateOptions extends FileOptions {
  readonly account: string;
  readonly policy?: readonly string[];
  readonly name?: string;
}

/** Makes a key pair; what goes out can be put into an environment as it is. */
export async function createKey(options: CreateOptions, terminal: Terminal): Promise<ExitCode> {
  const { account, name } = options;
  if (name !== undefined && !NAME.test(name)) {
    throw new Refusal(EXIT.usage, '--name must be 1 to 64 letters, digits or +=,.@_-');
  }
  const { policies, documents } = readPolicies(options.policy ?? []);
  if (options.credentials === undefined) prepareDirectory(options.data);
  const pair = newKeyPair({ account, name, policies, documents }, Date.now(), randomBytes);
  changeCredentialsFile(pathOf(options), (pairs) => [...pairs, pair]);
  terminal.out(`AWS_ACCESS_KEY_ID=${pair.accessKeyId}\nAWS_SECRET_ACCESS_KEY=${pair.secretAccessKey}`);
  terminal.say('The secret is not shown again.');
  if (policies.length === 0) terminal.say('This key may do nothing: give it a policy with --policy.');
  for (const line of policies.flatMap(unsupportedConditions)) terminal.say(printable(`policy: ${line}`));
  return EXIT.ok;
}

/** Prints one key a line: id, account, name, when it was made, how many policies it has. */
export function listKeys(options: FileOptions, terminal: Terminal): ExitCode {
  for (const { accessKeyId, account, name, createdAt, policies } of readPairs(options)) {
    const count = policies.length === 1 ? '1 policy' : `${policies.length} policies`;
    terminal.out(`${accessKeyId}  ${account}  ${name}  ${formatInstant(createdAt)}  ${count}`);
  }
  return EXIT.ok;
}

/** Removes a key: requests that it signs are refused from now on, or a second later by a server that runs. */
export function revokeKey(accessKeyId: string, options: FileOptions, terminal: Terminal): ExitCode {
  const isIt = (pair: KeyPair) => pair.accessKeyId === accessKeyId;
  if (!readPairs(options).some(isIt)) {
    throw new Refusal(EXIT.usage, `there is no key ${accessKeyId} in ${pathOf(options)}`);
  }
  changeCredentialsFile(pathOf(options), (pairs) => pairs.filter((pair) => !isIt(pair)));
  terminal.say(`revoked ${accessKeyId}`);
  return EXIT.ok;
}

function readPairs(options: FileOptions): readonly KeyPair[] {
  const path = pathOf(options);
  const snapshot = readCredentialsFile(path);
  if (snapshot === undefined) throw new Refusal(EXIT.config, `there is no credentials file ${path}`);
  return snapshot.pairs;
}

function pathOf({ data, credentials }: FileOptions): string {
  return resolve(credentials ?? join(data, CREDENTIALS_FILE));
}

function readPolicies(files: readonly string[]): {
  policies: readonly Policy[];
  documents: readonly JsonObject[];
} {
  const [policies, documents]: [Policy[], JsonObject[]] = [[], []];
  for (const file of files) {
    const document = readJson(file);
    const policy = readPolicy(document);
    if ('problem' in policy) throw new Refusal(EXIT.usage, `${file}: ${policy.problem}`);
    policies.push(policy);
    if (isObject(document)) documents.push(document);
  }
  return { policies, documents };
}

function readJson(file: string): Json {
  try {
    return parseJson(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(EXIT.usage, `${file} is not JSON: ${error.message}`, { cause: error });
  }
}
