import type { Scope } from '../../base/arn.ts';
import { functionArn } from '../../base/arn.ts';
import type { CodeStore } from './code-store.ts';
import type { DeployedFunction, FunctionDefinition } from './definition.ts';
import type { FunctionFolders } from './function-folders.ts';
import { versionAt, withVersions } from './qualifier.ts';
import { Refusal } from './refusal.ts';

/** Where function records are kept; the server puts its store behind it. Every call may throw Unavailable. */
export interface FunctionRecords {
  read(key: string): Promise<FunctionRecord | undefined>;
  /** Those whose key starts with the prefix, all of them. */
  list(prefix: string): Promise<readonly FunctionRecord[]>;
  /** Durable when it resolves. @param text Undefined deletes. @param expectedVersion 0: must not exist. */
  write(key: string, text: string | undefined, expectedVersion: number): Promise<'committed' | 'conflict'>;
}

export interface FunctionRecord {
  readonly key: string;
  readonly text: string;
  /** Writes so far, from 1. */
  readonly version: number;
}

interface Cached {
  readonly deployed: DeployedFunction;
  readonly version: number;
  readonly readAt: number;
}

/** Another node may have changed the record; a warm call must not wait for the store. */
const CACHE_MS = 1000;
/** Functions of folders, in so many accounts and regions, that are known to have no record. */
const ABSENT_MAX = 1000;

/** The functions that exist: created ones by their records, then the folders of `--functions`. */
export class Functions {
  readonly #records: FunctionRecords;
  readonly #code: CodeStore;
  readonly #folders: FunctionFolders | undefined;
  readonly #cache = new Map<string, Cached>();
  /** When a function of a folder was looked for among the records, and was not there. */
  readonly #absent = new Map<string, number>();
  /** How many were created here. */
  #creations = 0;

  constructor(records: FunctionRecords, code: CodeStore, folders: FunctionFolders | undefined) {
    this.#records = records;
    this.#code = code;
    this.#folders = folders;
  }

  async find(scope: Scope, name: string): Promise<DeployedFunction | undefined> {
    const key = keyOf(scope, name);
    const askedAt = this.#absent.get(key) ?? Number.NEGATIVE_INFINITY;
    if (performance.now() - askedAt < CACHE_MS) return await this.#folders?.find(name);
    const before = this.#creations;
    const created = await this.#findCreated(scope, name);
    if (created !== undefined) return created.deployed;
    const found = await this.#folders?.find(name);
    // Any caller can name functions that are nowhere; and it may have been created while its record was looked for.
    if (found !== undefined && before === this.#creations) this.#rememberAbsence(key);
    return found;
  }

  /** The version that a qualifier names. @param random Decides between the two of an alias, 0 to 1. */
  at(
    deployed: DeployedFunction,
    qualifier: string | undefined,
    random: () => number,
  ): DeployedFunction | undefined {
    const definition = versionAt(deployed.definition, qualifier, random);
    if (definition === undefined || definition === deployed.definition) return definition && deployed;
    return this.deployed(definition);
  }

  /** By name. */
  async list(scope: Scope): Promise<DeployedFunction[]> {
    const records = await this.#records.list(keyOf(scope, ''));
    const functions = new Map<string, DeployedFunction>();
    for (const deployed of (await this.#folders?.list()) ?? [])
      functions.set(deployed.definition.name, deployed);
    for (const { text } of records) {
      const definition = parseRecord(text);
      functions.set(definition.name, this.deployed(definition));
    }
    return [...functions.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
  }

  /** @throws Refusal ResourceConflictException when the name is taken by a created function. */
  async create(scope: Scope, definition: FunctionDefinition): Promise<void> {
    const key = keyOf(scope, definition.name);
    const outcome = await this.#records.write(key, JSON.stringify(definition), 0);
    this.#absent.delete(key);
    this.#creations++;
    if (outcome === 'conflict') {
      throw new Refusal('ResourceConflictException', `Function already exist: ${definition.name}`);
    }
  }

  /** Applies a change to the newest state, again when somebody else was faster. */
  async update(
    scope: Scope,
    name: string,
    change: (definition: FunctionDefinition) => FunctionDefinition | Promise<FunctionDefinition>,
  ): Promise<FunctionDefinition> {
    for (;;) {
      const { deployed, version } = await this.#changeable(scope, name);
      const definition = await change(deployed.definition);
      const outcome = await this.#records.write(keyOf(scope, name), JSON.stringify(definition), version);
      this.#cache.delete(keyOf(scope, name));
      if (outcome === 'committed') return definition;
    }
  }

  /** @returns what was removed. */
  async remove(scope: Scope, name: string): Promise<DeployedFunction> {
    for (;;) {
      const { deployed, version } = await this.#changeable(scope, name);
      const outcome = await this.#records.write(keyOf(scope, name), undefined, version);
      this.#cache.delete(keyOf(scope, name));
      if (outcome === 'committed') return deployed;
    }
  }

  /** Removes the code of functions that were being created or changed when a former server ended. */
  async sweepCode(): Promise<void> {
    const records = await this.#records.list('');
    await this.#code.sweep(records.flatMap(({ text }) => withVersions(parseRecord(text))));
  }

  /** @throws Refusal when there is none, or when it is a folder. */
  async #changeable(scope: Scope, name: string): Promise<Cached> {
    this.#cache.delete(keyOf(scope, name));
    const found = await this.#findCreated(scope, name);
    if (found !== undefined) return found;
    if ((await this.#folders?.find(name)) === undefined) throw functionNotFound(functionArn(scope, name));
    throw new Refusal(
      'InvalidParameterValueException',
      `${name} is a folder of functions that the server watches: change the folder, or create a function of that name.`,
    );
  }

  async #findCreated(scope: Scope, name: string): Promise<Cached | undefined> {
    const key = keyOf(scope, name);
    const known = this.#cache.get(key);
    if (known !== undefined && performance.now() - known.readAt < CACHE_MS) return known;
    const record = await this.#records.read(key);
    if (record === undefined) {
      this.#cache.delete(key);
      return undefined;
    }
    const deployed =
      known?.version === record.version ? known.deployed : this.deployed(parseRecord(record.text));
    const cached = { deployed, version: record.version, readAt: performance.now() };
    this.#cache.set(key, cached);
    return cached;
  }

  #rememberAbsence(key: string): void {
    if (this.#absent.size >= ABSENT_MAX) this.#absent.clear();
    this.#absent.set(key, performance.now());
  }

  /** A created function, or a version of one, with its code. */
  deployed(definition: FunctionDefinition): DeployedFunction {
    return { definition, root: this.#code.rootOf(definition), origin: 'created' };
  }
}

export function functionNotFound(arn: string): Refusal {
  return new Refusal('ResourceNotFoundException', `Function not found: ${arn}`);
}

function keyOf({ account, region }: Scope, name: string): string {
  return `${account}/${region}/${name}`;
}

function parseRecord(text: string): FunctionDefinition {
  // The text of a record is what `create` or `update` wrote.
  return JSON.parse(text) as FunctionDefinition;
}
