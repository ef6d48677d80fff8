import { executionArn, parseStatesArn, type Scope, type StatesArn, stateMachineArn } from '../base/arn.ts';
import { present } from '../base/assert.ts';
import type { Catalog, Revision } from '../catalog/catalog.ts';
import { childIdentity } from '../interpreter/child-identity.ts';
import { createExecution, type Identity } from '../interpreter/execution.ts';
import { fold } from '../interpreter/fold.ts';
import { decodeChunk } from '../interpreter/journal.ts';
import { obligations } from '../interpreter/obligations.ts';
import type { Membership } from '../interpreter/record.ts';
import type { ExecutionId, Header, Store } from '../store/store.ts';
import { type HotExecution, hotExecution, type LoadedExecution, wreckBytes } from './hot-execution.ts';
import { HotExecutions } from './hot-executions.ts';
import { type EngineProgram, Programs } from './programs.ts';

/** What stays in memory once it has nothing to do. */
const HOT_MAX = { count: 4_000, bytes: 64 * 1024 * 1024, ended: 256 };
const PROGRAMS_MAX = 1_000;

/** Finds executions in memory, or folds them from their journals. */
export class Executions {
  readonly hot = new HotExecutions(HOT_MAX);
  readonly #programs = new Programs(PROGRAMS_MAX);
  readonly #store: Store;
  readonly #catalog: Catalog;
  readonly #isOver: (header: Header) => boolean;
  /** Loads under way: two callers get one copy. */
  readonly #loads = new Map<ExecutionId, Promise<HotExecution | undefined>>();

  /** @param isOver Whether an execution has been kept long enough: it does not exist any more. */
  constructor(store: Store, catalog: Catalog, isOver: (header: Header) => boolean) {
    this.#isOver = isOver;
    this.#store = store;
    this.#catalog = catalog;
  }

  /** To be awaited before `create`; undefined when there is nothing to wait for. */
  ready(machine: number, revision: Revision): Promise<void> | undefined {
    return this.#programs.ready(machine, revision);
  }

  /** An execution before its first turn. */
  create(owner: { scope: Scope; name: string }, revision: Revision, header: Header): HotExecution {
    const { program, activityArns, definition, logs, isTraced } = this.#programs.of(header.machine, revision);
    const execution = createExecution(program, identityOf(owner, revision, header.name));
    const inherited = undefined;
    return this.#keep({ execution, header, weight: 0, inherited, activityArns, definition, logs, isTraced });
  }

  /** An execution of a Map Run before its first turn: it runs a part of its parent's program. */
  createChild(parent: HotExecution, header: Header, membership: Membership): HotExecution {
    const { program, identity } = parent.execution;
    const own = childIdentity(program, identity, { name: header.name, membership });
    const { activityArns, definition, logs } = parent;
    return this.#keep({
      execution: createExecution(program, own),
      header,
      ...{ weight: 0, activityArns, definition, logs, inherited: undefined },
      // It has no trace header: its parent's segment tells of it as one state.
      isTraced: false,
    });
  }

  /** What a revision compiles to; after `ready`. */
  program(machine: number, revision: Revision): EngineProgram {
    return this.#programs.of(machine, revision);
  }

  async get(id: ExecutionId): Promise<HotExecution | undefined> {
    const hot = this.hot.get(id);
    if (hot?.header.version !== 0) return hot ?? (await this.#loadOnce(id));
    // It starts. Where the clock was set back its number may be another one's, and it is gone when its commit is refused.
    await hot.settled;
    return this.hot.get(id) ?? (await this.#loadOnce(id));
  }

  async find(arn: string): Promise<HotExecution | undefined> {
    const parsed = parseStatesArn(arn);
    if (parsed?.kind !== 'execution' && parsed?.kind !== 'express') return undefined;
    const machine = await this.#catalog.machines.numberOf(parsed, parsed.machine);
    if (machine === undefined) return undefined;
    const hot = await this.named(machine, parsed.name);
    // An execution of a Map Run is found by its whole ARN only, label and all.
    return hot !== undefined && isNamedBy(hot, parsed) ? hot : undefined;
  }

  /**
   * An execution that exists: one whose start was refused, or is not on disk yet, does not count, nor does one whose
   * days are over.
   */
  async named(machine: number, name: string): Promise<HotExecution | undefined> {
    const hot = await this.stored(machine, name);
    return hot === undefined || this.#isOver(hot.header) ? undefined : hot;
  }

  /** The same, its days may be over: who has started it and has not heard of its end asks for no other one. */
  async stored(machine: number, name: string): Promise<HotExecution | undefined> {
    const known = this.hot.getByName(machine, name);
    if (known !== undefined && known.header.version === 0) await known.settled;
    const hot = known !== undefined && known.header.version > 0 ? known : undefined;
    if (hot !== undefined && !this.#isOver(hot.header)) return hot;
    const header = await this.#store.headerByName(machine, name);
    // One whose days are over may have been deleted since it was loaded, and its name be another one's.
    if (hot !== undefined && header?.id !== hot.header.id) this.hot.remove(hot);
    return header === undefined ? undefined : await this.get(header.id);
  }

  async #loadOnce(id: ExecutionId): Promise<HotExecution | undefined> {
    const underWay = this.#loads.get(id);
    if (underWay !== undefined) return await underWay;
    const load = this.#load(id).finally(() => this.#loads.delete(id));
    this.#loads.set(id, load);
    return await load;
  }

  async #load(id: ExecutionId): Promise<HotExecution | undefined> {
    const header = await this.#store.header(id);
    if (header === undefined) return undefined;
    const chunks = await this.#store.journal(id);
    const owner = present(await this.#catalog.machines.ownerOf(header.machine), 'owner of an execution');
    const revision = present(
      await this.#catalog.machines.revision(header.machine, header.revision),
      'revision of an execution',
    );
    await this.#programs.ready(header.machine, revision);
    const { program, ...rest } = this.#programs.of(header.machine, revision);
    const records = chunks.map(decodeChunk);
    const identity = identityOf(owner, revision, header.name);
    const [first] = records[0]?.records ?? [];
    const own =
      first?.type === 'ChildOf'
        ? childIdentity(program, identity, { name: header.name, membership: first })
        : identity;
    const execution = fold(program, own, records);
    const weight = chunks.reduce((bytes, chunk) => bytes + chunk.byteLength, wreckBytes(execution));
    return this.#keep({ execution, header, weight, ...rest, inherited: obligations(execution).sent });
  }

  #keep(loaded: LoadedExecution): HotExecution {
    const hot = hotExecution(loaded);
    this.hot.add(hot);
    return hot;
  }
}

function isNamedBy({ execution }: HotExecution, arn: StatesArn): boolean {
  const { membership, identity } = execution;
  if (membership === undefined) return arn.kind === 'execution' && arn.label === undefined;
  const own = parseStatesArn(identity.executionArn);
  if (own?.kind === 'express')
    return arn.kind === 'express' && arn.label === own.label && arn.run === own.run;
  return own?.kind === 'execution' && arn.kind === 'execution' && arn.label === own.label;
}

function identityOf(owner: { scope: Scope; name: string }, revision: Revision, name: string): Identity {
  const { scope } = owner;
  return {
    place: { region: scope.region, account: scope.account },
    executionArn: executionArn(scope, owner.name, name),
    name,
    roleArn: revision.roleArn,
    stateMachineArn: stateMachineArn(scope, owner.name),
    stateMachineName: owner.name,
  };
}
