import { present } from '../base/assert.ts';
import { ServiceError } from '../base/service-error.ts';
import { refuseDeleting } from '../catalog/refuse-deleting.ts';
import type { StartRequest } from '../engine/engine.ts';
import { readJsonText } from './json-text.ts';
import { checkName } from './name.ts';
import type { Call } from './operation.ts';
import { checkPayloadBytes } from './payload-size.ts';
import { type Qualified, qualifiedAt } from './qualified.ts';

/** What both operations that start an execution are given. */
interface Start {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  readonly input?: string | undefined;
  readonly traceHeader?: string | undefined;
}

/**
 * What is to be started, checked.
 *
 * @throws ServiceError InvalidName, InvalidArn, StateMachineDoesNotExist, StateMachineDeleting, ValidationException,
 * InvalidExecutionInput, StateMachineTypeNotSupported.
 */
export async function startRequestOf(start: Start, call: Call): Promise<StartRequest> {
  const { stateMachineArn, name, input = '{}' } = start;
  // AWS prefers the header of the request.
  const traceHeader = call.traceId ?? start.traceHeader;
  if (name !== undefined) checkName(name);
  const qualified = await qualifiedAt(stateMachineArn, call);
  refuseDeleting(qualified.machine);
  checkPayloadBytes(input, 'input');
  // Recorded; of other texts AWS tells what its parser says.
  if (input.trim() === '') throw new ServiceError('InvalidExecutionInput', 'Invalid execution input.');
  const read = readJsonText(input);
  if ('problem' in read) throw new ServiceError('InvalidExecutionInput', read.problem);

  const { parent } = call;
  // It could never be told of an end that leaves no trace.
  if (parent?.isWaiting === true && qualified.machine.type === 'EXPRESS')
    throw new ServiceError('StateMachineTypeNotSupported');

  const { machine, version, alias } = qualified;
  const named = name === undefined ? undefined : { name };
  // So do nearly all begin, and all fields more are made one by one.
  if (version === undefined && alias === undefined && traceHeader === undefined && parent === undefined)
    return { machine, input, value: read.value, ...named };
  const { revision, ...started } = await targetOf(qualified, stateMachineArn, call);
  const origin = {
    ...started,
    ...(traceHeader === undefined ? undefined : { traceHeader }),
    ...(parent === undefined ? undefined : { parent }),
  };
  return {
    ...{ machine, input, value: read.value, ...named },
    ...(revision === undefined ? undefined : { revision }),
    ...(Object.keys(origin).length === 0 ? undefined : { origin }),
  };
}

type Target = Pick<StartRequest, 'revision'> & { machineVersion?: number; machineAlias?: string };

/** What runs: nothing in particular for a plain ARN. An alias draws one of its versions. */
async function targetOf(
  { machine, version, alias }: Qualified,
  arn: string,
  { catalog }: Call,
): Promise<Target> {
  if (version === undefined && alias === undefined) return {};
  const chosen =
    alias === undefined ? version : await catalog.versions.find(machine, catalog.aliases.draw(alias));
  // The alias was changed and its version deleted in between.
  if (chosen === undefined) throw new ServiceError('StateMachineDoesNotExist', arn);
  const revision = await catalog.machines.revision(machine.id, chosen.revision);
  return {
    revision: present(revision, `revision of ${arn}`),
    machineVersion: chosen.number,
    ...(alias === undefined ? {} : { machineAlias: alias.name }),
  };
}
