import type { Documents, StoredDocument } from '../../base/documents.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import {
  POLICY,
  type PolicyRecord,
  policyArn,
  ROLE,
  type RoleRecord,
  readPolicyRecord,
  readRole,
  recordKey,
} from './records.ts';
import { noSuchRole } from './refusals.ts';

/** AWS's quota is 1000 roles, 5000 at most. */
const ENTITIES_MAX = 5000;
/** Changes of one role that come at the same moment. */
const TRIES_MAX = 20;

/** Roles and managed policies, as they are on disk. */
export class Entities {
  readonly #documents: Documents;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** @throws ServiceRefusal NoSuchEntity. */
  async role(account: string, name: string): Promise<RoleRecord> {
    const role = await this.findRole(account, name);
    if (role === undefined) throw noSuchRole(name);
    return role;
  }

  async findRole(account: string, name: string): Promise<RoleRecord | undefined> {
    const document = await this.#documents.document(ROLE, recordKey(account, name));
    return document && readRole(document.text);
  }

  /** By name. */
  async roles(account: string): Promise<RoleRecord[]> {
    const stored = await this.#all(ROLE, account);
    return stored.map(({ text }) => readRole(text)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @returns false when there is one of that name. */
  async createRole(role: RoleRecord): Promise<boolean> {
    return await this.#create(ROLE, role);
  }

  /** @param change May be called again when others change the role at the same moment. */
  async changeRole(
    account: string,
    name: string,
    change: (role: RoleRecord) => Partial<RoleRecord> | undefined,
  ): Promise<void> {
    const key = recordKey(account, name);
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const document = await this.#documents.document(ROLE, key);
      if (document === undefined) throw noSuchRole(name);
      const role = readRole(document.text);
      const changed = change(role);
      const text = changed === undefined ? undefined : JSON.stringify({ ...role, ...changed });
      const write = { kind: ROLE, key, text, expectedVersion: document.version };
      if ((await this.#documents.write([write])) === 'committed') return;
    }
    const message = 'Request was not processed because others change the same entity.';
    throw new ServiceRefusal('ConcurrentModification', message, 409);
  }

  /** Of the account's own. */
  async findPolicy(account: string, arn: string): Promise<PolicyRecord | undefined> {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const document = await this.#documents.document(POLICY, recordKey(account, name));
    const policy = document && readPolicyRecord(document.text);
    return policy !== undefined && policyArn(policy) === arn ? policy : undefined;
  }

  /** By name. */
  async policies(account: string): Promise<PolicyRecord[]> {
    const stored = await this.#all(POLICY, account);
    return stored.map(({ text }) => readPolicyRecord(text)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @returns false when there is one of that name. */
  async createPolicy(policy: PolicyRecord): Promise<boolean> {
    return await this.#create(POLICY, policy);
  }

  async deletePolicy({ account, name }: PolicyRecord): Promise<void> {
    const key = recordKey(account, name);
    const document = await this.#documents.document(POLICY, key);
    if (document === undefined) return;
    await this.#documents.write([{ kind: POLICY, key, text: undefined, expectedVersion: document.version }]);
  }

  async #create(kind: string, record: RoleRecord | PolicyRecord): Promise<boolean> {
    const { account, name } = record;
    const write = { kind, key: recordKey(account, name), text: JSON.stringify(record), expectedVersion: 0 };
    return (await this.#documents.write([write])) === 'committed';
  }

  async #all(kind: string, account: string): Promise<StoredDocument[]> {
    return await this.#documents.documents(kind, { prefix: `${account}/`, limit: ENTITIES_MAX });
  }
}
