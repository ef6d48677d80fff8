import { executionArn } from '../base/arn.ts';
import type { Catalog, Machine } from '../catalog/catalog.ts';
import type { Engine } from './engine.ts';

type Stopping = Pick<Engine, 'list' | 'stop'>;

/** Running executions stopped at a time. */
const BATCH = 100;

/**
 * Deletes a machine: marked -> its executions aborted -> gone. A call that fails half-way can be repeated, and from
 * the mark on a crash no longer matters: the next start finds it.
 */
export async function deleteMachine(machine: Machine, catalog: Catalog, engine: Stopping): Promise<void> {
  const { scope, name } = machine;
  await catalog.machines.retire(scope, name);
  await stopAll(engine, machine);
  await catalog.machines.delete(scope, name);
  // For what had passed the mark when it was set.
  await stopAll(engine, machine);
}

async function stopAll(engine: Stopping, machine: Machine): Promise<void> {
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
