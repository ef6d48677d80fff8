import { present } from '../../base/assert.ts';
import { ServiceError } from '../../base/service-error.ts';
import type { StartRequest } from '../../engine/engine.ts';
import { readJsonText } from '../json-text.ts';
import { checkName } from '../name.ts';
import type { Call, Operation } from '../operation.ts';
import { checkPayloadBytes } from '../payload-size.ts';
import { type Qualified, qualifiedAt, refuseDeleting } from '../qualified.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Operation<'StartExecution'> = async (request, call) => {
  const { stateMachineArn, name, input = '{}' } = request;
  // AWS prefers the header of the request.
  const traceHeader = call.traceId ?? request.traceHeader;
  if (name !== undefined) checkName(name);
  const qualified = await qualifiedAt(stateMachineArn, call);
  refuseDeleting(qualified.machine);
  checkPayloadBytes(input, 'input');
  const read = readJsonText(input);
  if ('problem' in read) throw new ServiceError('InvalidExecutionInput', read.problem);

  const { revision, ...started } = await targetOf(qualified, stateMachineArn, call);
  const origin = { ...started, ...(traceHeader === undefined ? {} : { traceHeader }) };
  const { executionArn, startedAt } = await call.engine.start({
    ...{ machine: qualified.machine, input },
    ...(name === undefined ? {} : { name }),
    ...(revision === undefined ? {} : { revision }),
    ...(Object.keys(origin).length === 0 ? {} : { origin }),
  });
  return { executionArn, startDate: startedAt / 1000 };
};

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
