import { executionArn, stateMachineArn } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Catalog, Machine } from '../catalog/catalog.ts';
import { refuseDeleting } from '../catalog/refuse-deleting.ts';
import type { Engine } from './engine.ts';

interface Stopping extends Pick<Engine, 'list' | 'stop'> {
  /** Resolves when starts and redrives of the machine's executions that were let in are on disk. */
  begun(machine: number): Promise<void>;
}

/** Running executions stopped at a time. */
const BATCH = 100;

/**
 * Deletes machines. Who asks for the same one meanwhile waits for that: a machine that is created under the name as soon as it
 * is free has the same number, and would be taken for the one that was to go.
 */
export class MachineDeletions {
  readonly #engine: Stopping;
  readonly #underWay = new Map<number, Promise<void>>();

  constructor(engine: Stopping) {
    this.#engine = engine;
  }

  delete(machine: Machine, catalog: Catalog): Promise<void> {
    const underWay = this.#underWay.get(machine.id);
    if (underWay !== undefined) return underWay;
    const deletion = deleteMachine(machine, catalog, this.#engine).finally(() =>
      this.#underWay.delete(machine.id),
    );
    this.#underWay.set(machine.id, deletion);
    return deletion;
  }
}

/**
 * Deletes a machine: marked -> its executions aborted -> gone. A call that fails half-way can be repeated, and from
 * the mark on a crash no longer matters: the next start finds it.
 */
async function deleteMachine(machine: Machine, catalog: Catalog, engine: Stopping): Promise<void> {
  const { scope, name } = machine;
  await catalog.machines.retire(scope, name);
  await stopAll(engine, machine);
  // For what had passed the mark when it was set and was put off once more: by a commit that was refused.
  await stopAll(engine, machine);
  await catalog.machines.delete(scope, name);
}

/**
 * For a start that has waited since it was let in.
 *
 * @throws ServiceError StateMachineDoesNotExist, StateMachineDeleting.
 */
export async function refuseDeleted({ scope, name }: Machine, catalog: Catalog): Promise<void> {
  const machine = await catalog.machines.find(scope, name);
  if (machine === undefined) throw new ServiceError('StateMachineDoesNotExist', stateMachineArn(scope, name));
  refuseDeleting(machine);
}

async function stopAll(engine: Stopping, machine: Machine): Promise<void> {
  // What had passed the mark when it was set would come after the list, and nothing would ever end it.
  await engine.begun(machine.id);
  let before: number | undefined;
  do {
    const position = before === undefined ? {} : { before };
    const running = await engine.list({ machine, status: 'RUNNING', limit: BATCH, ...position });
    await Promise.all(
      running.map((header) => engine.stop(executionArn(machine.scope, machine.name, header.name), {})),
    );
    before = running.length < BATCH ? undefined : running.at(-1)?.id;
  } while (before !== undefined);
}
