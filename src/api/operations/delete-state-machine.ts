import { executionArn } from '../../base/arn.ts';
import type { Machine } from '../../catalog/catalog.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Operation } from '../operation.ts';
import { arnOf, isOwn, refuseLabel } from '../resource.ts';

/** Running executions stopped at a time. */
const BATCH = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
export const deleteStateMachine: Operation<'DeleteStateMachine'> = async (
  input,
  { engine, catalog, scope },
) => {
  const parts = arnOf(input.stateMachineArn, 'stateMachine');
  refuseLabel(parts);
  const isHere = isOwn(parts, scope) && parts.qualifier === undefined;
  const machine = isHere ? await catalog.machines.find(scope, parts.name) : undefined;
  // Deleting what does not exist succeeds, on AWS too.
  if (machine === undefined) return {};

  // Before the name goes: a call that fails half-way can be repeated. And after: for what started in between.
  await stopAll(engine, machine);
  await catalog.machines.delete(scope, parts.name);
  await stopAll(engine, machine);
  return {};
};

async function stopAll(engine: Engine, machine: Machine): Promise<void> {
  let before: number | undefined;
  do {
    const position = before === undefined ? {} : { before };
    const running = await engine.list({ machine, status: 'RUNNING', limit: BATCH, ...position });
    await Promise.all(
      running.map(({ name }) => engine.stop(executionArn(machine.scope, machine.name, name), {})),
    );
    before = running.length < BATCH ? undefined : running.at(-1)?.id;
  } while (before !== undefined);
}
