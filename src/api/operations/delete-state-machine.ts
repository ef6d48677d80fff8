import { ServiceError } from '../../base/service-error.ts';
import type { Operation } from '../operation.ts';
import { arnOf, isOwn, refuseLabel } from '../resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
export const deleteStateMachine: Operation<'DeleteStateMachine'> = async (input, call) => {
  const parts = arnOf(input.stateMachineArn, 'stateMachine');
  refuseLabel(parts);
  if (parts.qualifier !== undefined)
    throw new ServiceError('ValidationException', 'The ARN must not name a version or an alias.');
  const machine = isOwn(parts, call.scope)
    ? await call.catalog.machines.find(call.scope, parts.name)
    : undefined;
  // Deleting what does not exist succeeds, on AWS too.
  if (machine !== undefined) await call.engine.deleteMachine(machine);
  return {};
};
