import type { Scope } from '../../base/arn.ts';
import type { FunctionRecord, FunctionRecords } from './functions.ts';
import type { Mapping } from './mapping.ts';
import { type PollerServices, QueuePoller } from './queue-poller.ts';
import { Refusal } from './refusal.ts';

/** The event source mappings that exist, each with what takes its messages. */
export class Mappings {
  readonly #records: FunctionRecords;
  readonly #services: PollerServices;
  readonly #pollers = new Map<string, QueuePoller>();

  constructor(records: FunctionRecords, services: PollerServices) {
    this.#records = records;
    this.#services = services;
  }

  /** Goes on where a former server ended. */
  async open(): Promise<void> {
    for (const record of await this.#records.list('')) this.#poll(parseRecord(record));
  }

  /** By the time they were made. */
  async list(scope: Scope): Promise<Mapping[]> {
    return (await this.#records.list(keyOf(scope, ''))).map(parseRecord);
  }

  /** @throws Refusal ResourceNotFoundException. */
  async find(scope: Scope, uuid: string): Promise<Mapping> {
    return parseRecord(await this.#read(scope, uuid));
  }

  async create(mapping: Mapping): Promise<void> {
    const written = await this.#records.write(keyOf(mapping.scope, mapping.uuid), JSON.stringify(mapping), 0);
    if (written === 'conflict') throw inUse();
    this.#poll(mapping);
  }

  async update(scope: Scope, uuid: string, change: (mapping: Mapping) => Mapping): Promise<Mapping> {
    const record = await this.#read(scope, uuid);
    const mapping = change(parseRecord(record));
    const written = await this.#records.write(record.key, JSON.stringify(mapping), record.version);
    if (written === 'conflict') throw inUse();
    this.#poll(mapping);
    return mapping;
  }

  async remove(scope: Scope, uuid: string): Promise<Mapping> {
    const record = await this.#read(scope, uuid);
    const written = await this.#records.write(record.key, undefined, record.version);
    if (written === 'conflict') throw inUse();
    this.#stop(uuid);
    return parseRecord(record);
  }

  close(): void {
    for (const uuid of [...this.#pollers.keys()]) this.#stop(uuid);
  }

  async #read(scope: Scope, uuid: string): Promise<FunctionRecord> {
    const record = await this.#records.read(keyOf(scope, uuid));
    if (record !== undefined) return record;
    throw new Refusal('ResourceNotFoundException', 'The resource you requested does not exist.');
  }

  #poll(mapping: Mapping): void {
    this.#stop(mapping.uuid);
    if (mapping.isEnabled) this.#pollers.set(mapping.uuid, new QueuePoller(mapping, this.#services));
  }

  #stop(uuid: string): void {
    this.#pollers.get(uuid)?.stop();
    this.#pollers.delete(uuid);
  }
}

function inUse(): Refusal {
  return new Refusal('ResourceConflictException', 'Another call is changing the mapping; try again.');
}

function keyOf({ account, region }: Scope, uuid: string): string {
  return `${account}/${region}/${uuid}`;
}

function parseRecord({ text }: { readonly text: string }): Mapping {
  // The text of a record is what `create` or `update` wrote.
  return JSON.parse(text) as Mapping;
}
