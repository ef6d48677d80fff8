import { ServiceError } from '../../base/service-error.ts';
import { refuseDeleting } from '../../catalog/refuse-deleting.ts';
import type { Operation } from '../operation.ts';
import { qualifiedArn } from '../qualified.ts';
import { isOwn } from '../resource.ts';
import { routingOf } from '../routing.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export const createStateMachineAlias: Operation<'CreateStateMachineAlias'> = async (input, call) => {
  const { name, description } = input;
  const { routes, machine: machineName, ...place } = routingOf(input.routingConfiguration);
  const { catalog, scope } = call;
  const machine = isOwn(place, scope) ? await catalog.machines.find(scope, machineName) : undefined;
  if (machine === undefined)
    throw new ServiceError('ResourceNotFound', 'Request references a resource that does not exist.');
  refuseDeleting(machine);
  const described = description === undefined ? {} : { description };
  const { createdAt } = await catalog.aliases.create(machine, { name, routes, ...described });
  return { stateMachineAliasArn: qualifiedArn(machine, name), creationDate: createdAt / 1000 };
};
