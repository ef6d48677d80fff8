import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../src/base/json.ts';
import type { Caller } from './caller.ts';
import type { Chance } from './chance.ts';
import type { Watch } from './watch.ts';
import type { Routes } from './written-qualifiers.ts';

export interface CatalogClientsOptions {
  readonly caller: Caller;
  readonly watch: Watch;
  readonly roleArn: string;
  arnOf(name: string): string;
  definitionOf(name: string, chance: Chance): string;
}

/** What a start asks for, and what is wrong with the one that it was given. */
export interface Wanted {
  readonly qualifier: string;
  wrong(header: {
    readonly revision: number;
    readonly machineVersion?: number;
    readonly machineAlias?: string;
  }): string | undefined;
}

/** Those who publish versions and name them, and hold the answers against what is on disk. */
export class QualifierClients {
  readonly violations: string[] = [];
  readonly #options: CatalogClientsOptions;

  constructor(options: CatalogClientsOptions) {
    this.#options = options;
  }

  /** What a machine that has a version begins with. */
  firstAlias(name: string): JsonObject {
    return {
      name: ALIASES[0] ?? '',
      routingConfiguration: this.#routing(name, [{ version: 1, weight: 100 }]),
    };
  }

  publish(name: string): void {
    const { caller, watch, arnOf } = this.#options;
    const { revision } = watch.catalog.seen(name);
    caller.ask('PublishStateMachineVersion', { stateMachineArn: arnOf(name) }, ({ body }) => {
      this.published(name, body.stateMachineVersionArn, revision);
    });
  }

  /** A version was acknowledged, of this revision or a later one. */
  published(name: string, arn: unknown, revision: number): void {
    const version = Number(String(arn).split(':').at(-1));
    const revisions = this.#qualifiers.revisionsOf(this.#numberOf(name), version);
    if (!revisions.some((own) => own >= revision))
      this.#report(name, `was published as ${version}, which is not on disk for revision ${revision}`);
  }

  unpublish(name: string, chance: Chance): void {
    const { caller, watch, arnOf } = this.#options;
    const version = 1 + chance.below(VERSIONS);
    const life = watch.catalog.life(name);
    const stateMachineVersionArn = `${arnOf(name)}:${version}`;
    caller.ask('DeleteStateMachineVersion', { stateMachineVersionArn }, () => {
      if (life === undefined || life !== watch.catalog.life(name)) return;
      if (this.#qualifiers.versions(life.id).includes(version))
        this.#report(name, `has version ${version}, which was deleted`);
    });
  }

  /** Somebody creates, changes, reads or deletes an alias. */
  alias(name: string, chance: Chance): void {
    const { caller } = this.#options;
    const alias = chance.oneOf(ALIASES) ?? '';
    const stateMachineAliasArn = `${this.#options.arnOf(name)}:${alias}`;
    const routes = this.#routes(name, chance);
    const routingConfiguration = this.#routing(name, routes);
    const isOnDisk = () => this.#expect(name, alias, routes);
    const isThere = this.#qualifiers.aliases(this.#numberOf(name)).includes(alias);
    switch (chance.oneOf(isThere ? ['update', 'update', 'read', 'delete', 'create'] : ['create'])) {
      case 'create':
        return caller.ask('CreateStateMachineAlias', { name: alias, routingConfiguration }, isOnDisk);
      case 'update':
        return caller.ask(
          'UpdateStateMachineAlias',
          { stateMachineAliasArn, routingConfiguration },
          isOnDisk,
        );
      case 'read':
        return caller.ask('DescribeStateMachineAlias', { stateMachineAliasArn }, ({ body }) => {
          this.#expect(name, alias, routesOf(body));
        });
      default:
        caller.ask('DeleteStateMachineAlias', { stateMachineAliasArn }, () => {
          this.#expect(name, alias, undefined);
        });
    }
  }

  /** A version or an alias to start by. */
  wanted(name: string, chance: Chance): Wanted {
    const number = this.#numberOf(name);
    const [aliases, versions] = [this.#qualifiers.aliases(number), this.#qualifiers.versions(number)];
    const alias = chance.oneOf(aliases) ?? chance.oneOf(ALIASES) ?? '';
    const version = chance.oneOf(versions) ?? 1 + chance.below(VERSIONS);
    const isAlias = chance.is(0.7);
    // A start reads its alias when it is asked for; where writes are slow, it is answered after another look.
    const asked = this.#qualifiers.aliasSince(number, alias);
    const isOfVersion = (machineVersion: number | undefined, revision: number) =>
      machineVersion !== undefined &&
      this.#qualifiers.isVersion(this.#numberOf(name), machineVersion, revision);
    return {
      qualifier: isAlias ? alias : String(version),
      wrong: ({ revision, machineVersion, machineAlias }) => {
        if (!isOfVersion(machineVersion, revision))
          return `runs revision ${revision} as version ${machineVersion}`;
        if (!isAlias) return machineVersion === version ? undefined : `runs version ${machineVersion}`;
        if (machineAlias !== alias) return `was started by ${machineAlias}, not by ${alias}`;
        const since = this.#qualifiers.aliasSince(this.#numberOf(name), alias);
        const isRouted = (routes: Routes | undefined) =>
          routes?.some(({ version: one, weight }) => one === machineVersion && weight > 0);
        return [...asked, ...since].some(isRouted)
          ? undefined
          : `runs version ${machineVersion}, which ${alias} is not`;
      },
    };
  }

  get #qualifiers() {
    return this.#options.watch.qualifiers;
  }

  #numberOf(name: string): number {
    return this.#options.watch.catalog.numberOf(name);
  }

  #routes(name: string, chance: Chance): Routes {
    const there = this.#qualifiers.versions(this.#numberOf(name));
    const draw = () => chance.oneOf(there) ?? 1 + chance.below(VERSIONS);
    const [one, other, weight] = [draw(), draw(), chance.oneOf(WEIGHTS) ?? 100];
    return one === other
      ? [{ version: one, weight: 100 }]
      : [
          { version: one, weight },
          { version: other, weight: 100 - weight },
        ];
  }

  #routing(name: string, routes: Routes) {
    return routes.map(({ version, weight }) => ({
      stateMachineVersionArn: `${this.#options.arnOf(name)}:${version}`,
      weight,
    }));
  }

  /** Since the last look it was once like that. */
  #expect(name: string, alias: string, routes: Routes | undefined): void {
    const since = this.#qualifiers.aliasSince(this.#numberOf(name), alias);
    if (!since.some((own) => isDeepStrictEqual(own, routes)))
      this.#report(name, `is said to have ${JSON.stringify({ alias, routes })}, which is not on disk`);
  }

  #report(name: string, wrong: string): void {
    this.violations.push(`machine ${name} ${wrong}`);
  }
}

function routesOf({ routingConfiguration }: JsonObject): Routes {
  // An alias as the API tells it.
  const items = routingConfiguration as readonly { stateMachineVersionArn: string; weight: number }[];
  return items.map(({ stateMachineVersionArn: arn, weight }) => ({
    version: Number(arn.split(':').at(-1)),
    weight,
  }));
}

/** Numbers that anybody asks for. */
const VERSIONS = 3;
const ALIASES = ['live', 'next'];
const WEIGHTS = [0, 10, 50, 100];
