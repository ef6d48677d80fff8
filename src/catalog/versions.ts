import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import type { Machine, Publication, Version, Versions } from './catalog.ts';
import type { Qualifiers, StoredQualifiers } from './qualifiers.ts';

/** Developer Guide, "Quotas related to versions and aliases". */
export const VERSIONS_MAX = 1000;

export class StoredVersions implements Versions {
  readonly #qualifiers: StoredQualifiers;

  constructor(qualifiers: StoredQualifiers) {
    this.#qualifiers = qualifiers;
  }

  async find(machine: Machine, number: number): Promise<Version | undefined> {
    const { versions } = await this.#qualifiers.find(machine.id);
    return versions.find((version) => version.number === number);
  }

  async list(machine: Machine): Promise<readonly Version[]> {
    return (await this.#qualifiers.find(machine.id)).versions.toReversed();
  }

  async delete(machine: Machine, number: number): Promise<void> {
    await this.#qualifiers.change(machine.id, (before) => ({
      after: withoutVersion(before, number),
      answer: undefined,
    }));
  }
}

/**
 * Gives a revision a version. One that has one keeps it, whatever the description: also at the quota.
 *
 * @throws ServiceError ServiceQuotaExceededException.
 */
export function publish(
  before: Qualifiers,
  revision: number,
  { description, createdAt }: Publication & { readonly createdAt: Instant },
): { readonly after: Qualifiers; readonly version: Version } {
  const known = before.versions.find((version) => version.revision === revision);
  if (known !== undefined) return { after: before, version: known };
  if (before.versions.length >= VERSIONS_MAX) {
    throw new ServiceError(
      'ServiceQuotaExceededException',
      `The state machine has ${VERSIONS_MAX} versions, the most there can be; delete one first.`,
    );
  }
  const number = before.lastVersion + 1;
  const version = { number, revision, createdAt, ...(description === undefined ? {} : { description }) };
  return { after: { ...before, lastVersion: number, versions: [...before.versions, version] }, version };
}

function withoutVersion(before: Qualifiers, number: number): Qualifiers {
  const users = before.aliases.filter(({ routes }) => routes.some(({ version }) => version === number));
  if (users.length > 0) {
    throw new ServiceError(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${users.map(({ name }) => name).join(', ')}]`,
    );
  }
  const versions = before.versions.filter((version) => version.number !== number);
  return versions.length === before.versions.length ? before : { ...before, versions };
}
