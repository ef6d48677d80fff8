import { isDeepStrictEqual } from 'node:util';
import { present } from '../base/assert.ts';
import type { Entropy } from '../base/entropy.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import type { Alias, Aliases, Machine, NewAlias, Route } from './catalog.ts';
import type { Qualifiers, StoredQualifiers } from './qualifiers.ts';

/** Developer Guide, "Quotas related to versions and aliases". */
export const ALIASES_MAX = 100;

export class StoredAliases implements Aliases {
  readonly #qualifiers: StoredQualifiers;
  readonly #now: () => Instant;
  readonly #entropy: Entropy;

  constructor(
    qualifiers: StoredQualifiers,
    { now, entropy }: { readonly now: () => Instant; readonly entropy: Entropy },
  ) {
    this.#qualifiers = qualifiers;
    this.#now = now;
    this.#entropy = entropy;
  }

  create(machine: Machine, alias: NewAlias): Promise<Alias> {
    return this.#qualifiers.change(machine.id, (before) => {
      const known = before.aliases.find(({ name }) => name === alias.name);
      if (known !== undefined) return { after: before, answer: sameOrRefused(known, alias) };
      checkRoutes(before, alias.routes);
      if (before.aliases.length >= ALIASES_MAX) {
        throw new ServiceError(
          'ServiceQuotaExceededException',
          `The state machine has ${ALIASES_MAX} aliases, the most there can be; delete one first.`,
        );
      }
      const now = this.#now();
      const position = before.lastAlias + 1;
      const created = { ...alias, createdAt: now, updatedAt: now, position };
      return {
        after: { ...before, lastAlias: position, aliases: [...before.aliases, created] },
        answer: created,
      };
    });
  }

  update(machine: Machine, name: string, change: Partial<Omit<NewAlias, 'name'>>): Promise<Alias> {
    return this.#qualifiers.change(machine.id, (before) => {
      const known = before.aliases.find((alias) => alias.name === name);
      if (known === undefined) throw notThere();
      if (change.routes !== undefined) checkRoutes(before, change.routes);
      const updated = { ...known, ...change, updatedAt: this.#now() };
      const aliases = before.aliases.map((alias) => (alias === known ? updated : alias));
      return { after: { ...before, aliases }, answer: updated };
    });
  }

  async find(machine: Machine, name: string): Promise<Alias | undefined> {
    const { aliases } = await this.#qualifiers.find(machine.id);
    return aliases.find((alias) => alias.name === name);
  }

  draw({ routes }: Alias): number {
    let rest = this.#entropy.random() * 100;
    const drawn = routes.find(({ weight }) => {
      rest -= weight;
      return rest < 0;
    });
    return present(drawn, 'a route: weights add up to 100').version;
  }

  async list(machine: Machine): Promise<readonly Alias[]> {
    return (await this.#qualifiers.find(machine.id)).aliases;
  }

  async delete(machine: Machine, name: string): Promise<void> {
    await this.#qualifiers.change(machine.id, (before) => {
      const aliases = before.aliases.filter((alias) => alias.name !== name);
      const isThere = aliases.length < before.aliases.length;
      return { after: isThere ? { ...before, aliases } : before, answer: undefined };
    });
  }
}

function sameOrRefused(known: Alias, wanted: NewAlias): Alias {
  if (known.description === wanted.description && isDeepStrictEqual(known.routes, wanted.routes))
    return known;
  throw new ServiceError(
    'ConflictException',
    'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
  );
}

function checkRoutes({ versions }: Qualifiers, routes: readonly Route[]): void {
  const isThere = (route: Route) => versions.some(({ number }) => number === route.version);
  if (!routes.every(isThere)) throw notThere();
}

function notThere(): ServiceError {
  return new ServiceError('ResourceNotFound', 'Request references a resource that does not exist.');
}
