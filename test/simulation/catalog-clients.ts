import type { JsonObject } from '../../src/base/json.ts';
import type { Chance } from './chance.ts';
import { type CatalogClientsOptions, QualifierClients } from './qualifier-clients.ts';

/** Those who create, change and delete state machines, and hold the answers against what is on disk. */
export class CatalogClients {
  readonly qualifiers: QualifierClients;
  readonly #violations: string[] = [];
  /** Of the machines of a schedule. */
  readonly names: string[] = [];
  readonly #options: CatalogClientsOptions;
  /** What each was created with last. */
  readonly #created = new Map<string, JsonObject>();

  constructor(options: CatalogClientsOptions) {
    this.#options = options;
    this.qualifiers = new QualifierClients(options);
  }

  get violations(): readonly string[] {
    return [...this.#violations, ...this.qualifiers.violations];
  }

  /** It exists. */
  add(name: string, input: JsonObject): void {
    this.names.push(name);
    this.#created.set(name, input);
  }

  newMachine(name: string, chance: Chance): JsonObject {
    const { definitionOf, roleArn } = this.#options;
    return { name, definition: definitionOf(name, chance), roleArn, publish: chance.is(0.6) };
  }

  /** Under a name that is taken, or free again; the same once more, or another one. */
  create(chance: Chance): void {
    const { caller, watch } = this.#options;
    const free = this.names.filter((name) => watch.catalog.life(name) === undefined);
    const name = chance.oneOf(free.length > 0 && chance.is(0.7) ? free : this.names);
    if (name === undefined) return;
    const again = chance.is(0.5) ? this.#created.get(name) : undefined;
    const input = again ?? this.newMachine(name, chance);
    caller.ask('CreateStateMachine', input, ({ body }) => {
      this.#created.set(name, input);
      if (!watch.catalog.wasCreated(name, millis(body.creationDate)))
        this.#violations.push(`machine ${name} was created at ${body.creationDate}, which is not on disk`);
    });
  }

  update(chance: Chance): void {
    const name = chance.oneOf(this.names);
    if (name === undefined) return;
    const { caller, watch, arnOf, definitionOf } = this.#options;
    const definition = definitionOf(name, chance);
    const input = { stateMachineArn: arnOf(name), definition, publish: chance.is(0.3) };
    const { revision } = watch.catalog.seen(name);
    caller.ask('UpdateStateMachine', input, ({ body: { revisionId, stateMachineVersionArn: version } }) => {
      if (version !== undefined) this.qualifiers.published(name, version, revision);
      if (revisionId !== undefined && !watch.catalog.hasRevision(String(revisionId)))
        this.#violations.push(`machine ${name} was given revision ${revisionId}, which is not on disk`);
    });
  }

  delete(chance: Chance): void {
    const name = chance.oneOf(this.names);
    if (name !== undefined) this.#delete(name);
  }

  publish(chance: Chance): void {
    const name = chance.oneOf(this.names);
    if (name !== undefined) this.qualifiers.publish(name);
  }

  unpublish(chance: Chance): void {
    const name = chance.oneOf(this.names);
    if (name !== undefined) this.qualifiers.unpublish(name, chance);
  }

  alias(chance: Chance): void {
    const name = chance.oneOf(this.names);
    if (name !== undefined) this.qualifiers.alias(name, chance);
  }

  /** Whoever was told of a deletion that it has failed asks for it again. */
  deleteAgain(): void {
    for (const { name } of this.#options.watch.catalog.deleting) this.#delete(name);
  }

  #delete(name: string): void {
    const { caller, watch, arnOf } = this.#options;
    const life = watch.catalog.life(name);
    caller.ask('DeleteStateMachine', { stateMachineArn: arnOf(name) }, () => {
      if (life !== undefined) watch.acknowledgeDeletion(life);
    });
  }
}

/** A moment of the API's in milliseconds. */
export function millis(seconds: unknown): number {
  return Math.round(Number(seconds) * 1000);
}
